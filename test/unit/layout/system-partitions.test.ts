// GEOM's partitions count before what sectors say, and in its place where they say nothing.

import { describe, expect, test } from 'vitest';
import { readLayout } from '../../../src/layout/read-layout.ts';
import { withSystemPartitions } from '../../../src/layout/system-partitions.ts';
import { fakeSystem } from '../disks/fakes.ts';
import { workstation } from '../disks/workstation.ts';
import { MemoryDisk } from './memory-disk.ts';
import { putMbr } from './tables.ts';

const SECTORS = 2_000_000_000;

async function layoutOf(path: string, disk: MemoryDisk, system = workstation()) {
  const whole = { path, isImage: false, node: null, sectors: SECTORS, logicalBytes: 512 };
  const table = await readLayout(disk.read, disk);
  const layout = await withSystemPartitions(table, whole, disk.read, system);
  const places = layout.partitions.map(({ scheme, suffix, firstLba, lastLba }) => {
    return `${scheme} ${suffix} ${firstLba}-${lastLba}`;
  });
  return { ...layout, places };
}

describe('GEOM', () => {
  const GPT = ['gpt p1 40-532519', 'gpt p2 532520-8921127', 'gpt p3 8921128-1999999999'];

  test('where the tables cannot be read', async () => {
    const disk = new MemoryDisk(SECTORS);
    for (const lba of [0, 1, SECTORS - 1]) disk.bad.add(lba);
    const { places, scheme, isGuess, notes, partitions } = await layoutOf('/dev/nda0', disk);
    expect(places).toEqual(['gpt p1 40-1900000039', 'gpt p2 1900000040-1953525127']);
    expect({ scheme, isGuess }).toEqual({ scheme: 'gpt', isGuess: undefined });
    expect(partitions[0]).toMatchObject({ type: 'freebsd-zfs', label: 'zroot', index: 1 });
    expect(notes).toContain('the partitions are those that the system has');
  });

  test('over a table that was left over', async () => {
    const disk = new MemoryDisk(SECTORS);
    putMbr(disk, [{ type: 0x83, from: 2048, sectors: 1_000_000 }]);
    const { places } = await layoutOf('/dev/nda0', disk);
    expect(places).toEqual(['gpt p1 40-1900000039', 'gpt p2 1900000040-1953525127']);
  });

  test('inside slices', async () => {
    const { places, scheme } = await layoutOf('/dev/da0', new MemoryDisk(SECTORS));
    expect(places).toEqual(['bsd s1a 63-20971582', 'bsd s1b 20971583-31116287']);
    expect(scheme).toBe('bsd');
  });

  test('what reaches behind the end of the disk is not of it', async () => {
    const { places } = await layoutOf('/dev/ada0', new MemoryDisk(SECTORS));
    expect(places).toEqual(GPT.slice(0, 2));
  });

  test.each([
    ['an unknown disk', '/dev/ada77', workstation()],
    ['a partition', '/dev/nda0p1', workstation()],
    ['no answer', '/dev/nda0', fakeSystem({ platform: 'freebsd', run: () => Promise.reject() })],
    ['another system', '/dev/nda0', fakeSystem()],
  ])('%s: the tables stand', async (_what, path, system) => {
    const disk = new MemoryDisk(SECTORS);
    putMbr(disk, [{ type: 0x83, from: 2048, sectors: 1_000_000 }]);
    const { places } = await layoutOf(path, disk, system);
    expect(places).toEqual(['mbr s1 2048-1002047']);
  });
});
