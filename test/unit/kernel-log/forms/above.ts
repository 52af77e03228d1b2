// What lies above a disk and names it with an offset of its own: ZFS, Btrfs, XFS, geli.

import type { Form } from './form.ts';

export const ABOVE_FORMS: readonly Form[] = [
  {
    // module/os/linux/zfs/vdev_disk.c, vdev_disk_error
    what: 'ZFS: Linux’s own line; a flush touches nothing',
    lines: [
      'zio pool=tank vdev=/dev/sdk1 error=5 type=1 offset=2662983024640 size=16384 flags=1572992',
      'zio pool=tank vdev=/dev/disk/by-id/wwn-0x5002538e30000001-part1 error=5 type=2 offset=270336 size=98304 flags=40080c80',
      'zio pool=tank vdev=/dev/sdk1 error=5 type=5 offset=0 size=0 flags=100480',
      'zio pool=tank vdev=/dev/sdk1 error=6 type=1 offset=4096 size=512 flags=180880',
    ],
    says: [
      'zfs sdk1 read request byte 2662983024640+16384 other',
      'zfs disk/by-id/wwn-0x5002538e30000001-part1 write request byte 270336+98304 other',
      'zfs sdk1 read request byte 4096+512 gone',
    ],
  },
  {
    // vdev_disk_error of 0.6: no vdev is named
    what: 'ZFS: a line without its vdev',
    lines: ['ZFS: zio error=5 type=1 offset=4096 size=512 flags=180880 delay=3'],
    says: [],
  },
  {
    // cmd/zed/zed.d/all-syslog.sh: "vdev=${ZEVENT_VDEV_PATH##*/}", and what may stand between
    what: 'ZFS: ZED in syslog',
    lines: [
      "eid=12 class=io pool='tank' vdev=sdk1 size=8192 offset=270336 priority=0 err=5 flags=0x180880",
      "eid=13 class=checksum pool='tank' vdev=sdk1 algorithm=fletcher4 size=4096 offset=8192 priority=4 err=52",
      "eid=15 class=delay pool='tank' vdev=sdk1 vdev_state=ONLINE size=131072 offset=16384 priority=0 err=0 flags=0x40080cb0 delay=31234ms",
      "eid=16 class=io pool='my pool' vdev=ata-WDC_WD40EFRX-68N_WD-1-part1 size=4096 offset=4096 priority=0 err=6 flags=0x1 bookmark=0:0:0:1",
      "eid=14 class=statechange pool='tank' vdev=sdk1 vdev_state=FAULTED",
    ],
    says: [
      'zfs sdk1 access request byte 270336+8192 other',
      'zfs sdk1 access request byte 8192+4096 other',
      'zfs sdk1 access request byte 16384+131072 timeout',
      'zfs ata-WDC_WD40EFRX-68N_WD-1-part1 access request byte 4096+4096 gone',
    ],
  },
  {
    // FreeBSD's sbin/devd/zfs.conf
    what: 'ZFS: FreeBSD’s devd',
    lines: [
      'ZFS: vdev I/O failure, zpool=tank path=/dev/ada7p3 offset=270336 size=8192 error=5',
      'ZFS: checksum mismatch, zpool=tank path=/dev/gptid/4eb3e8fc offset=4096 size=512',
    ],
    says: [
      'zfs ada7p3 access request byte 270336+8192 other',
      'zfs gptid/4eb3e8fc access request byte 4096+512 other',
    ],
  },
  {
    // cmd/zpool/zpool_main.c, zpool_do_events_nvprint; the names: sys/fm/fs/zfs.h
    what: 'ZFS: zpool events -v',
    lines: [
      'Nov 23 2026 01:02:03.123456789 ereport.fs.zfs.io',
      '        class = "ereport.fs.zfs.io"',
      '        detector = (embedded nvlist)',
      '                pool = 0x1',
      '                vdev = 0x2',
      '        (end detector)',
      '        pool = "tank"',
      '        vdev_path = "/dev/sdk1"',
      '        vdev_devid = "ata-WDC-part1"',
      '        zio_err = 0x5',
      '        zio_flags = 0x100080 [CANFAIL]',
      '        zio_priority = 0x4 [SCRUB]',
      '        zio_offset = 0x26c05a2a000',
      '        zio_size = 0x4000',
      '        zio_objset = 0x36',
    ],
    says: [`zfs sdk1 access request byte ${0x26c05a2a000}+16384 other`],
  },
  {
    // fs/btrfs/scrub.c, scrub_print_warning_inode and scrub_print_common_warning
    what: 'Btrfs: scrub',
    lines: [
      'BTRFS warning (device sdk2): i/o error at logical 18020330024960 on dev /dev/sdk2, physical 1264358174720, root 510580, inode 36773998, offset 4096, length 8192, links 1 (path: home/u/f)',
      'BTRFS warning (device sdk2): checksum error at logical 4096 on dev /dev/sdk3, physical 867246145536: metadata leaf (level 0) in tree 9109477097472',
      'BTRFS error (device sdk2): fixed up error at logical 4096 on dev /dev/sdk2 physical 8192',
    ],
    says: [
      'btrfs sdk2 read request byte 1264358174720+8192 other',
      'btrfs sdk3 read request byte 867246145536+4096 other',
      'btrfs sdk2 read request byte 8192+4096 corrected',
    ],
  },
  {
    // fs/btrfs/scrub.c of 4.4; extent_io.c, repair_io_failure
    what: 'Btrfs: sectors of 512',
    lines: [
      'BTRFS: i/o error at logical 398602014720 on dev /dev/sdk, sector 4621320, root 5, inode 23839, offset 4378624, length 4096, links 1 (path: my/file)',
      'BTRFS info (device sdk1): read error corrected: ino 257 off 1234944 (dev /dev/sdk1 sector 12345)',
      'BTRFS error (device sdk1): bdev /dev/sdk1 errs: wr 0, rd 1, flush 0, corrupt 0, gen 0',
    ],
    says: [
      'btrfs sdk read request sector512 4621320+8 other',
      'btrfs sdk1 read request sector512 12345+8 corrected',
    ],
  },
  {
    // fs/xfs/xfs_buf.c, xfs_buf_ioerror_alert, of 5.4, of 4.4 and of 2.6.32
    what: 'XFS: daddr, block, buf count',
    lines: [
      'XFS (sdk1): metadata I/O error in "xfs_trans_read_buf_map" at daddr 0x12d0 len 8 error 5',
      'XFS (sdk1): metadata I/O error: block 0x1a2b3c ("xfs_trans_read_buf_map") error 5 numblks 16',
      'I/O error in filesystem ("sdk2") meta-data dev sdk2 block 0x40       ("xfs_trans_read_buf") error 5 buf count 4096',
      'XFS (sdk1): log I/O error -5',
    ],
    says: [
      'xfs sdk1 access request sector512 4816+8 other',
      'xfs sdk1 access request sector512 1715004+16 other',
      'xfs sdk2 access request sector512 64+8 other',
    ],
  },
  {
    // sys/geom/eli/g_eli.c, g_eli_read_done; g_eli_crypto_read_done; geom_io.c, g_print_bio
    what: 'GEOM: geli and its kin',
    lines: [
      'GEOM_ELI: g_eli_read_done() failed (error=5) ada7p2.eli[READ(offset=4469598543872, length=65536)]',
      'GEOM_ELI: Crypto READ request failed (error=5). gptid/4eb3e8fc-917d-11ea-a640-b42e99bf5e8f.eli[READ(offset=512, length=512)]',
      'GEOM_JOURNAL: Error while reading data from ada7p3.journal[READ(offset=1024, length=512)] (error=5).',
    ],
    says: [
      'geom ada7p2.eli read request byte 4469598543872+65536 other',
      'geom gptid/4eb3e8fc-917d-11ea-a640-b42e99bf5e8f.eli read request byte 512+512 other',
      'geom ada7p3.journal read request byte 1024+512 other',
    ],
  },
];
