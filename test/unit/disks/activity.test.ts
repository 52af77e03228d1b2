import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type DiskActivity, openActivity } from '../../../src/disks/activity.ts';
import { inspectTarget } from '../../../src/disks/inspect.ts';
import { parseStat } from '../../../src/disks/linux/activity.ts';
import { type Fake, fakeSystem, INSPECTION, rdev } from './fakes.ts';
import { addSataDisk, addStackedDisk, Machine } from './machine.ts';

/** As the kernel prints it: Documentation/block/stat.rst. */
function stat(read: number | string, written: number | string = 0): string {
  return ` 402108  10612 ${read}  1286389  30  69 ${written}  13  0 7959  1286414  2  0 204  0  14  1\n`;
}

const UNTOLD = "sysfs does not tell this disk's I/O: whether others used it is not known";
const OFF =
  "the kernel does not count this disk's I/O (queue/iostats is 0): whether others used it is not known";

function machineWithSda(sda = stat(1000, 50)): Machine {
  const machine = new Machine();
  addSataDisk(machine);
  setStat(machine, 'sda', sda);
  machine.write(join(machine.dirOf('sda'), 'queue/iostats'), '1\n');
  return machine;
}

function setStat(machine: Machine, disk: string, text: string): void {
  machine.write(join(machine.dirOf(disk), 'stat'), text);
}

async function opened(machine: Machine, path: string, fake: Fake = {}, mapPath?: string) {
  const files = {
    '/dev/sda': { rdev: rdev(8, 0) },
    '/dev/sda2': { rdev: rdev(8, 2) },
    '/dev/md0': { rdev: rdev(9, 0) },
    '/dev/loop0': { rdev: rdev(7, 0) },
    ...fake.files,
  };
  const system = fakeSystem({ ...fake, root: machine.root, files });
  const target = await inspectTarget(path, {}, system);
  return openActivity(target, system, mapPath === undefined ? {} : { mapPath });
}

async function watched(...args: Parameters<typeof opened>): Promise<DiskActivity> {
  const activity = await opened(...args);
  if (activity === null || 'note' in activity) throw new Error(`not watched: ${activity?.note}`);
  return activity;
}

const NONE = { readSectors512: 0, writtenSectors512: 0 };

describe('the activity of a disk on Linux', () => {
  it('is what the disk has read and written since', async () => {
    const machine = machineWithSda();
    const activity = await watched(machine, '/dev/sda');
    expect(await activity.sample()).toEqual(NONE);
    setStat(machine, 'sda', stat(1256, 58));
    expect(await activity.sample()).toEqual({ readSectors512: 256, writtenSectors512: 8 });
    setStat(machine, 'sda', stat(2000, 58));
    expect(await activity.sample()).toEqual({ readSectors512: 1000, writtenSectors512: 8 });
  });

  it('of a partition is its whole disk’s', async () => {
    const machine = machineWithSda();
    machine.write(join(machine.dirOf('sda2'), 'stat'), stat(0));
    const activity = await watched(machine, '/dev/sda2');
    machine.write(join(machine.dirOf('sda2'), 'stat'), stat(77));
    expect(await activity.sample()).toEqual(NONE);
    setStat(machine, 'sda', stat(1008, 50));
    expect(await activity.sample()).toEqual({ ...NONE, readSectors512: 8 });
  });

  it('of a volume above disks is the volume’s own', async () => {
    const machine = machineWithSda();
    addStackedDisk(machine, 'md0', '9:0', { stat: stat(5) });
    machine.stack('md0', 'sda2');
    const activity = await watched(machine, '/dev/md0');
    setStat(machine, 'sda', stat(99_999));
    setStat(machine, 'md0', stat(6));
    expect(await activity.sample()).toEqual({ ...NONE, readSectors512: 1 });
  });

  it('is noted where the kernel does not count it', async () => {
    const machine = machineWithSda();
    machine.write(join(machine.dirOf('sda'), 'queue/iostats'), '0\n');
    expect(await opened(machine, '/dev/sda')).toEqual({ note: OFF });
    expect(await opened(machine, '/dev/sda2')).toEqual({ note: OFF });
  });

  it('is noted where sysfs does not tell it', async () => {
    const machine = new Machine();
    expect(await opened(machine, '/dev/sda')).toEqual({ note: UNTOLD });
    addSataDisk(machine); // no stat
    expect(await opened(machine, '/dev/sda')).toEqual({ note: UNTOLD });
  });

  it('is watched by a kernel that has no switch for it', async () => {
    const machine = machineWithSda();
    rmSync(join(machine.root, machine.dirOf('sda'), 'queue/iostats'));
    expect(await (await watched(machine, '/dev/sda')).sample()).toEqual(NONE);
  });

  it('of an image or a simulated disk is nothing to watch, and no note', async () => {
    const machine = new Machine();
    const inspect = async () => ({ ...INSPECTION, kind: 'file' as const });
    const files = { '/home/disk.img': {} };
    expect(await opened(machine, '/home/disk.img', { inspect, files })).toBeNull();
    expect(await opened(machine, 'sim:size=1GB')).toBeNull();
  });

  it('goes on where a counter went back, and never goes back itself', async () => {
    const machine = machineWithSda(stat(2 ** 32 - 8, 100));
    const activity = await watched(machine, '/dev/sda');
    for (const [read, written, seen] of [
      [2 ** 32 - 1, 100, { readSectors512: 7, writtenSectors512: 0 }],
      [5, 110, { readSectors512: 7, writtenSectors512: 10 }],
      [15, 3, { readSectors512: 17, writtenSectors512: 10 }],
      [15, 4, { readSectors512: 17, writtenSectors512: 11 }],
    ] as const) {
      setStat(machine, 'sda', stat(read, written));
      expect(await activity.sample()).toEqual(seen);
    }
  });

  it('is not known once the disk was taken away, and is known again with it', async () => {
    const machine = machineWithSda();
    const activity = await watched(machine, '/dev/sda');
    rmSync(join(machine.root, machine.dirOf('sda'), 'stat'));
    expect(await activity.sample()).toBeNull();
    expect(await activity.sample()).toBeNull();
    setStat(machine, 'sda', stat(1001, 50));
    expect(await activity.sample()).toEqual({ ...NONE, readSectors512: 1 });
  });

  it('is not known from a text that is no disk’s, and the next one counts', async () => {
    const machine = machineWithSda();
    const activity = await watched(machine, '/dev/sda');
    for (const text of HOSTILE) {
      setStat(machine, 'sda', text);
      expect(await activity.sample(), JSON.stringify(text.slice(0, 80))).toBeNull();
    }
    setStat(machine, 'sda', stat(1002, 51));
    expect(await activity.sample()).toEqual({ readSectors512: 2, writtenSectors512: 1 });
  });

  it('is noted, not thrown, where looking fails', async () => {
    const machine = machineWithSda();
    const target = await inspectTarget(
      '/dev/sda',
      {},
      fakeSystem({ root: machine.root, files: { '/dev/sda': { rdev: rdev(8, 0) } } }),
    );
    expect(await openActivity(target, fakeSystem({ root: machine.root }))).toEqual({
      note: 'whether others used the disk is not known: no such file',
    });
    const silent = { ...fakeSystem(), stat: () => new Promise<never>(() => {}) };
    expect(await openActivity(target, silent, { timeoutMs: 20 })).toEqual({
      note: 'whether others used the disk is not known: no answer within 0.02 s',
    });
  });
});

const HOSTILE = [
  '',
  '\n',
  'stat',
  '1 2 3 4', // a partition's before Linux 2.6.25
  '1 2 3 4 5 6 7 8 9 10', // one field short
  stat('-1'),
  stat('1e9'),
  stat('0x10'),
  stat('１２'),
  stat(1, '1.5'),
  stat(1, 'Infinity'),
  stat(String(2 ** 53)),
  stat('9'.repeat(400)),
  stat(1).replaceAll(' ', '\0'),
  `${' '.repeat(70_000)}${stat(1)}`,
  '7'.repeat(100_000),
];

describe('the text of a disk’s stat', () => {
  it('has the sectors read third and those written seventh, in 11 fields or more', () => {
    const seen = { readSectors512: 3, writtenSectors512: 7 };
    for (const fields of [11, 15, 17, 40]) {
      const text = Array.from({ length: fields }, (_, index) => index + 1).join('   ');
      expect(parseStat(`  ${text}\n`)).toEqual(seen);
    }
    const most = Number.MAX_SAFE_INTEGER;
    expect(parseStat(stat(most, most))).toEqual({ readSectors512: most, writtenSectors512: most });
    expect(parseStat(null)).toBeNull();
  });
});

describe('writes on Linux are ours', () => {
  const MAP = '/home/me/disk.map';
  const sdaWith = (...mounts: string[]) => {
    const machine = machineWithSda();
    addSataDisk(machine, 'sdb', 8, 16);
    setStat(machine, 'sdb', stat(0));
    machine.mounts(...mounts);
    return machine;
  };
  const on = async (machine: Machine, dev: bigint, path = '/dev/sda', fake: Fake = {}) => {
    const files = { '/dev/sdb': { rdev: rdev(8, 16) }, [MAP]: { dev }, ...fake.files };
    return (await watched(machine, path, { ...fake, files }, MAP)).writesAreOurs;
  };

  it('where no map is kept: they are not', async () => {
    expect((await watched(machineWithSda(), '/dev/sda')).writesAreOurs).toBe(false);
  });

  it('if the map lies on a partition of the disk, not if on another disk', async () => {
    const machine = sdaWith();
    expect(await on(machine, rdev(8, 1))).toBe(true);
    expect(await on(machine, rdev(8, 1), '/dev/sda2')).toBe(true);
    expect(await on(machine, rdev(8, 0))).toBe(true);
    expect(await on(machine, rdev(8, 17))).toBe(false);
    expect(await on(machine, rdev(8, 17), '/dev/sdb')).toBe(true);
  });

  it('if the map is not there yet, by its directory', async () => {
    const fake = { files: { '/home/me': { dev: rdev(8, 1) }, '/dev/sdb': { rdev: rdev(8, 16) } } };
    const [a, b] = ['/dev/sda', '/dev/sdb'].map((path) => watched(sdaWith(), path, fake, MAP));
    expect((await a!).writesAreOurs).toBe(true);
    expect((await b!).writesAreOurs).toBe(false);
  });

  it('through volumes and RAIDs down to their disks', async () => {
    const machine = sdaWith();
    addStackedDisk(machine, 'md0', '9:0', { stat: stat(0) });
    addStackedDisk(machine, 'dm-0', '253:0', { 'dm/name': 'vg-home\n' });
    machine.stack('md0', 'sda2');
    machine.stack('dm-0', 'md0');
    expect(await on(machine, rdev(253, 0))).toBe(true);
    expect(await on(machine, rdev(253, 0), '/dev/md0')).toBe(true);
    expect(await on(machine, rdev(253, 0), '/dev/sdb')).toBe(false);
    // A map below a volume does not pass through the volume.
    expect(await on(machine, rdev(8, 1), '/dev/md0')).toBe(false);
  });

  it('through a loop device to the disk of its image', async () => {
    const machine = sdaWith();
    addStackedDisk(machine, 'loop0', '7:0', {
      stat: stat(0),
      'loop/backing_file': '/images/a.img\n',
    });
    const files = { '/images/a.img': { dev: rdev(8, 2) } };
    expect(await on(machine, rdev(7, 0), '/dev/sda', { files })).toBe(true);
    expect(await on(machine, rdev(7, 0), '/dev/sdb', { files })).toBe(false);
    expect(await on(machine, rdev(8, 2), '/dev/loop0', { files })).toBe(false);
  });

  it('on a btrfs of several disks, whose number is no device', async () => {
    const machine = sdaWith(
      '8:17 / / rw - ext4 /dev/sdb1 rw',
      '0:45 /@home /home rw - btrfs /dev/sda2 rw',
    );
    // A subvolume's st_dev is not what mountinfo has.
    expect(await on(machine, rdev(0, 46))).toBe(true);
    expect(await on(machine, rdev(0, 46), '/dev/sdb')).toBe(false);
  });

  it('by the nearest mount, by the latest of two in one place', async () => {
    const over = sdaWith(
      '0:45 / /home rw - btrfs /dev/sda2 rw',
      '0:50 / /home/me rw - tmpfs tmpfs rw',
      '0:51 / /home/m rw - btrfs /dev/sda1 rw',
    );
    expect(await on(over, rdev(0, 50))).toBe(false);
    const same = sdaWith(
      '0:45 / /home rw - btrfs /dev/sda2 rw',
      '0:50 / /home rw - nfs4 server:/home rw',
    );
    expect(await on(same, rdev(0, 50))).toBe(false);
  });

  it('by where a link leads', async () => {
    const machine = sdaWith('0:45 / / rw - btrfs /dev/sda2 rw', '0:50 / /tmp rw - tmpfs tmpfs rw');
    expect(await on(machine, rdev(0, 50), '/dev/sda', { links: { [MAP]: '/tmp/m' } })).toBe(false);
    expect(await on(machine, rdev(0, 45))).toBe(true);
  });

  it('where it cannot be told: they may be', async () => {
    const overlay = sdaWith('0:60 / / rw - overlay overlay rw,upperdir=/var/lib/box');
    expect(await on(overlay, rdev(0, 60))).toBe(true);
    expect(await on(sdaWith(), rdev(0, 60))).toBe(true);
    const fuse = sdaWith('0:61 / /home rw - fuse.sshfs /dev/sdb1 rw');
    expect(await on(fuse, rdev(0, 61))).toBe(true);
    expect((await watched(sdaWith(), '/dev/sda', {}, '/no/such/place')).writesAreOurs).toBe(true);
  });

  it('where volumes stand on each other without end, or deeper than is looked', async () => {
    const machine = sdaWith();
    addStackedDisk(machine, 'dm-0', '253:0');
    addStackedDisk(machine, 'dm-1', '253:1');
    machine.stack('dm-0', 'dm-1');
    machine.stack('dm-1', 'dm-0');
    expect(await on(machine, rdev(253, 0))).toBe(false);
    for (let index = 2; index < 20; index++) {
      addStackedDisk(machine, `dm-${index}`, `253:${index}`);
      if (index > 2) machine.stack(`dm-${index - 1}`, `dm-${index}`);
    }
    expect(await on(machine, rdev(253, 2))).toBe(true);
    addStackedDisk(machine, 'loop0', '7:0', { 'loop/backing_file': '/images/a.img\n' });
    const files = { '/images/a.img': { dev: rdev(7, 0) } };
    expect(await on(machine, rdev(7, 0), '/dev/sda', { files })).toBe(false);
  });
});
