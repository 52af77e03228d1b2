// Which of several tables, or of a table and a boot sector, counts.

import { describe, expect, it } from 'vitest';
import { readLayout } from '../../../src/layout/read-layout.ts';
import { MemoryDisk } from './memory-disk.ts';
import { GUIDS, putBsdLabel, putGpt, putMbr } from './tables.ts';

const SECTORS = 131_072;
const LINUX = [{ type: GUIDS.linux, from: 2048, to: 34_815 }];
const SLICES = [
  { type: 0x83, from: 2048, sectors: 32_768 },
  { type: 0x83, from: 40_960, sectors: 32_768 },
];

/** A FAT32's boot sector, with what stands behind it left alone. */
function putFat(disk: MemoryDisk): void {
  const sector = disk.sector(0);
  sector.write('\xeb\x58\x90mkfs.fat', 0, 'latin1');
  sector.writeUInt16LE(512, 11);
  sector[13] = 1;
  sector.writeUInt16LE(32, 14);
  sector[16] = 2;
  sector[21] = 0xf8;
  sector.writeUInt32LE(disk.sectors, 32);
  sector.writeUInt32LE(1000, 36);
  sector.writeUInt32LE(2, 44);
  sector.writeUInt16LE(0xaa55, 510);
}

const brief = async (disk: MemoryDisk) => {
  const { scheme, isUndecided, partitions } = await readLayout(disk.read, disk);
  return { scheme, isUndecided, places: partitions.map(({ firstLba }) => firstLba) };
};

describe('what counts', () => {
  it('is the GPT, where an old FAT kept its parameters in LBA 0', async () => {
    const disk = new MemoryDisk(SECTORS);
    putGpt(disk, LINUX);
    putFat(disk);
    expect(await brief(disk)).toEqual({ scheme: 'gpt', isUndecided: false, places: [2048] });
  });

  it('is the MBR, where an old FAT kept its parameters in LBA 0', async () => {
    const disk = new MemoryDisk(SECTORS);
    putMbr(disk, SLICES);
    putFat(disk);
    expect(await brief(disk)).toEqual({
      scheme: 'mbr',
      isUndecided: false,
      places: [2048, 40_960],
    });
  });

  it('is the FAT, where the one entry is made up and begins at 0', async () => {
    const disk = new MemoryDisk(SECTORS);
    putMbr(disk, [{ type: 0x0c, from: 0, sectors: SECTORS }]);
    putFat(disk);
    expect(await brief(disk)).toEqual({ scheme: null, isUndecided: false, places: [] });
  });

  it('is the MBR over an older BSD label', async () => {
    const disk = new MemoryDisk(SECTORS);
    putBsdLabel(disk, 0, { a: { offset: 16, sectors: 100_000, type: 7 } });
    putMbr(disk, SLICES);
    expect(await brief(disk)).toEqual({
      scheme: 'mbr',
      isUndecided: false,
      places: [2048, 40_960],
    });
  });

  it('is not decided between an MBR that protects nothing and a GPT', async () => {
    const disk = new MemoryDisk(SECTORS);
    putGpt(disk, LINUX);
    putMbr(disk, SLICES);
    const layout = await readLayout(disk.read, disk);
    expect(layout).toMatchObject({ isUndecided: true, partitions: [] });
    expect(layout.notes[0]).toMatch(/an MBR .* and a GPT/);
  });

  it('is no copy of a GPT at the end of a disk that has been put to other use', async () => {
    const disk = new MemoryDisk(SECTORS);
    putGpt(disk, LINUX, { only: 'backup' });
    disk.sector(0).fill(0);
    putFat(disk);
    expect(await brief(disk)).toEqual({ scheme: null, isUndecided: false, places: [] });
  });
});

describe('a disk that has grown', () => {
  it('has the copy of its GPT where it was, and nothing of it at the end', async () => {
    const small = new MemoryDisk(SECTORS);
    putGpt(small, LINUX);
    const disk = new MemoryDisk(2 * SECTORS);
    for (const lba of [0, 1, 2, 3, SECTORS - 33, SECTORS - 1]) {
      small.sector(lba).copy(disk.sector(lba));
    }
    for (let lba = SECTORS - 33; lba < SECTORS; lba++) small.sector(lba).copy(disk.sector(lba));
    const { tables } = await readLayout(disk.read, disk);
    expect(tables).toEqual([
      { firstLba: 0, lastLba: 0 },
      { firstLba: 1, lastLba: 1 },
      { firstLba: 2, lastLba: 33 },
      { firstLba: SECTORS - 1, lastLba: SECTORS - 1 },
      { firstLba: SECTORS - 33, lastLba: SECTORS - 2 },
    ]);
    disk.sector(1).fill(0);
    expect((await brief(disk)).places).toEqual([2048]);
  });
});

describe('a second extended partition', () => {
  it('has logical partitions that are counted on', async () => {
    const disk = new MemoryDisk(SECTORS);
    putMbr(disk, [
      { type: 5, from: 2048, sectors: 40_000 },
      { type: 0x0f, from: 60_000, sectors: 40_000 },
    ]);
    putMbr(disk, [{ type: 0x83, from: 2048, sectors: 20_000 }], 2048);
    putMbr(disk, [{ type: 0x83, from: 2048, sectors: 20_000 }], 60_000);
    const { partitions } = await readLayout(disk.read, disk);
    const logical = partitions.flatMap(({ children }) => children);
    expect(logical.map(({ index, firstLba }) => [index, firstLba])).toEqual([
      [5, 4096],
      [6, 62_048],
    ]);
  });
});
