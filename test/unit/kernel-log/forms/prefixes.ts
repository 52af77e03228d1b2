// What stands before and between the lines of a log.

/** What loggers put before a line. */
export const PREFIXES: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['dmesg', '[ 1234.567890] '],
  ['dmesg -x, raw', '<3>[12345.678901] '],
  ['dmesg -T', '[Mon Nov 23 01:02:03 2026] '],
  ['dmesg, with the caller', '[    8.869308] [  T123] '],
  ['dmesg --time-format iso', '2026-11-23T01:02:03,123456+00:00 '],
  ['FreeBSD syslog', 'Nov 23 01:02:03 nas kernel: '],
  ['RFC 3164', '<3>Nov  3 01:02:03 nas kernel: [ 1234.567890] '],
  ['RFC 5424', '<3>1 2026-11-23T01:02:03.123456+01:00 nas kernel - - - '],
  ['journalctl -o short', 'Nov 23 01:02:03 nas kernel: '],
  ['journalctl -o short-precise', 'Nov 23 01:02:03.123456 nas kernel: '],
  ['journalctl -o short-iso', '2026-11-23T01:02:03+0100 nas kernel: '],
  ['journalctl -o short-iso-precise', '2026-11-23T01:02:03.123456+0100 nas kernel: '],
  ['journalctl -o short-unix', '1763859723.123456 nas kernel: '],
  ['dmesg --color=always', '\u001b[32m[ 1234.567890] \u001b[0m\u001b[33m'],
  ['a console’s last words', 'login: '],
  ['a crash’s NULs', '\0\0\0\0'],
];

/** Lines that say nothing, some of them nearly. */
export const NOISE: readonly string[] = [
  'sshd[2211]: Accepted publickey for root from 192.0.2.7 port 50122 ssh2',
  'usb 1-1.2: new high-speed USB device number 7 using xhci_hcd',
  'ata1: SATA link up 6.0 Gbps (SStatus 133 SControl 300)',
  'ata1.00: configured for UDMA/133',
  'sd 7:0:0:0: [sdz] Preferred minimum I/O size 512 bytes',
  'EXT4-fs error (device sda1): ext4_find_entry:1455: inode #2: comm ls: reading directory lblock 0',
  'the sector of public services: LBA=, offset=, length=, error, dev null, sector none',
  '(ada9:ahcich9:0:0:0): Retrying command, 3 more tries remain',
  'GEOM_MIRROR: Device mirror/gm9 launched (2/2).',
  '',
];
