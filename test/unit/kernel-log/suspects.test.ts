import { describe, expect, test } from 'vitest';
import { explainedSuspects } from '../../../src/kernel-log/index.ts';
import { readLog } from './read-log.ts';
import { block, exact, geom, ranges, reasons, suspected } from './suspected.ts';

const buffer = (number: number) => `Buffer I/O error on dev sda, logical block ${number}`;

describe('units become logical sectors', () => {
  test('of 512 bytes', () => {
    expect(ranges(suspected(block(1000), {}))).toEqual([[1000, 1255]]);
    expect(ranges(suspected(exact(93492434), {}))).toEqual([[93492434, 93492434]]);
    expect(ranges(suspected(geom('sda', 47868018688, 131072), {}))).toEqual([[93492224, 93492479]]);
  });

  test('of 4096: 512-byte units divide by 8, parts count whole', () => {
    const with4K = { logicalBytes: 4096 };
    expect(ranges(suspected(block(8000), with4K))).toEqual([[1000, 1031]]);
    expect(ranges(suspected(block(8007), with4K))).toEqual([[1000, 1032]]);
    expect(ranges(suspected(geom('sda', 4095, 2), with4K))).toEqual([[0, 1]]);
    expect(ranges(suspected(geom('sda', 4096, 4096), with4K))).toEqual([[1, 1]]);
  });

  test('of 4096: NVMe’s blocks, CDBs and ATA’s LBAs are the disk’s own', () => {
    const with4K = { logicalBytes: 4096, names: ['nvme0n1', 'sda', 'ada0'] };
    const lines = [
      'nvme0n1: Read(0x2) @ LBA 7000, 8 blocks, I/O Error (sct 0x2 / sc 0x81) ',
      'sd 6:0:0:0: [sda] tag#1 CDB: Read(10) 28 00 00 03 0d 40 00 00 08 00',
      '(ada0:ata0:0:0:0): READ_DMA. ACB: c8 00 80 13 00 40 00 00 00 00 80 00',
    ];
    expect(ranges(suspected(lines, with4K))).toEqual([
      [4992, 5119],
      [7000, 7007],
      [200000, 200007],
    ]);
  });

  test('buffers: every size that may be, or the one that is known', () => {
    expect(ranges(suspected(buffer(12500), {}))).toEqual([
      [12500, 12500],
      [25000, 25001],
      [50000, 50003],
      [100000, 100007],
    ]);
    expect(ranges(suspected(buffer(12500), { bufferBytes: 4096 }))).toEqual([[100000, 100007]]);
    expect(ranges(suspected(buffer(12500), { logicalBytes: 4096 }))).toEqual([[12500, 12500]]);
    // The next to the largest exact number: no size but the smallest is counted.
    expect(suspected(buffer(Number.MAX_SAFE_INTEGER - 1), {}).unplaced).toHaveLength(1);
  });

  test('a sector size that is none is a mistake', () => {
    for (const logicalBytes of [0, 520, 256]) {
      expect(() => suspected(block(1), { logicalBytes })).toThrow(RangeError);
    }
  });
});

describe('suspects are sorted and merged', () => {
  test('where they overlap or touch, with all their sources', () => {
    const lines = [exact(500), exact(102), exact(100), exact(101), geom('sda', 51200, 1024)];
    const { suspects } = suspected(lines, {});
    expect(
      suspects.map(({ firstLba, lastLba, sources }) => [
        firstLba,
        lastLba,
        sources.map(({ line }) => line),
      ]),
    ).toEqual([
      [100, 102, [3, 5, 4, 2]],
      [500, 500, [1]],
    ]);
  });

  test('a source says what the report says of it', () => {
    const { suspects } = suspected(geom('sda', 1024, 1024), {});
    expect(suspects[0]!.sources[0]).toMatchObject({
      line: 1,
      text: 'sda[READ(offset=1024, length=1024)]error = 5',
      format: 'geom',
      device: 'sda',
      firstLba: 2,
      lastLba: 3,
      names: 'request',
    });
  });
});

describe('the end', () => {
  test('cuts a range, and what is behind it has no place', () => {
    expect(ranges(suspected(block(1900), { sectors: 2000 }))).toEqual([[1900, 1999]]);
    expect(reasons(suspected(block(2000), { sectors: 2000 }))).toEqual(['outside']);
  });

  test('of a part counts too', () => {
    const providers = [{ names: ['sda1'], fromLba: 100, sectors: 10 }];
    expect(ranges(suspected(geom('sda1', 8 * 512, 5 * 512), { providers }))).toEqual([[108, 109]]);
    expect(reasons(suspected(geom('sda1', 10 * 512, 512), { providers }))).toEqual(['outside']);
  });
});

describe('without a target', () => {
  const explained = (...lines: string[]) =>
    explainedSuspects(readLog(lines.join('\n')).accusations).map(
      ({ firstLba: from, lastLba: to, sources }) => [sources[0]!.device, from, to, sources.length],
    );

  test('bytes are the provider’s own 512-byte sectors', () => {
    expect(explained(geom('ar0s1d', 65536, 2048))).toEqual([['ar0s1d', 128, 131, 1]]);
  });

  test('they are sorted, whatever device they are of', () => {
    expect(
      explained(geom('ad16', 5120, 512), geom('ad18', 512, 512), geom('ad16', 1536, 512)),
    ).toEqual([
      ['ad18', 1, 1, 1],
      ['ad16', 3, 3, 1],
      ['ad16', 10, 10, 1],
    ]);
  });

  test('equal numbers of different devices stay apart', () => {
    expect(
      explained(geom('ad16', 512, 512), geom('ad18', 512, 512), geom('ad16', 1024, 512)),
    ).toEqual([
      ['ad18', 1, 1, 1],
      ['ad16', 1, 2, 2],
    ]);
  });

  test('a buffer’s block is each size', () => {
    expect(explained(buffer(1000))).toHaveLength(4);
  });
});
