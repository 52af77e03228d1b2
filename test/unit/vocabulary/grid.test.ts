import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Grid } from '../../../src/vocabulary/grid.ts';

/** Cut sector by sector: a new block begins wherever an edge lies. */
function cut(from: number, to: number, size: number, phase: number): [number, number][] {
  const blocks: [number, number][] = [];
  for (let lba = from; lba < to; lba++) {
    const edge = (lba - phase) % size === 0;
    if (edge || blocks.length === 0) blocks.push([lba, lba + 1]);
    else blocks[blocks.length - 1]![1] = lba + 1;
  }
  return blocks;
}

const shape = fc
  .record({
    from: fc.nat(300),
    length: fc.integer({ min: 1, max: 200 }),
    size: fc.integer({ min: 1, max: 70 }),
    phase: fc.nat(69),
  })
  .map(({ from, length, size, phase }) => ({ from, to: from + length, size, phase: phase % size }));

describe('Grid', () => {
  test('cuts a range where a loop over its sectors does', () => {
    fc.assert(
      fc.property(shape, ({ from, to, size, phase }) => {
        const grid = new Grid(from, to, size, phase);
        const blocks = Array.from({ length: grid.blocks }, (_, i) => [
          grid.startOf(i),
          grid.endOf(i),
        ]);
        expect(blocks).toEqual(cut(from, to, size, phase));
        for (const [i, [start, end]] of cut(from, to, size, phase).entries()) {
          expect(grid.sectorsOf(i)).toBe(end - start);
          expect(grid.blockOf(start)).toBe(i);
          expect(grid.blockOf(end - 1)).toBe(i);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('cuts the same at LBAs of 52 bits', () => {
    fc.assert(
      fc.property(
        shape,
        fc.integer({ min: 1, max: 2 ** 38 }),
        ({ from, to, size, phase }, turns) => {
          const far = turns * size;
          const grid = new Grid(far + from, far + to, size, phase);
          const near = cut(from, to, size, phase).map(([a, b]) => [far + a, far + b]);
          // A range that begins below the phase has no edge at 0; further on there is one.
          fc.pre(from >= phase);
          expect(
            Array.from({ length: grid.blocks }, (_, i) => [grid.startOf(i), grid.endOf(i)]),
          ).toEqual(near);
        },
      ),
    );
  });

  test('of a 24 TB disk in blocks of one sector has as many blocks as sectors', () => {
    const sectors = 24e12 / 512;
    const grid = new Grid(0, sectors, 1);
    expect(grid.blocks).toBe(sectors);
    expect(grid.endOf(grid.blocks - 1)).toBe(sectors);
    expect(grid.blockOf(sectors - 1)).toBe(sectors - 1);
  });
});
