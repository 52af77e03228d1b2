import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CELL_FAILED,
  CELL_MILD,
  CELL_SLOW,
  CELL_UNREAD,
  OUTSIDE,
  paintedCells,
  shadingOf,
} from '../../../../src/report/page/cell-colors.ts';
import { SHADES } from '../../../../src/report/page/colors.ts';
import { blocksOf, cellOfBlock, diskCells } from '../../../../src/report/page/disk-cells.ts';
import { MAP_SHAPE } from '../../../../src/report/page/disk-map.ts';
import { Grid } from '../../../../src/vocabulary/grid.ts';
import { stepMiddleNs } from '../../../../src/vocabulary/latency-scale.ts';
import { drawnScan } from '../drawn-scan.ts';

const [FAST, USUAL_TURN, MILD_STEP, SLOW_STEP, UNC] = [60, 110, 156, 172, 247];

describe('cells', () => {
  test.each([
    [1e12, '10 GB', 100],
    [24e12, '500 GB', 48],
    [4e9, '50 MB', 80],
    [512 * 256, '200 KB', 1],
  ])('of %d bytes: rows of %s', (bytes, row, rows) => {
    const grid = new Grid(0, Math.floor(bytes / 512), 256);
    const cells = diskCells(grid, new Uint8Array(grid.blocks), 512, MAP_SHAPE);
    const sizes: Record<string, number> = { KB: 1e3, MB: 1e6, GB: 1e9 };
    const [number, unit] = row.split(' ') as [string, string];
    expect(cells.rowBytes).toBe(Number(number) * sizes[unit]!);
    expect(cells.rows).toBe(rows);
  });

  test('hold every block once, in its place, whatever range was scanned', () => {
    fc.assert(
      fc.property(drawnScan, ({ scan: { grid, map, result } }) => {
        const cells = diskCells(grid, map, result.device.logicalBytes, { rows: 9, columns: 7 });
        expect([cells.edges.length, cells.edges.at(-1)]).toEqual([
          cells.rows * cells.columns + 1,
          grid.blocks,
        ]);
        const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
        expect(sum(cells.good) + sum(cells.failed) + sum(cells.unread)).toBe(grid.blocks);
        for (let block = 0; block < grid.blocks; block++) {
          const cell = cellOfBlock(cells, block);
          expect(blocksOf(cells, cell)).toBeGreaterThan(0);
          const row = (grid.startOf(block) * cells.logicalBytes) / cells.rowBytes - cells.firstRow;
          // A block that begins within a cell belongs to it.
          expect(Math.abs(row * cells.columns - cell)).toBeLessThanOrEqual(1);
        }
        for (let byte = 0; byte < 256; byte++) {
          expect(cells.tally[byte]).toBe(map.filter((each) => each === byte).length);
        }
      }),
    );
  });
});

/** One row, its cells of some hundred blocks unless there are more of them. */
function painted(change: (map: Uint8Array) => void, levels = 12, columns = 13) {
  const grid = new Grid(0, 1000 * 256, 256);
  const map = new Uint8Array(grid.blocks).fill(FAST);
  change(map);
  const cells = diskCells(grid, map, 512, { rows: 1, columns });
  const shading = shadingOf(cells);
  return { cells, shading, paint: [...paintedCells(cells, shading, levels)] };
}

describe('a cell', () => {
  test('is shaded by its mean: the one block in a hundred that waited for a turn is not seen', () => {
    const { paint } = painted((map) => {
      for (let block = 0; block < 1000; block += 97) map[block] = USUAL_TURN;
    }, 4);
    expect(new Set(paint.filter((each) => each !== OUTSIDE)).size).toBeLessThanOrEqual(2);
  });

  test.each([
    ['149 ms is a shade', MILD_STEP - 1, (value: number) => value < SHADES],
    ['150 ms has a colour', MILD_STEP, (value: number) => value === CELL_MILD],
    ['500 ms has another', SLOW_STEP, (value: number) => value === CELL_SLOW],
    ['100 s is slow', UNC - 8, (value: number) => value === CELL_SLOW],
    ['the mildest error has failed', UNC - 7, (value: number) => value === CELL_FAILED],
    ['a failed block is always seen', UNC, (value: number) => value === CELL_FAILED],
    ['an unread one, too', 0, (value: number) => value === CELL_UNREAD],
  ])('%s', (_, byte, isAsExpected) => {
    const { paint, cells } = painted((map) => {
      map[500] = byte;
    });
    const cell = cellOfBlock(cells, 500);
    expect(isAsExpected(paint[cell]!)).toBe(true);
    expect(paint.filter((each, i) => i !== cell && each !== OUTSIDE && each >= SHADES)).toEqual([]);
  });

  test('that takes much longer than its disk does is told apart, with how long', () => {
    const slow = (map: Uint8Array) => map.fill(FAST + 40, 300, 330);
    const { paint, shading, cells } = painted(slow, 12, 100);
    expect(shading!.beyondNs).toBeLessThan(stepMiddleNs(FAST + 40));
    expect(paint[cellOfBlock(cells, 315)]).toBe(SHADES - 1);
  });
});
