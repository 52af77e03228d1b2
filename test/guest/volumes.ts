// Bad sectors below LVM and RAID 1: from the volume's numbers to the disk's, and to the file.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeUnless } from '../rig/availability.ts';
import { isThere } from '../rig/server-binary.ts';
import { unreadable } from './found.ts';
import type { Guest } from './guest.ts';
import { insertScsiDebug, OPT_MEDIUM_ERRORS, removeScsiDebug, setScsiDebug } from './scsi-debug.ts';
import { checkInGuest } from './spot-check.ts';

const PACKAGE_OF = [
  ['lvm', 'lvm2'],
  ['dmsetup', 'dmsetup'],
  ['mdadm', 'mdadm'],
  ['sfdisk', 'fdisk'],
  ['mkfs.ext4', 'e2fsprogs'],
] as const;

const LVM_LBA = 2048;
const RAID_LBA = 67_584;
const TABLE = [
  'label: gpt',
  `start=${LVM_LBA}, size=65536, type=lvm`,
  `start=${RAID_LBA}, size=24576, type=raid`,
  'start=92160, size=24576, type=raid',
];

/** No udev, nothing written to the host's /etc. */
const LVM_CONF = [
  'activation { udev_sync=0 udev_rules=0 }',
  'devices { use_devicesfile=0 obtain_device_list_from_udev=0 }',
  'backup { backup=0 archive=0 }',
  'global { event_activation=0 }',
];

/** A volume in two pieces, of 8 MiB and 12, with another's between them; an ext4 with a file of 11 MB,
 * which the first piece cannot hold. */
const MAKE = `
exec 1>&2
export LVM_SYSTEM_DIR=/run/lvm-conf LVM_SUPPRESS_FD_WARNINGS=1
mkdir -p $LVM_SYSTEM_DIR /run/tree/var
printf '%s\\n' ${LVM_CONF.map((line) => `'${line}'`).join(' ')} >$LVM_SYSTEM_DIR/lvm.conf
printf '%s\\n' ${TABLE.map((line) => `'${line}'`).join(' ')} | sfdisk -q $disk
lvm pvcreate -q \${disk}1
lvm vgcreate -q -s 1m vg \${disk}1
lvm lvcreate -q -Zn -Wn -l 8 -n data vg
lvm lvcreate -q -Zn -Wn -an -l 2 -n between vg
lvm lvextend -q -l 20 vg/data
for megabyte in 1 2 3 4 5 6 7 8 9 10 11; do
  echo MARK-IN-FILE
  head -c 1000000 /dev/zero | tr '\\0' x
done >/run/tree/var/log
mkfs.ext4 -q -d /run/tree /dev/mapper/vg-data
mdadm --quiet --create /dev/md0 --run --assume-clean --metadata=1.2 --level=1 --raid-devices=2 \
  \${disk}2 \${disk}3
`;

const REMOVE = `mdadm --quiet --stop /dev/md0; dmsetup remove vg-data; rm -rf /run/tree`;

export function badSectorsBelowVolumes(guest: () => Guest): void {
  const missing = PACKAGE_OF.filter(([program]) => !isThere(program)).map(([, name]) => name);
  const reason = missing.length > 0 ? `not there: ${missing.join(', ')}` : null;
  const isRequired = process.env.SURFSCAN_REQUIRE_GUEST === '1';

  describeUnless(
    reason,
    'below volumes',
    () => {
      let disk: string;

      beforeAll(async () => {
        await guest().loadAll(['dm_mod', 'raid1']);
        disk = await insertScsiDebug(guest(), 'dev_size_mb=64');
        await guest().run(`disk=${disk}${MAKE}`);
      });

      afterAll(async () => {
        await guest().start(REMOVE);
        await removeScsiDebug(guest());
      });

      /** The last one of the file's marks that is found there. */
      const lbaOfMark = async (path: string) => {
        const [at] = (await guest().run(`grep -obUa MARK-IN-FILE ${path} | tail -n 1`)).split(':');
        return Math.floor(Number(at) / 512);
      };

      /** The kernel meets it when `path` is read there: into the log, and nothing else is in it. */
      const breakSector = async (lba: number, path: string, pathLba: number) => {
        const parameters = '/sys/module/scsi_debug/parameters';
        await guest().run(`echo 1 >${parameters}/medium_error_count
          echo ${lba} >${parameters}/medium_error_start`);
        await setScsiDebug(guest(), 'opts', OPT_MEDIUM_ERRORS);
        const place = `bs=4096 skip=${Math.floor(pathLba / 8)} count=1`;
        await guest().start(`echo 3 >/proc/sys/vm/drop_caches
          dmesg --clear; dd if=${path} of=/dev/null ${place}`);
      };

      test('LVM: by the volume’s lines and by the disk’s, on either: the sector and the file', async () => {
        const [lba, volumeLba] = [await lbaOfMark(disk), await lbaOfMark('/dev/dm-0')];
        // Extents of 1 MiB: the metadata stands before the first, the other volume has two.
        expect(lba - volumeLba, 'in the second piece').toBe(LVM_LBA + (1 + 2) * 2048);
        await breakSector(lba, '/dev/dm-0', volumeLba);
        const [ofDisk, ofVolume] = await Promise.all([
          checkInGuest(guest(), [disk], 'dmesg | grep "dev dm-0,"'),
          checkInGuest(guest(), ['/dev/mapper/vg-data'], `dmesg | grep "dev ${disk.slice(5)},"`),
        ]);
        for (const [run, at, format, device] of [
          [ofDisk, lba, 'linux-buffer', 'dm-0'],
          [ofVolume, volumeLba, 'linux-block', disk.slice(5)],
        ] as const) {
          expect([run.status, run.check.bad]).toEqual([1, [{ ...unreadable(at), reads: 3 }]]);
          const sources = run.check.suspects.flatMap((suspect) => suspect.sources);
          for (const source of sources) expect(source).toMatchObject({ format, device });
          expect(run.check.where).toMatchObject([
            { lba: at, filesystem: 'ext4', use: 'file', file: '/var/log' },
          ]);
        }
        const partition = { scheme: 'gpt', index: 1, type: 'linux-lvm', from: LVM_LBA };
        expect(ofDisk.check.where).toMatchObject([{ partition }]);
        expect(ofDisk.check.where[0]!.notes).toContain('in the LVM volume vg-data (/dev/dm-0)');
        expect(ofDisk.check.explanation.join('\n')).toContain('where that piece of dm-0 lies');
      });

      test('RAID 1: by the array’s lines, the sector on the member’s disk', async () => {
        const offset = Number(
          await guest().run(`cat /sys/block/md0/md/dev-${disk.slice(5)}2/offset`),
        );
        const arrayLba = 5000;
        const lba = RAID_LBA + offset + arrayLba;
        // The array reads it from the other member when this one fails.
        await breakSector(lba, '/dev/md0', arrayLba);
        await guest().start('dd if=/dev/md0 of=/dev/null bs=4096 skip=625 count=1 iflag=direct');
        const log = 'dmesg | grep "md/raid1:md0"';
        const run = await checkInGuest(guest(), [disk], log);
        expect([run.status, run.check.bad]).toEqual([1, [{ ...unreadable(lba), reads: 3 }]]);
        expect(run.check.suspects.flatMap((suspect) => suspect.sources)[0]).toMatchObject({
          format: 'linux-md',
          device: 'md0',
          names: 'start',
        });
        expect(run.check.where).toMatchObject([{ lba, partition: { scheme: 'gpt', index: 2 } }]);
        expect(run.check.where[0]!.notes.join()).toContain('the RAID /dev/md0 (raid1)');
      });
    },
    isRequired,
  );
}
