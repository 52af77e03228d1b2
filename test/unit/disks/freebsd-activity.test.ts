import { describe, expect, it } from 'vitest';
import type { NativeStatistics } from '../../../src/addon/interface.ts';
import { openActivity } from '../../../src/disks/activity.ts';
import type { Fake } from './fakes.ts';
import { inspected, workstation, XML } from './workstation.ts';

const UNTOLD = 'devstat does not count the disk: whether others used it is not known';

/** devstat of the workstation, as a test sets it. */
function counters() {
  const bytes: Record<string, NativeStatistics> = {};
  const asked: string[] = [];
  const diskStatistics = (disk: string) => {
    asked.push(disk);
    return bytes[disk] ?? null;
  };
  return { bytes, asked, diskStatistics };
}

async function opened(path: string, fake: Fake = {}, mapPath?: string) {
  const target = await inspected(path, fake);
  return openActivity(target, workstation(fake), mapPath === undefined ? {} : { mapPath });
}

async function watched(...args: Parameters<typeof opened>) {
  const activity = await opened(...args);
  if (activity === null || 'note' in activity) throw new Error(`not watched: ${activity?.note}`);
  return activity;
}

describe('the activity of a disk on FreeBSD', () => {
  it('is what devstat counted since, in sectors of 512 bytes', async () => {
    const { bytes, diskStatistics } = counters();
    bytes.ada0 = { readBytes: 2 ** 41, writtenBytes: 512 };
    const activity = await watched('/dev/ada0', { diskStatistics });
    bytes.ada0 = { readBytes: 2 ** 41 + 131_072, writtenBytes: 4608 };
    expect(await activity.sample()).toEqual({ readSectors512: 256, writtenSectors512: 8 });
    bytes.ada0 = { readBytes: 0, writtenBytes: 5120 };
    expect(await activity.sample()).toEqual({ readSectors512: 256, writtenSectors512: 9 });
    delete bytes.ada0; // pulled out
    expect(await activity.sample()).toBeNull();
  });

  it.each([
    ['/dev/ada0p3', 'ada0'],
    ['/dev/gpt/rootfs', 'ada0'],
    ['/dev/diskid/DISK-WD-WCC4M0123456', 'ada0'],
    ['/dev/da0s1a', 'da0'],
    ['/dev/nvd0', 'nda0'],
    ['/dev/md0', 'md0'],
  ])('of %s is that of %s', async (path, disk) => {
    const { bytes, asked, diskStatistics } = counters();
    bytes[disk] = { readBytes: 0, writtenBytes: 0 };
    await watched(path, { diskStatistics, links: { '/dev/nvd0': '/dev/nda0' } });
    expect(asked).toEqual([disk]);
  });

  it('is noted where devstat has no such disk', async () => {
    for (const path of ['/dev/mirror/gm0p1', '/dev/nda0p2.eli', '/dev/ada0']) {
      expect(await opened(path)).toEqual({ note: UNTOLD });
    }
  });

  it('is told of a whole disk where GEOM cannot be asked', async () => {
    const { bytes, diskStatistics } = counters();
    bytes.ada0 = { readBytes: 0, writtenBytes: 0 };
    const run = () => Promise.reject(new Error('no sysctl'));
    const activity = await watched('/dev/ada0', { diskStatistics, run }, '/data/map');
    expect(activity.writesAreOurs).toBe(true);
    expect(await opened('/dev/ada0p1', { diskStatistics, run })).toEqual({ note: UNTOLD });
  });
});

describe('writes on FreeBSD are ours', () => {
  const diskStatistics = () => ({ readBytes: 0, writtenBytes: 0 });
  const MOUNTS = [
    '/dev/gpt/rootfs\t/\tufs\trw\t1 1',
    '/dev/mirror/gm0p1 /data ufs rw 2 2',
    'zroot/home /home zfs rw 0 0',
    'tmpfs /tmp tmpfs rw 0 0',
    '/dev/da0s1a /mnt/usb\\040stick ufs rw 0 0',
    '/data/jail /jail nullfs rw 0 0',
  ];
  const on = async (path: string, mapPath?: string, mounts = MOUNTS.join('\n')) => {
    const run = async (file: string) => (file === '/sbin/sysctl' ? XML : mounts);
    return (await watched(path, { diskStatistics, run }, mapPath)).writesAreOurs;
  };

  it.each([
    ['/dev/ada0', undefined, false],
    ['/dev/ada0', '/root/map', true], // by its label
    ['/dev/ada0p1', '/root/map', true],
    ['/dev/ada1', '/root/map', false],
    ['/dev/ada1', '/data/map', true], // a member of the mirror
    ['/dev/ada2', '/data/map', true],
    ['/dev/ada0', '/data/map', false],
    ['/dev/ada0', '/database', true], // not below /data
    ['/dev/nda0', '/home/me/map', true], // a vdev
    ['/dev/ada0', '/home/me/map', false], // no vdev
    ['/dev/da0', '/mnt/usb stick/map', true],
    ['/dev/ada0', '/tmp/map', false],
    ['/dev/ada0', '/jail/map', true], // not told
  ])('scanning %s with the map %s: %s', async (path, mapPath, ours) => {
    expect(await on(path, mapPath)).toBe(ours);
  });

  it('where it cannot be told: they may be', async () => {
    expect(await on('/dev/ada0', '/root/map', '')).toBe(true);
    expect(await on('/dev/ada0', '/root/map', '\0\n / \n/dev/nowhere / ufs\n')).toBe(true);
  });
});
