// Blocks by latency, both axes logarithmic: where each bar begins and ends, and what is written beside.

import { describe, expect, test } from 'vitest';
import { histogram } from '../../../../src/report/page/histogram.ts';
import { stepEdgesNs } from '../../../../src/vocabulary/latency-scale.ts';
import { barsIn, rulesIn, sizeOf, textsIn } from './drawn.ts';

const [UNC, IDNF] = [247, 246];
/** The plot: what is right of the counts and above the latencies. */
const PLOT = { left: 74, right: 550, top: 8, bottom: 188 };

function drawn(counts: Readonly<Record<number, number>>) {
  const tally = new Float64Array(256);
  for (const [byte, count] of Object.entries(counts)) tally[Number(byte)] = count;
  const { text } = histogram(tally);
  const texts = textsIn(text);
  return {
    ...{ text, bars: barsIn(text), rules: rulesIn(text), size: sizeOf(text) },
    /** Left of the plot, and below it. */
    counts: texts.filter(({ x }) => x < PLOT.left),
    below: texts.filter(({ x }) => x >= PLOT.left),
  };
}

/** Where a count lies, of which there is `most`: a single block is to be seen, too. */
const heightOf = (count: number, most: number) =>
  PLOT.bottom - ((PLOT.bottom - PLOT.top) * Math.log(count / 0.7)) / Math.log(most / 0.7);

const xOf = (ns: number, [low, high]: readonly [number, number], right = PLOT.right) =>
  PLOT.left + ((right - PLOT.left) * Math.log(ns / low)) / Math.log(high / low);

describe('bars', () => {
  const counts = { 100: 1, 101: 1000, 110: 20 };
  const span = [stepEdgesNs[100]!, stepEdgesNs[111]!] as const;

  test('are as wide as the step, but for a gap, and as high as its count', () => {
    const { bars } = drawn(counts);
    expect(bars).toHaveLength(3);
    for (const [i, [step, count]] of Object.entries(counts).entries()) {
      const { left, right, top, bottom } = bars[i]!;
      expect(left).toBeCloseTo(xOf(stepEdgesNs[Number(step)]!, span), 0);
      expect(right).toBeCloseTo(xOf(stepEdgesNs[Number(step) + 1]!, span) - 0.6, 0);
      expect(top).toBeCloseTo(heightOf(count, 1000), 0);
      expect(bottom).toBe(PLOT.bottom);
    }
  });

  test('fill the plot from the fastest step to the slowest, up to what there is most of', () => {
    const { bars, size } = drawn(counts);
    expect([bars[0]!.left, Math.min(...bars.map(({ top }) => top))]).toEqual([PLOT.left, PLOT.top]);
    expect(bars.at(-1)!.right).toBeCloseTo(PLOT.right - 0.6, 1);
    expect(size).toEqual([560, 212]);
  });

  test('of many steps are a pixel wide at least', () => {
    const { bars } = drawn(Object.fromEntries(Array.from({ length: 239 }, (_, i) => [i + 1, 1])));
    expect(bars).toHaveLength(239);
    for (const { left, right } of bars) expect(right - left).toBeGreaterThanOrEqual(0.999);
  });

  test('of the last step end at 100 s', () => {
    const { bars } = drawn({ 230: 1, 239: 5 });
    expect(bars.at(-1)!.right).toBeCloseTo(PLOT.right - 0.6, 0);
  });

  test('of one step alone are on an axis of a factor of two', () => {
    const { bars } = drawn({ 100: 5 });
    const span = [stepEdgesNs[100]!, 2 * stepEdgesNs[100]!] as const;
    expect(bars[0]!.right).toBeCloseTo(xOf(stepEdgesNs[101]!, span) - 0.6, 0);
  });

  test('of each class are its colour', () => {
    const classes = [1, 104, 105, 120, 121, 171, 172];
    const { text } = drawn(Object.fromEntries(classes.map((step) => [step, 1])));
    const paths = [...text.matchAll(/<path class="([^"]*)"[^>]* d="([^"]*)"/g)];
    expect(paths.map(([, , d]) => d!.split('z').length - 1)).toEqual([2, 2, 1, 1, 1]);
    expect(new Set(paths.map(([, name]) => name)).size).toBe(5);
  });
});

describe('what failed', () => {
  test('stands right of the latencies, each error with its name below', () => {
    const { bars, below } = drawn({ 100: 10, 110: 10, [IDNF]: 10, [UNC]: 1 });
    // Of 34 each.
    const right = PLOT.right - 2 * 34;
    expect(bars).toHaveLength(4);
    expect(bars[1]!.right).toBeCloseTo(right - 12 - 0.6, 0);
    expect(bars.slice(2).map(({ left, right }) => [left, right])).toEqual([
      [right + 4, right + 30],
      [right + 38, right + 64],
    ]);
    const named = below.filter(({ text }) => /^[A-Z]+$/.test(text));
    for (const [i, { x, y, anchor }] of named.entries()) {
      expect([x, y, anchor]).toEqual([right + 34 * i + 17, 204, 'middle']);
      const { top } = bars[2 + i]!;
      expect(top).toBeCloseTo(heightOf(named[i]!.text === 'UNC' ? 1 : 10, 10), 0);
    }
    expect(named.map(({ text }) => text).sort()).toEqual(['IDNF', 'UNC']);
  });

  test('alone is drawn as well', () => {
    expect(drawn({ [UNC]: 3 }).bars).toHaveLength(1);
  });
});

test('counts are written at powers of ten, on a line each', () => {
  const { counts, rules } = drawn({ 100: 2000 });
  expect(counts.map(({ text }) => text)).toEqual(['1', '10', '100', '1,000']);
  for (const [i, { x, y, anchor }] of counts.entries()) {
    expect([x, anchor]).toEqual([PLOT.left - 8, 'end']);
    const height = heightOf(10 ** i, 2000);
    expect(y).toBeCloseTo(height + 4, 1);
    expect(rules[i]![0]).toBe(PLOT.left);
    expect(rules[i]![2]).toBe(PLOT.right);
    for (const at of [1, 3]) expect(rules[i]![at]).toBeCloseTo(height, 1);
  }
  expect(rules).toHaveLength(4);
  expect(drawn({ 100: 1000 }).counts.map(({ text }) => text)).toContain('1,000');
  expect(drawn({ 100: 999 }).counts.map(({ text }) => text)).not.toContain('1,000');
});

describe('latencies are written', () => {
  test('at the classes’ limits first, then at powers of ten, and apart', () => {
    const { below } = drawn({ 1: 1, 238: 1 });
    const words = below.map(({ text }) => text);
    // 10 ms lie too near to 3 ms, and 150 ms to 50 ms.
    expect(words.slice(0, 4)).toEqual(['3.00 ms', '50.0 ms', '500 ms', '1.0 µs']);
    for (const [i, { x, y, anchor }] of below.entries()) {
      expect([y, anchor]).toEqual([204, 'middle']);
      for (const other of below.slice(i + 1)) expect(Math.abs(other.x - x)).toBeGreaterThan(58);
    }
    expect(below.length).toBeGreaterThan(3);
  });

  test('where they lie on the axis', () => {
    // From 1 ms on, by two: 3 ms, 10 ms and 50 ms are limits.
    const low = stepEdgesNs.findIndex((edge) => edge >= 1e6);
    const high = stepEdgesNs.findIndex((edge) => edge >= 60e6);
    const span = [stepEdgesNs[low]!, stepEdgesNs[high + 1]!] as const;
    const { below } = drawn({ [low]: 1, [high]: 1 });
    expect(below.map(({ text }) => Number.parseFloat(text))).toEqual([3, 10, 50]);
    for (const [i, ms] of [3, 10, 50].entries()) {
      expect(below[i]!.x).toBeCloseTo(xOf(ms * 1e6, span), 1);
    }
  });
});
