// The whole disk as a picture: where its rings, its rows' names, its partitions and its legend lie.

import { describe, expect, test } from 'vitest';
import { paintedCells, shadingOf } from '../../../../src/report/page/cell-colors.ts';
import { SHADES } from '../../../../src/report/page/colors.ts';
import { diskCells } from '../../../../src/report/page/disk-cells.ts';
import { diskMap, MAP_SHAPE } from '../../../../src/report/page/disk-map.ts';
import type { KnownPartition } from '../../../../src/vocabulary/device.ts';
import { Grid } from '../../../../src/vocabulary/grid.ts';
import { rulesIn, textsIn } from './drawn.ts';

const UNC = 247;
/** 4 GB: 80 rows of 50 MB, of 320 cells each, 1062 by 420 from (62, 14) on. */
const [ROWS, COLUMNS, ROW_BYTES, BLOCK_BYTES] = [80, 320, 50e6, 16 * 512];
const [LEFT, TOP, WIDTH, HEIGHT] = [62, 14, 1062, 420];
const BLOCKS = 4e9 / BLOCK_BYTES;

/** `failed`: cells, by row and column. */
function drawn(
  failed: readonly (readonly [number, number])[],
  partitions: readonly KnownPartition[] = [],
) {
  const map = new Uint8Array(BLOCKS).fill(80);
  for (const [row, column] of failed) {
    map[Math.floor(((row + (column + 0.5) / COLUMNS) * ROW_BYTES) / BLOCK_BYTES)] = UNC;
  }
  const cells = diskCells(new Grid(0, BLOCKS * 16, 16), map, 512, MAP_SHAPE);
  expect([cells.rows, cells.columns, cells.rowBytes]).toEqual([ROWS, COLUMNS, ROW_BYTES]);
  return diskMap(cells, partitions, 1e6);
}

const ringsIn = (text: string) =>
  [...text.matchAll(/<circle cx="([^"]*)" cy="([^"]*)" r="([^"]*)"/g)].map((ring) =>
    ring.slice(1).map(Number),
  );

describe('a ring', () => {
  test('lies around the middle of the cell, large enough to be seen', () => {
    const [[x, y, radius]] = ringsIn(drawn([[40, 100]]).picture.text) as [number[]];
    expect(x).toBeCloseTo(LEFT + (100.5 * WIDTH) / COLUMNS, 1);
    expect(y).toBeCloseTo(TOP + (40.5 * HEIGHT) / ROWS, 1);
    expect(radius).toBe(9);
  });

  test('holds all of what failed together, and a little more', () => {
    const cells = [30, 31, 32, 33, 34].flatMap((row) => [[row, 7] as const, [row, 8] as const]);
    const [[x, y, radius]] = ringsIn(drawn(cells).picture.text) as [number[]];
    expect(x).toBeCloseTo(LEFT + (8 * WIDTH) / COLUMNS, 1);
    expect(y).toBeCloseTo(TOP + (32.5 * HEIGHT) / ROWS, 1);
    const corner = Math.hypot((2 * WIDTH) / COLUMNS, (5 * HEIGHT) / ROWS) / 2;
    expect(radius).toBeCloseTo(corner + 4, 1);
  });

  // Six rows or columns are seen by themselves.
  test.each([
    [5, 1],
    [6, 1],
    [7, 0],
  ])('of %d rows or columns: %d', (reach, rings) => {
    const line = Array.from({ length: reach }, (_, i) => i);
    expect(ringsIn(drawn(line.map((i) => [20 + i, 50])).picture.text)).toHaveLength(rings);
    expect(ringsIn(drawn(line.map((i) => [20, 50 + i])).picture.text)).toHaveLength(rings);
  });

  test('is one for cells that touch at a corner, and two where a cell lies between', () => {
    expect(
      ringsIn(
        drawn([
          [20, 50],
          [21, 51],
        ]).picture.text,
      ),
    ).toHaveLength(1);
    expect(
      ringsIn(
        drawn([
          [20, 51],
          [21, 50],
        ]).picture.text,
      ),
    ).toHaveLength(1);
    expect(
      ringsIn(
        drawn([
          [20, 50],
          [20, 52],
        ]).picture.text,
      ),
    ).toHaveLength(2);
    expect(
      ringsIn(
        drawn([
          [20, 50],
          [22, 50],
        ]).picture.text,
      ),
    ).toHaveLength(2);
  });

  test('does not go on from a row’s end to the next one’s beginning', () => {
    expect(
      ringsIn(
        drawn([
          [20, COLUMNS - 1],
          [21, 0],
        ]).picture.text,
      ),
    ).toHaveLength(2);
  });
});

test('rows are named by their bytes, each at its place', () => {
  const texts = textsIn(drawn([]).picture.text).filter(({ x }) => x < LEFT);
  expect(texts.map(({ text }) => text)).toEqual(
    [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4].map((bytes) => `${bytes} GB`),
  );
  for (const [i, { x, y, anchor }] of texts.entries()) {
    expect([x, y, anchor]).toEqual([
      LEFT - 8,
      expect.closeTo(TOP + (i * HEIGHT) / 8 + 4, 1),
      'end',
    ]);
  }
});

test('each name has a tick left of the map', () => {
  const ticks = rulesIn(drawn([]).picture.text);
  expect(ticks).toHaveLength(9);
  for (const [i, [x1, y1, x2, y2]] of ticks.entries()) {
    expect([x1, x2, y2]).toEqual([LEFT - 5, LEFT, y1]);
    expect(y1).toBeCloseTo(TOP + (i * HEIGHT) / 8, 1);
  }
});

describe('partitions', () => {
  const SECTORS = BLOCKS * 16;
  const part = (index: number, from: number, to: number) => ({
    ...{ index, firstLba: Math.round(from * SECTORS), lastLba: Math.round(to * SECTORS) - 1 },
  });
  const marksIn = (text: string) =>
    [
      ...text.matchAll(
        /<rect class="([^"]*)"[^>]* x="1130" y="([^"]*)" width="8" height="([^"]*)"><title>partition (\d+)/g,
      ),
    ].map(([, color, y, height, index]) => ({
      ...{ color, y: Number(y), height: Number(height), index: Number(index) },
    }));
  const namesIn = (text: string) => textsIn(text).filter(({ x }) => x === 1142);

  test('lie beside their rows, with a gap and their names', () => {
    const { text } = drawn([], [part(1, 0, 0.5), part(5, 0.5, 1)]).picture;
    const [one, five] = marksIn(text);
    expect(one).toMatchObject({ y: TOP, height: expect.closeTo(HEIGHT / 2 - 1, 1), index: 1 });
    expect(five!.y).toBeCloseTo(TOP + HEIGHT / 2, 1);
    expect(five!.height).toBeCloseTo(HEIGHT / 2 - 1, 1);
    expect(one!.color).not.toBe(five!.color);
    expect(namesIn(text)).toEqual([
      { x: 1142, y: TOP + 11, anchor: 'start', text: 'p1' },
      { x: 1142, y: expect.closeTo(TOP + HEIGHT / 2 + 11, 1), anchor: 'start', text: 'p5' },
    ]);
  });

  test('are seen however small, and names do not lie on each other', () => {
    // 420 high: a hundredth is 4.2.
    const all = Array.from({ length: 10 }, (_, i) => part(i + 1, i / 100, (i + 1) / 100));
    const { text } = drawn([], [...all, part(11, 0.5, 0.5001)]).picture;
    expect(marksIn(text)).toHaveLength(11);
    expect(marksIn(text).at(-1)!.height).toBe(2);
    const names = namesIn(text);
    // Each fourth: 16.8, as 13 is the least.
    expect(names.map((name) => name.text)).toEqual(['p1', 'p5', 'p9', 'p11']);
  });

  test('that begin before the range or end behind it are cut, and others not drawn', () => {
    const map = new Uint8Array(BLOCKS / 2).fill(80);
    // The second half.
    const grid = new Grid(SECTORS / 2, SECTORS, 16);
    const cells = diskCells(grid, map, 512, MAP_SHAPE);
    const { text } = diskMap(
      cells,
      [part(1, 0, 0.4), part(2, 0.25, 0.75), part(3, 0.75, 2)],
      1e6,
    ).picture;
    expect(
      marksIn(text).map(({ index, y, height }) => [index, Math.round(y), Math.round(height)]),
    ).toEqual([
      [2, TOP, HEIGHT / 2 - 1],
      [3, TOP + HEIGHT / 2, HEIGHT / 2 - 1],
    ]);
  });
});

test('the legend stands below, a square left of each word, none on another', () => {
  const { text } = drawn([[1, 1]]).picture;
  const squares = [...text.matchAll(/<rect [^>]*x="([^"]*)" y="([^"]*)" width="12" height="12"/g)];
  const words = textsIn(text).filter(({ y }) => y === TOP + HEIGHT + 26);
  expect(words.map((word) => word.text.replace(/[\d.]+ ms$/, 'N ms'))).toEqual([
    'mean N ms',
    'N ms',
    'over N ms',
    '150 ms or more',
    '500 ms or more',
    'failed (ringed)',
    'not read',
  ]);
  expect(squares).toHaveLength(8);
  const lefts = squares.map(([, x]) => Number(x));
  expect(lefts[0]).toBe(LEFT);
  // The second shade has no words.
  const named = lefts.filter((_, i) => i !== 1);
  for (const [i, { x, text }] of words.entries()) {
    expect(x).toBeCloseTo(named[i]! + 17, 6);
    const next = i === 0 ? lefts[1]! : (named[i + 1] ?? LEFT + WIDTH + 56);
    expect(next).toBeGreaterThan(x + 6 * text.length);
    expect(next).toBeLessThanOrEqual(i + 1 === words.length ? 1180 : x + 6.6 * text.length + 17.01);
  }
  for (const [, , y] of squares) expect(Number(y)).toBe(TOP + HEIGHT + 16);
  expect(drawn([]).picture.text).toContain('>failed<');
});

test('the legend has the fastest shade, the middle one, the slowest and what is beyond, then the colours', () => {
  const { text } = drawn([[1, 1]]).picture;
  const squares = text.matchAll(/<rect class="(\w+)"[^>]* width="12" height="12"/g);
  const colors = ['s0', 's6', 's11', 's12', 'c4', 'c5', 'failed', 'unread'];
  expect([...squares].map(([, name]) => name)).toEqual(colors);
});

test('what a cell is, in words', () => {
  expect(drawn([]).words).toMatch(/^each row is 50\.0 MB.* a cell is about 19 blocks: /);
});

test('shades go up with the logarithm of the mean, to those that most cells are below', () => {
  // A cell a block: of 40 the fastest is the first shade, the slowest are the last but one.
  const steps = [60, 66, 72, 78, ...new Array(33).fill(72), 84, 84, 84];
  const grid = new Grid(0, 40, 1);
  const cells = diskCells(grid, Uint8Array.from(steps), 50_000 / 40, { rows: 1, columns: 40 });
  const paint = paintedCells(cells, shadingOf(cells), SHADES - 1);
  expect([...paint.subarray(0, 4), paint[39]]).toEqual([0, 3, 6, 9, SHADES - 2]);
});
