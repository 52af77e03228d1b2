// A bad sector below LVM on a RAID 1: from the volumes' numbers to the disk's, and to the file.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeUnless } from '../rig/availability.ts';
import { isThere } from '../rig/server-binary.ts';
import { toldByDrive } from './found.ts';
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

const PARTITION_LBA = 4096;
const TABLE = ['label: gpt', `start=${PARTITION_LBA}, size=65536, type=raid`];

/** No udev, nothing written to the host's /etc. */
const LVM_CONF = [
  'activation { udev_sync=0 udev_rules=0 }',
  'devices { use_devicesfile=0 obtain_device_list_from_udev=0 }',
  'backup { backup=0 archive=0 }',
  'global { event_activation=0 }',
];

/** On an array that has lost its other member, and so cannot hide errors: a volume in two pieces, of 8 MiB and 12, with another's between them; an ext4 with a file of 11 MB,
 * which the first piece cannot hold. */
const MAKE = `
exec 1>&2
export LVM_SYSTEM_DIR=/run/lvm-conf LVM_SUPPRESS_FD_WARNINGS=1
mkdir -p $LVM_SYSTEM_DIR /run/tree/var
printf '%s\\n' ${LVM_CONF.map((line) => `'${line}'`).join(' ')} >$LVM_SYSTEM_DIR/lvm.conf
printf '%s\\n' ${TABLE.map((line) => `'${line}'`).join(' ')} | sfdisk -q $disk
mdadm --quiet --create /dev/md0 --run --metadata=1.2 --level=1 --raid-devices=2 \${disk}1 missing
lvm pvcreate -q /dev/md0
lvm vgcreate -q -s 1m vg /dev/md0
lvm lvcreate -q -Zn -Wn -l 8 -n data vg
lvm lvcreate -q -Zn -Wn -an -l 2 -n between vg
lvm lvextend -q -l 20 vg/data
for megabyte in 1 2 3 4 5 6 7 8 9 10 11; do
  echo MARK-IN-FILE
  head -c 1000000 /dev/zero | tr '\\0' x
done >/run/tree/var/log
mkfs.ext4 -q -d /run/tree /dev/mapper/vg-data
`;

const REMOVE = 'dmsetup remove vg-data; mdadm --quiet --stop /dev/md0; rm -rf /run/tree';

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

      /** The kernel meets it by the volume, and by the array: nothing else is in its log. */
      const meet = async (lba: number, volumeLba: number, arrayLba: number) => {
        const parameters = '/sys/module/scsi_debug/parameters';
        await guest().run(`echo 1 >${parameters}/medium_error_count
          echo ${lba} >${parameters}/medium_error_start`);
        await setScsiDebug(guest(), 'opts', OPT_MEDIUM_ERRORS);
        const read = (path: string, at: number) =>
          `dd if=${path} of=/dev/null bs=4096 skip=${Math.floor(at / 8)} count=1`;
        await guest().start(`echo 3 >/proc/sys/vm/drop_caches; dmesg --clear
          ${read('/dev/dm-0', volumeLba)}; ${read('/dev/md0', arrayLba)}`);
      };

      test('by their lines and by the disk’s, on either: the sector and the file', async () => {
        const [lba, volumeLba] = [await lbaOfMark(disk), await lbaOfMark('/dev/dm-0')];
        const name = disk.slice('/dev/'.length);
        const offset = Number(await guest().run(`cat /sys/block/md0/md/dev-${name}1/offset`));
        // Extents of 1 MiB: the metadata stands before the first, the other volume has two.
        const arrayLba = volumeLba + (1 + 2) * 2048;
        expect(lba - arrayLba, 'in the second piece').toBe(PARTITION_LBA + offset);
        await meet(lba, volumeLba, arrayLba);
        const [ofDisk, ofVolume] = await Promise.all([
          checkInGuest(guest(), [disk], 'dmesg | grep -E "dev (dm-0|md0),"'),
          checkInGuest(guest(), ['/dev/mapper/vg-data'], `dmesg | grep "dev ${name},"`),
        ]);
        for (const [run, at, format, devices] of [
          [ofDisk, lba, 'linux-buffer', ['dm-0', 'md0']],
          [ofVolume, volumeLba, 'linux-block', [name]],
        ] as const) {
          expect([run.status, run.check.bad.map(({ from, to }) => [from, to])]).toEqual([
            1,
            [[at, at]],
          ]);
          const sources = run.check.suspects.flatMap((suspect) => suspect.sources);
          expect(new Set(sources.map((source) => source.format))).toEqual(new Set([format]));
          const leading = sources.filter(({ from, to }) => from <= at && at <= to);
          expect(new Set(leading.map(({ device }) => device))).toEqual(new Set(devices));
          expect(run.check.where).toMatchObject([
            { lba: at, filesystem: 'ext4', use: 'file', file: '/var/log' },
          ]);
        }
        const told = { ...toldByDrive('UNC', '3/11/00', lba), named: true };
        expect(ofDisk.check.bad).toEqual([{ ...told, reads: 3 }]);
        const partition = { scheme: 'gpt', index: 1, type: 'linux-raid', from: PARTITION_LBA };
        expect(ofDisk.check.where).toMatchObject([{ partition }]);
        expect(ofDisk.check.where[0]!.notes).toEqual(
          expect.arrayContaining([
            'in the RAID /dev/md0 (raid1)',
            'in the LVM volume vg-data (/dev/dm-0)',
          ]),
        );
        expect(ofDisk.check.explanation.join('\n')).toContain('where that piece of dm-0 lies');
      });
    },
    isRequired,
  );
}
