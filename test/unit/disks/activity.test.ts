import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openActivity } from '../../../src/disks/activity.ts';
import { inspectTarget } from '../../../src/disks/inspect.ts';
import { parseStat } from '../../../src/disks/linux/activity.ts';
import { fakeSystem, INSPECTION, rdev } from './fakes.ts';
import { addSataDisk, addStackedDisk, Machine } from './machine.ts';
import { machineWithSda, opened, setStat, stat, watched } from './watched.ts';

const UNTOLD = "sysfs does not tell this disk's I/O: whether others used it is not known";

const OFF =
  "the kernel does not count this disk's I/O (queue/iostats is 0): whether others used it is not known";

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
