import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allocateMap } from '../../../src/addon/surface-map.ts';
import { Grid } from '../../../src/vocabulary/grid.ts';

const MIB = 2 ** 20;

function refusal(grid: Grid, memoryBytes: number): string {
  try {
    allocateMap(grid, memoryBytes);
  } catch (error) {
    expect(error).toMatchObject({ code: 'ERR_USAGE' });
    return (error as Error).message;
  }
  throw new Error('it was not refused');
}

describe('allocateMap', () => {
  test('gives a byte a block, all unread', () => {
    const map = new Uint8Array(allocateMap(new Grid(0, 1001, 10), MIB));
    expect(map).toEqual(new Uint8Array(101));
    expect(map.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  test('a quarter of the memory, and not a block more', () => {
    expect(allocateMap(new Grid(0, 1000, 1), 4000).byteLength).toBe(1000);
    expect(refusal(new Grid(0, 1001, 1), 4000)).toBe(
      'the scan would have 1001 blocks, and 1000 is the most here (2^32 - 1 blocks, a quarter of ' +
        'the memory): use --block 2 or more, or a shorter range',
    );
  });

  test('2^32 - 1 blocks, however much memory there is', () => {
    const sectors = 24e12 / 512;
    const message = refusal(new Grid(0, sectors, 1), 2 ** 50);
    expect(message).toContain(`${sectors} blocks, and 4294967295 is the most`);
    expect(message).toContain('use --block 11 or more');
  });

  test('names the smallest block that fits', () => {
    const range = fc.record({
      from: fc.nat(10_000),
      length: fc.integer({ min: 200, max: 100_000 }),
      most: fc.integer({ min: 2, max: 150 }),
    });
    fc.assert(
      fc.property(range, ({ from, length, most }) => {
        const message = refusal(new Grid(from, from + length, 1), 4 * most);
        const block = Number(/use --block (\d+) or more/.exec(message)![1]);
        expect(new Grid(from, from + length, block).blocks).toBeLessThanOrEqual(most);
        expect(new Grid(from, from + length, block - 1).blocks).toBeGreaterThan(most);
      }),
    );
  });

  test('of a whole disk every larger block fits, too', () => {
    const disk = fc.record({
      sectors: fc.integer({ min: 20, max: 500 }),
      most: fc.integer({ min: 1, max: 19 }),
    });
    fc.assert(
      fc.property(disk, ({ sectors, most }) => {
        const message = refusal(new Grid(0, sectors, 1), 4 * most);
        const block = Number(/use --block (\d+) or more/.exec(message)![1]);
        for (let larger = block; larger <= sectors; larger++) {
          expect(new Grid(0, sectors, larger).blocks).toBeLessThanOrEqual(most);
        }
      }),
    );
  });
});
