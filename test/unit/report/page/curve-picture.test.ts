// The curve as it is drawn: bytes of the disk to the right, speed or latency upwards.

import { describe, expect, test } from 'vitest';
import {
  type Curve,
  type CurvePoint,
  curveOf,
  curvePicture,
  curveWords,
} from '../../../../src/report/page/curve.ts';
import { diskCells } from '../../../../src/report/page/disk-cells.ts';
import { byteAxis } from '../../../../src/report/page/svg.ts';
import { Grid } from '../../../../src/vocabulary/grid.ts';
import { rulesIn, textsIn } from './drawn.ts';

/** Of 1180, 62 are left of the plot, and 56 right of it; it is 170 high. */
const PLOT = { left: 62, right: 1124, top: 22, bottom: 192 };

/** Each of 1 GB. */
const curve = (values: readonly (number | null)[], change: Partial<Curve> = {}): Curve => ({
  ...{ isLatency: false, blocks: 5 },
  points: values.map(
    (value, i): CurvePoint => ({ fromByte: i * 1e9, toByte: (i + 1) * 1e9, value, failed: 0 }),
  ),
  ...change,
});

const pathsIn = (text: string) =>
  [...text.matchAll(/<path[^>]* d="([^"]*)"/g)]
    .map(([, d]) => d!)
    .filter((d) => !/^M\S+ \S+L/.test(d));
const tenth = (value: number) => Math.round(value * 10) / 10;
const xOf = (gigabytes: number) => tenth(PLOT.left + ((PLOT.right - PLOT.left) * gigabytes) / 4);
/** The axis ends at a round number that is 5 % above all. */
const yOf = (value: number, most: number) => tenth(PLOT.bottom - (170 * value) / most);

describe('a curve', () => {
  const VALUES = [100, null, 50, 200];

  test('goes through the middle of each point, with a gap where nothing is known', () => {
    const [below, line] = pathsIn(curvePicture(curve(VALUES)).text);
    const [a, c, d] = [
      [xOf(0.5), yOf(100, 250)],
      [xOf(2.5), yOf(50, 250)],
      [xOf(3.5), yOf(200, 250)],
    ] as const;
    expect(line).toBe(`M${a}ZM${c}L${d}`);
    // Down to nothing, and back.
    expect(below).toBe(
      `M${a}L${a[0]},${PLOT.bottom}ZM${c}L${d}L${d[0]},${PLOT.bottom}L${c[0]},${PLOT.bottom}Z`,
    );
  });

  test('has its values beside it, on a line each, and the unit above', () => {
    const { text } = curvePicture(curve(VALUES));
    const left = textsIn(text).filter(({ x }) => x < PLOT.left);
    expect(left[0]).toEqual({ x: 54, y: 12, anchor: 'end', text: 'MB/s' });
    expect(left.slice(1)).toEqual(
      [0, 50, 100, 150, 200, 250].map((value) => ({
        ...{ x: 54, y: yOf(value, 250) + 4, anchor: 'end', text: String(value) },
      })),
    );
    expect(rulesIn(text)).toEqual(
      [0, 50, 100, 150, 200, 250].map((value) => {
        const y = yOf(value, 250);
        return [PLOT.left, y, PLOT.right, y];
      }),
    );
  });

  test('has the disk’s bytes below it', () => {
    const { text } = curvePicture(curve(VALUES));
    const below = textsIn(text).filter(({ y }) => y > PLOT.bottom + 4);
    expect(below.map((label) => label.text)).toEqual(
      [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4].map((bytes) => `${bytes} GB`),
    );
    for (const [i, { x, y, anchor }] of below.entries()) {
      expect([x, y, anchor]).toEqual([expect.closeTo(xOf(i / 2), 0), 210, 'middle']);
    }
  });

  test('marks what failed', () => {
    const shown = curve([100, 100, 100, 100]);
    const points = shown.points.map((point, i) => ({ ...point, failed: i === 2 ? 1 : 0 }));
    const paths = pathsIn(curvePicture({ ...shown, points }).text);
    expect(paths.at(-1)).toBe(`M${xOf(2.5)} 183l4.5 8h-9z`);
    expect(pathsIn(curvePicture(shown).text).at(-1)).toBe('');
    expect(curveWords({ ...shown, points })).toContain('▲ blocks that failed');
    expect(curveWords(shown)).not.toContain('▲');
  });

  test('has another scan’s behind it, on the same axes', () => {
    const paths = pathsIn(curvePicture(curve([100, 100, 100, 100]), curve(VALUES)).text);
    expect(paths[0]).toBe(
      `M${xOf(0.5)},${yOf(100, 250)}ZM${xOf(2.5)},${yOf(50, 250)}L${xOf(3.5)},${yOf(200, 250)}`,
    );
    expect(paths).toHaveLength(4);
  });

  test('is of latency by its unit', () => {
    const [unit] = textsIn(curvePicture(curve([3], { isLatency: true })).text);
    expect(unit!.text).toBe('ms');
  });

  test('of nothing is level', () => {
    const [, line] = pathsIn(curvePicture(curve([0, 0])).text);
    expect(line!.match(/,(\d+)/g)).toEqual([`,${PLOT.bottom}`, `,${PLOT.bottom}`]);
  });

  test('says of how many blocks a point is the mean', () => {
    expect(curveWords(curve([1], { blocks: 1 }))).toBe('a point a block');
    expect(curveWords(curve([1], { blocks: 2 }))).toBe('mean of up to 2 blocks a point');
    expect(curveWords(curve([1], { blocks: 1234 }))).toContain('1,234 blocks');
  });
});

test('points are as many as asked for, all cells among them once', () => {
  const grid = new Grid(0, 100, 1);
  const cells = diskCells(grid, new Uint8Array(100).fill(80), 500, { rows: 1, columns: 100 });
  for (const most of [1, 3, 7, 99, 100, 101]) {
    const { points, blocks } = curveOf(cells, { jobs: 1, depth: 1 }, most);
    expect(points).toHaveLength(Math.min(most, 100));
    expect([points[0]!.fromByte, points.at(-1)!.toByte]).toEqual([0, 50_000]);
    for (let i = 1; i < points.length; i++) expect(points[i]!.fromByte).toBe(points[i - 1]!.toByte);
    const sizes = points.map(({ fromByte, toByte }) => (toByte - fromByte) / 500);
    expect(blocks).toBe(Math.max(...sizes));
  }
});

test('failures are counted where they are', () => {
  const map = new Uint8Array(100).fill(80);
  map.fill(247, 42, 45);
  const cells = diskCells(new Grid(0, 100, 1), map, 500, { rows: 1, columns: 100 });
  const { points } = curveOf(cells, { jobs: 1, depth: 1 }, 10);
  expect(points.map(({ failed }) => failed)).toEqual([0, 0, 0, 0, 3, 0, 0, 0, 0, 0]);
});

test.each<[number, number, string]>([
  [0, 0, '0 B'],
  [1999, 1500, '1,500 B'],
  [2000, 1500, '1.5 kB'],
  [2e6, 1e6, '1 MB'],
  [1.9e9, 250e6, '250 MB'],
  [2e9, 250e6, '0.25 GB'],
  [2e12, 1.5e12, '1.5 TB'],
  [2e15, 1e15, '1 PB'],
  [2e18, 1e18, '1,000 PB'],
])('on an axis up to %d bytes, %d are %s', (most, bytes, words) => {
  expect(byteAxis(most)(bytes)).toBe(words);
});
