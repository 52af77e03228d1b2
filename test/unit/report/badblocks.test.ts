import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { badblockLines, type StoredScan, unreadSectors } from '../../../src/index.ts';
import { drawnScan } from './drawn-scan.ts';
import { exact, failed, type StoredShape, stored } from './stored.ts';

const UNC = 247;

/** One block, read, and these bad sectors. */
function badDisk(shape: Partial<StoredShape>): StoredScan {
  const { sectors = 1000 } = shape;
  return stored({ sectors, blockSectors: sectors, bytes: [UNC], ...shape });
}

function listOf(scan: StoredScan, blockSize: number, partition?: number): number[] {
  return [...badblockLines(scan, { blockSize, partition })].map(Number);
}

describe('the bad blocks of a disk', () => {
  const bad = [exact(0, 1), exact(7, 9), exact(15, 16), failed(32, 41)];

  test.each([
    [512, [0, 7, 8, 15, 32, 33, 34, 35, 36, 37, 38, 39, 40]],
    [1024, [0, 3, 4, 7, 16, 17, 18, 19, 20]],
    [4096, [0, 1, 4, 5]],
    [65_536, [0]],
  ])('in blocks of %i bytes', (blockSize, expected) => {
    expect(listOf(badDisk({ bad }), blockSize)).toEqual(expected);
  });

  test.each([
    [512, [16, 17, 18, 19, 20, 21, 22, 23]],
    [1024, [8, 9, 10, 11]],
    [4096, [2]],
    [8192, [1]],
  ])('of sectors of 4096 bytes, in blocks of %i: a sector is several blocks', (blockSize, expected) => {
    expect(listOf(badDisk({ bad: [exact(2, 3)], logicalBytes: 4096 }), blockSize)).toEqual(
      expected,
    );
  });

  test('none', () => {
    expect(listOf(badDisk({}), 4096)).toEqual([]);
  });

  test('in the rest behind the last whole block', () => {
    expect(listOf(badDisk({ sectors: 17, bad: [exact(16, 17)] }), 4096)).toEqual([2]);
  });

  test.each([
    0,
    256,
    513,
    3072,
    131_072,
    1024.5,
    Number.NaN,
  ])('%d bytes is no block', (blockSize) => {
    const list = () => badblockLines(badDisk({ bad }), { blockSize });
    expect(list).toThrow(/power of two from 512 to 65536/);
  });

  test('no block fits sectors of 520 bytes', () => {
    const list = () => badblockLines(badDisk({ bad, logicalBytes: 520 }), { blockSize: 4096 });
    expect(list).toThrow(/does not fit the target's sectors of 520 bytes/);
  });

  test('a number is never more than the 32 bits of the list’s readers', () => {
    const sectors = 2 ** 40;
    const at = (lba: number) => badDisk({ sectors, bad: [exact(lba, lba + 1)] });
    expect(listOf(at(2 ** 33 - 1), 1024)).toEqual([2 ** 32 - 1]);
    expect(() => listOf(at(2 ** 33), 1024)).toThrow(/bad block 4294967296 .* larger block/);
    expect(listOf(at(2 ** 33), 4096)).toEqual([2 ** 30]);
  });
});

describe('the bad blocks of a partition', () => {
  const partitions = [
    { index: 1, firstLba: 63, lastLba: 162 },
    { index: 2, firstLba: 163, lastLba: 171 },
    { index: 5, firstLba: 200, lastLba: 299 },
    { index: 6, firstLba: 300, lastLba: 309 },
    { index: 6, firstLba: 302, lastLba: 305 },
  ];
  const bad = [exact(62, 64), exact(70, 72), exact(160, 164), exact(171, 172), exact(199, 200)];
  const scan = badDisk({ bad, partitions });

  test('count from its first sector, wherever that lies, and end with it', () => {
    expect(listOf(scan, 4096, 1)).toEqual([0, 1, 12]);
    expect(listOf(scan, 512, 1)).toEqual([0, 7, 8, 97, 98, 99]);
    expect(listOf(scan, 4096, 2)).toEqual([0, 1]);
    expect(listOf(scan, 4096, 5)).toEqual([]);
  });

  test.each([
    [partitions, 3, '--partition 3: partitions known when it was scanned: 1, 2, 5, 6'],
    [partitions.toReversed(), 3, '--partition 3: partitions known when it was scanned: 1, 2, 5, 6'],
    [[], 1, '--partition 1: partitions known when it was scanned: none'],
    [partitions, 6, '--partition 6: more than one has that number: LBA 300-309, LBA 302-305'],
  ])('%#: one that was not known is a usage error', (known, partition, message) => {
    const list = () =>
      badblockLines(badDisk({ bad, partitions: known }), { blockSize: 512, partition });
    expect(list).toThrow(expect.objectContaining({ code: 'ERR_USAGE', message }));
  });
});

test('sectors that the list knows nothing of', () => {
  const partitions = [
    { index: 1, firstLba: 0, lastLba: 9 },
    { index: 2, firstLba: 18, lastLba: 35 },
    { index: 3, firstLba: 60, lastLba: 79 },
  ];
  const scan = stored({
    sectors: 100,
    range: [20, 70],
    blockSectors: 10,
    bytes: [1, 0, UNC, UNC, 1],
    bad: [failed(40, 50)],
    partitions,
  });
  expect(unreadSectors(scan)).toBe(60);
  expect([1, 2, 3].map((index) => unreadSectors(scan, index))).toEqual([10, 8, 10]);
});

test('the list is what looking at each sector of each block finds', () => {
  const blockSizes = fc.constantFrom(512, 1024, 2048, 4096, 8192, 65_536);
  const lbas = fc.tuple(fc.nat(119), fc.nat(119));
  fc.assert(
    fc.property(drawnScan, blockSizes, lbas, ({ scan, truth }, blockSize, ends) => {
      const [a, b] = ends.map((lba) => lba % truth.length) as [number, number];
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      const bytes = scan.result.device.logicalBytes;
      const expected = new Set<number>();
      for (let lba = from; lba <= to; lba++) {
        if (truth[lba] !== 'bad' && truth[lba] !== 'failed') continue;
        for (let byte = (lba - from) * bytes; byte < (lba + 1 - from) * bytes; byte += 512)
          expected.add(Math.floor(byte / blockSize));
      }
      const partitions = [{ index: 4, firstLba: from, lastLba: to }];
      expect(listOf({ ...scan, partitions }, blockSize, 4)).toEqual([...expected]);
      const unread = truth.slice(from, to + 1).filter((state) => state === 'unread').length;
      expect(unreadSectors({ ...scan, partitions }, 4)).toBe(unread);
    }),
  );
});
