// In how many shades a disk is painted: in as many as have room.

import { expect, test } from 'vitest';
import { diskCells } from '../../../../src/report/page/disk-cells.ts';
import { paintWithin } from '../../../../src/report/page/disk-map.ts';
import { Grid } from '../../../../src/vocabulary/grid.ts';

test('as many shades are used as have room, and one whatever it takes', () => {
  const grid = new Grid(0, 40, 1);
  const map = Uint8Array.from({ length: 40 }, (_, block) => 60 + ((block * 7) % 25));
  const cells = diskCells(grid, map, 50_000 / 40, { rows: 1, columns: 40 });
  const shadesIn = (most: number, levels: number[]) =>
    new Set(paintWithin(cells, most, levels).painted).size;
  const all = shadesIn(1e6, [12]);
  expect(all).toBeGreaterThan(6);
  expect(shadesIn(1e6, [12, 3, 1])).toBe(all);
  const { length } = paintWithin(cells, 1e6, [3]).raster.text;
  expect(shadesIn(length, [12, 3, 1])).toBe(3);
  expect(shadesIn(length - 1, [12, 3, 1])).toBe(1);
  expect(shadesIn(0, [12, 3])).toBe(3);
});

test('shades are given up in this order', () => {
  const grid = new Grid(0, 2000, 1);
  const map = Uint8Array.from({ length: 2000 }, (_, block) => 60 + ((block * 7919) % 25));
  const cells = diskCells(grid, map, 50_000 / 2000, { rows: 1, columns: 2000 });
  const counts: number[] = [];
  for (let most = 30_000; most >= 0; most -= 50) {
    const shades = new Set(paintWithin(cells, most).painted).size;
    if (counts.at(-1) !== shades) counts.push(shades);
  }
  expect(counts).toEqual([12, 8, 6, 4, 3, 2, 1]);
});
