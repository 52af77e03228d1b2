// What a log may call the target's parts, by GEOM's mesh and by the disk's own tables.

import { describe, expect, test } from 'vitest';
import { Names } from '../../../src/check/names.ts';
import { partitionProviders } from '../../../src/check/partition-names.ts';
import { suspectsOf } from '../../../src/kernel-log/index.ts';
import { readPartitions } from '../../../src/layout/list-partitions.ts';
import { inspected, workstation } from '../disks/workstation.ts';
import { readLog } from '../kernel-log/read-log.ts';
import { aTarget } from '../kernel-log/targets.ts';
import { MemoryDisk } from '../layout/memory-disk.ts';
import { GUIDS, putBsdLabel, putGpt, putMbr } from '../layout/tables.ts';

describe('on FreeBSD', () => {
  const namesOf = async (path: string) => Names.of(await inspected(path), workstation());
  const placesOf = (names: Names) => {
    return Object.fromEntries(
      names.own.providers.map(({ names: [name], fromLba }) => [name, fromLba]),
    );
  };

  test('partitions and labels of a disk', async () => {
    const names = await namesOf('/dev/ada0');
    expect(names.own).toMatchObject({ names: ['ada0'], parent: null });
    expect(placesOf(names)).toEqual({
      'diskid/DISK-WD-WCC4M0123456': 0,
      ada0p1: 40,
      ada0p2: 532_520,
      ada0p3: 8_921_128,
      'gpt/rootfs': 8_921_128,
    });
  });

  test('partitions of slices', async () => {
    const places = placesOf(await namesOf('/dev/da0'));
    expect(places).toMatchObject({ da0s1: 63, da0s1a: 63, da0s1b: 20_971_583 });
  });

  test('a mirror is its component less the last sector, and what is on it too', async () => {
    const names = await namesOf('/dev/ada1');
    const mirror = names.own.providers.find((provider) => provider.names[0] === 'mirror/gm0');
    expect(mirror).toEqual({ names: ['mirror/gm0'], fromLba: 0, sectors: 7_814_037_167 });
    expect(placesOf(names)['mirror/gm0p1']).toBe(40);
  });

  test('a mirror’s components begin where it begins', async () => {
    const { own } = await namesOf('/dev/mirror/gm0');
    expect(own.parent).toEqual({ names: ['ada1', 'ada2'], fromLba: 0 });
  });

  test('a label is its partition, and lies on its disk', async () => {
    const { own } = await namesOf('/dev/gpt/rootfs');
    expect(own).toMatchObject({
      names: ['gpt/rootfs', 'ada0p3'],
      parent: { names: ['ada0'], fromLba: 8_921_128 },
    });
  });
});

/** Of the GUID that `putGpt` gives each entry. */
const UUID = 'abababab-abab-abab-abab-abababababab';
// The last is what ZED logs: a link without its directory.
const BY_UUID = [`gptid/${UUID}`, `disk/by-partuuid/${UUID}`, UUID];

describe('by the disk’s own tables', () => {
  test('as FreeBSD calls them and as Linux does, and by label', async () => {
    const disk = new MemoryDisk(100_000);
    putGpt(disk, [{ type: GUIDS.linux, from: 2048, to: 9999, name: 'data' }]);
    const found = partitionProviders(await readPartitions(disk.read, disk), ['ada3', 'sdb']);
    expect(found).toEqual([
      { names: ['ada3p1', 'sdbp1', 'sdb1', ...BY_UUID, 'gpt/data'], fromLba: 2048, sectors: 7952 },
    ]);
  });

  test('a label’s spaces, quotes and letters beyond ASCII are escaped, as in /dev', async () => {
    const disk = new MemoryDisk(100_000);
    putGpt(disk, [{ type: GUIDS.linux, from: 2048, to: 9999, name: 'my "é" 5%' }]);
    const [found] = partitionProviders(await readPartitions(disk.read, disk), []);
    expect(found!.names).toEqual([...BY_UUID, 'gpt/my%20%22%C3%A9%22%205%25']);
  });

  test('a part of the disk of then is that part of the disk of today', async () => {
    const disk = new MemoryDisk(100_000);
    putGpt(disk, [{ type: GUIDS.linux, from: 2048, to: 9999, name: 'data' }]);
    const names = Object.assign(Object.create(Names.prototype), {
      own: { names: ['disk.img'], providers: [], parent: null },
      partitions: await readPartitions(disk.read, disk),
    }) as Names;
    for (const [name, fromLba] of [['sdq1', 2048] as const, ['ad16p1', 2048] as const]) {
      const log = readLog(`I/O error, dev ${name}, sector 5\n`).accusations.concat(
        readLog(`${name}[READ(offset=2560, length=512)]error = 5`).accusations,
      );
      const known = aTarget({ ...names.with([name]), sectors: 100_000 });
      for (const { firstLba } of suspectsOf(log, known).suspects)
        expect(firstLba).toBe(fromLba + 5);
      expect(suspectsOf(log, known).unplaced).toEqual([]);
    }
  });

  test('a BSD label’s partitions in their slice, which Linux numbers otherwise', async () => {
    const disk = new MemoryDisk(100_000);
    putMbr(disk, [{ type: 0xa5, from: 63, sectors: 90_000 }]);
    putBsdLabel(disk, 63, {
      a: { sectors: 50_000, offset: 16, type: 7 },
      c: { sectors: 90_000, offset: 0, type: 0 },
    });
    const found = partitionProviders(await readPartitions(disk.read, disk), ['ad16']);
    expect(found).toEqual([
      { names: ['ad16s1', 'ad16p1'], fromLba: 63, sectors: 90_000 },
      { names: ['ad16s1a'], fromLba: 79, sectors: 50_000 },
    ]);
  });
});
