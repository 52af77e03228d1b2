// Ranges less ranges, and within them: as sets of their numbers.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inside, joined, outside, readBlocks } from '../../../src/engine/masks.ts';
import type { LbaRange } from '../../../src/vocabulary/ranges.ts';

const MOST = 40;

const numbersIn = (ranges: readonly LbaRange[]) => {
  const all = new Set<number>();
  for (const { from, to } of ranges) for (let at = from; at < to; at++) all.add(at);
  return [...all].sort((a, b) => a - b);
};

const range = fc
  .tuple(fc.nat(MOST), fc.integer({ min: 1, max: 9 }))
  .map(([from, length]): LbaRange => ({ from, to: from + length }));
/** As they come, sorted by where they begin, or apart from one another too. */
const any = fc.array(range, { maxLength: 8 });
const sorted = any.map((ranges) => ranges.sort((a, b) => a.from - b.from));
const disjoint = sorted.map((ranges) =>
  ranges.filter(
    ({ from }, i) => i === 0 || from >= Math.max(...ranges.slice(0, i).map(({ to }) => to)),
  ),
);

/** Upwards, none empty, none on another. */
function expectApart(ranges: readonly LbaRange[]): void {
  for (const [i, { from, to }] of ranges.entries()) {
    expect(from).toBeLessThan(to);
    if (i > 0) expect(from).toBeGreaterThanOrEqual(ranges[i - 1]!.to);
  }
}

test('outside: what no mask holds', () => {
  fc.assert(
    fc.property(disjoint, sorted, (items, masks) => {
      const parts = outside(items, masks);
      const masked = new Set(numbersIn(masks));
      expect(numbersIn(parts)).toEqual(numbersIn(items).filter((at) => !masked.has(at)));
      expectApart(parts);
    }),
    { numRuns: 1000 },
  );
});

test('inside: what both hold', () => {
  fc.assert(
    fc.property(disjoint, disjoint, (items, ranges) => {
      const parts = inside(items, ranges);
      const held = new Set(numbersIn(ranges));
      expect(numbersIn(parts)).toEqual(numbersIn(items).filter((at) => held.has(at)));
      expectApart(parts);
    }),
    { numRuns: 1000 },
  );
});

test('joined: the same numbers, in ranges that do not touch', () => {
  fc.assert(
    fc.property(any, (ranges) => {
      const all = joined(ranges);
      expect(numbersIn(all)).toEqual(numbersIn(ranges));
      for (const [i, { from }] of all.entries()) {
        if (i > 0) expect(from).toBeGreaterThan(all[i - 1]!.to);
      }
    }),
    { numRuns: 500 },
  );
});

describe('a part', () => {
  test('keeps what is said of the whole', () => {
    const item = { from: 0, to: 10, word: 'x' };
    expect(outside([item], [{ from: 4, to: 6 }])).toEqual([
      { from: 0, to: 4, word: 'x' },
      { from: 6, to: 10, word: 'x' },
    ]);
    expect(inside([item], [{ from: 4, to: 6 }])).toEqual([{ from: 4, to: 6, word: 'x' }]);
  });
});

test('blocks that are read: what workers have done, less what is masked', () => {
  const shares = [
    { first: 50, next: 60, end: 100 },
    { first: 0, next: 20, end: 50 },
    { first: 100, next: 100, end: 150 },
  ];
  expect(readBlocks(shares, [])).toEqual([
    { first: 0, end: 20 },
    { first: 50, end: 60 },
  ]);
  expect(
    readBlocks(shares, [
      { first: 5, end: 6 },
      { first: 19, end: 52 },
    ]),
  ).toEqual([
    { first: 0, end: 5 },
    { first: 6, end: 19 },
    { first: 52, end: 60 },
  ]);
});
