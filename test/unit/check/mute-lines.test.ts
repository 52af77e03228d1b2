// A log that speaks of a failing disk and names no sector is never told to accuse nothing.

import { expect, test } from 'vitest';
import {
  accusationsAgainst,
  accusationsWithoutTarget,
  concludeUnread,
  inspectTarget,
} from '../../../src/index.ts';
import { checkText } from '../../../src/report/check-text.ts';
import { readLog } from '../kernel-log/read-log.ts';

const PLAIN = { width: 200, glyph: (glyph: string) => glyph, paint: (text: string) => text };
const QUESTION = { logDevices: [], logOffsetLba: null };
const LINES = [
  '  40 53 00 ff ff ff 0f  Error: UNC at LBA = 0x0fffffff = 268435455',
  'sd 1:0:0:0: [sda] tag#3 Sense Key : Medium Error [current]',
  'ata1.00: error: { UNC }',
  'BTRFS error (device sdb): bdev /dev/sdb errs: wr 0, rd 1, flush 0, corrupt 0, gen 0',
  'XFS (sda1): log I/O error -5',
  '# 1  Extended offline    Completed: read failure       90%     12345         -',
  '# 1  Extended offline    Completed: read failure       90%     12345         4294967295',
  ' 3   Extended          Fatal or unknown test error                 870            -     -   -   -    -',
  'md/raid1:md0: Disk failure on sdb1, disabling device.',
  'md/raid1:md0: md0: unrecoverable I/O read error for block 3584',
  "zed[9]: eid=49 class=data pool='tank' priority=0 err=52 flags=0x8081 bookmark=1:2:3:4",
  'Nov 23 2026 01:02:03.123456789 ereport.fs.zfs.io',
  'ZFS[71]: pool I/O failure, zpool=tank error=5',
  'ZFS: vdev probe failure, zpool=tank path=/dev/ada0p3',
  'ZFS: zio error=5 type=1 offset=4096 size=512 flags=180880 delay=3',
  'nvme nvme0: I/O 5 QID 3 timeout, aborting',
  'ata1: error=0x40 { UncorrectableError }',
  'sda: Current: sense key=0x3',
];

test.each(LINES)('%s', async (line) => {
  const log = readLog(`usb 1-1: reset\n${line}\n`);
  expect(log.accusations).toEqual([]);
  expect(log.failing).toMatchObject({ count: 1, first: [{ line: 2 }] });
  const told = concludeUnread(null, accusationsWithoutTarget(log, [])).explanation;
  const words = told.flatMap(({ sentences }) => [...sentences]).join('\n');
  expect(words).toMatch(/^1 line speaks of a failing disk, and none names a sector/);
  expect(words).not.toMatch(/accuses nothing/);
  const target = await inspectTarget('sim:size=1000s');
  await expect(accusationsAgainst(target, log, QUESTION)).rejects.toThrowError(/line 2, /);
});

test('a line that is too long to be read whole', () => {
  const line = `${'x'.repeat(70_000)} I/O error, dev sda, sector 2048`;
  const log = readLog(`${line}\n`);
  const told = concludeUnread(null, accusationsWithoutTarget(log, [])).explanation;
  const words = told.flatMap(({ sentences }) => [...sentences]).join('\n');
  expect(words).toContain('1 line is longer than 65,536 bytes: its rest was not read.');
  expect(words).not.toMatch(/accuses nothing/);
});

const BLOCK = 'I/O error, dev sda, sector 2048 op 0x0:(READ) flags 0x0 phys_seg 1 prio class 0';
const SCSI = [
  'sd 1:0:0:0: [sda] tag#3 FAILED Result: hostbyte=DID_OK driverbyte=DRIVER_OK cmd_age=2s',
  'sd 1:0:0:0: [sda] tag#3 Sense Key : Medium Error [current]',
  'sd 1:0:0:0: [sda] tag#3 Add. Sense: Unrecovered read error',
  'sd 1:0:0:0: [sda] tag#3 CDB: Read(10) 28 00 00 00 08 00 00 00 08 00',
];
const CAM = [
  '(da0:mps0:0:0:0): READ(10). CDB: 28 00 00 00 08 00 00 00 08 00',
  '(da0:mps0:0:0:0): SCSI sense: MEDIUM ERROR asc:11,0 (Unrecovered read error)',
  '(da0:mps0:0:0:0): Error 5, Retries exhausted',
];
const LIBATA = [
  'ata1.00: failed command: READ DMA EXT',
  'ata1.00: cmd 25/00:08:e0:a7:61/00:00:0c:00:00/e0 tag 0 dma 4096 in',
  '         res 51/40:08:e2:a7:61/40:00:0c:00:00/ec Emask 0x9 (media error)',
  'ata1.00: error: { UNC }',
];
const ZPOOL = [
  'Nov 23 2026 01:02:03.123456789 ereport.fs.zfs.io',
  '        class = "ereport.fs.zfs.io"',
  '        vdev_path = "/dev/sdk1"',
  '        zio_offset = 0x26c05a2a000',
  '        zio_size = 0x4000',
];

test.each([
  ['the block layer’s', [BLOCK]],
  ['SCSI’s', SCSI],
  [
    'SCSI’s of 2.6.15',
    [
      'sda: Current: sense key: Medium Error',
      '    Additional sense: Unrecovered read error',
      BLOCK,
    ],
  ],
  ['CAM’s', CAM],
  ['libata’s', LIBATA],
  ['zpool’s', ZPOOL],
])('lines of one command that name its sector are not mute: %s', (_what, lines) => {
  const log = readLog(lines.join('\n'));
  expect(log.accusations).not.toEqual([]);
  expect(log.failing).toEqual({ count: 0, first: [] });
});

test.each(LINES)('beside lines that accuse it is counted and shown: %s', async (line) => {
  // Of another disk, and far away.
  const reset = 'usb 1-1: reset';
  const other = BLOCK.replace('sda', 'sdq');
  const text = [
    other,
    ...Array<string>(200).fill(reset),
    line,
    ...Array<string>(200).fill(reset),
    other,
  ].join('\n');
  const log = readLog(text);
  expect(log.accusations).not.toEqual([]);
  expect(log.failing).toMatchObject({ count: 1, first: [{ line: 202 }] });
  const words = wordsOf(log);
  expect(words).toMatch(
    /1 line speaks of a failing disk, and none names a sector of what they mean/,
  );
  expect(words).toContain('Line 202: "');
});

test('more than are shown are counted', () => {
  const line = '# 1  Extended offline    Completed: read failure       90%     12345         -';
  const log = readLog(`${BLOCK}\n${`${line}\n`.repeat(1000)}`);
  expect(log.failing.count).toBe(1000);
  expect(log.failing.first.map((one) => one.line)).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
  expect(wordsOf(log)).toMatch(
    /1,000 lines speak .*\n(Line \d+: ".*\n){8}… and 992 more such lines/,
  );
});

test('what accuses other disks alone is not told to accuse nothing', async () => {
  const tape = 'I/O error, dev sr0, sector 64 op 0x0:(READ) flags 0x0 phys_seg 1 prio class 0';
  const log = readLog(`${tape}\nata1.00: error: { UNC }\n`);
  const target = await inspectTarget('sim:size=1000s');
  await expect(accusationsAgainst(target, log, QUESTION)).rejects.toThrowError(/line 2, /);
  expect(wordsOf(log)).not.toMatch(/accuses nothing/);
});

test.each([
  'I/O error, dev sda, sector 0 op 0x1:(WRITE) flags 0x800 phys_seg 0 prio class 0',
  'I/O error, dev sr0, sector 64 op 0x0:(READ) flags 0x0 phys_seg 1 prio class 0',
  'sshd: error: could not load host key',
  'st 5:0:0:0: [st0] Sense Key : Medium Error [current]',
  '(cd0:ata0:0:0:0): MEDIUM ERROR asc:11,0',
  'BTRFS error (device sdb): bdev /dev/sdb errs: wr 0, rd 0, flush 0, corrupt 7, gen 0',
  'Error 5 occurred at disk power-on lifetime: 3306 hours (137 days + 18 hours)',
])('harmless: %s', async (line) => {
  const log = readLog(line);
  expect(log.failing.count).toBe(0);
  const target = await inspectTarget('sim:size=1000s');
  expect((await accusationsAgainst(target, log, QUESTION)).suspects).toEqual([]);
});

test('the headline says so too, and a port’s name is not beside its disk’s', () => {
  const plain = outputText(readLog(LINES[1]!));
  expect(plain).toMatch(/^FAILING, BUT WHERE IS NOT SAID/);
  const cmd = 'ata1.00: cmd 60/00:08:e0:a7:61/01:00:0c:00:00/40 tag 1 ncq dma 131072 in';
  const cdb = 'sd 0:0:0:0: [sda] tag#1 CDB: Read(10) 28 00 0c 61 a7 e0 00 01 00 00';
  expect(outputText(readLog(`${cmd}\n${cdb}\n`))).toMatch(/^EXPLAINED: the log accuses sda;/);
  expect(outputText(readLog(`${cmd}\n`))).toMatch(/^EXPLAINED: the log accuses ata1\.00;/);
});

function wordsOf(log: ReturnType<typeof readLog>): string {
  const told = concludeUnread(null, accusationsWithoutTarget(log, [])).explanation;
  return told.flatMap(({ sentences }) => [...sentences]).join('\n');
}

function outputText(log: ReturnType<typeof readLog>): string {
  return checkText(concludeUnread(null, accusationsWithoutTarget(log, [])), PLAIN);
}
