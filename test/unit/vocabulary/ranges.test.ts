// Looking up in sorted ranges, against looking at each of them.

import { expect, test } from 'vitest';
import { rangeAt, rangeOf, rangesWithin, spanOf } from '../../../src/vocabulary/ranges.ts';

/** With a gap of none, one and more sectors between them. */
const RANGES = [
  { from: 2, to: 5 },
  { from: 5, to: 6 },
  { from: 7, to: 10 },
  { from: 14, to: 20 },
];
const LBAS = Array.from({ length: 24 }, (_, lba) => lba);

test('what is printed has both ends inclusive', () => {
  expect(spanOf({ from: 2, to: 5 })).toEqual({ firstLba: 2, lastLba: 4 });
  expect(rangeOf({ firstLba: 2, lastLba: 4 })).toEqual({ from: 2, to: 5 });
});

for (let count = 0; count <= RANGES.length; count++) {
  const ranges = RANGES.slice(0, count);

  test(`the range that holds an LBA, of ${count}`, () => {
    for (const lba of LBAS) {
      expect(rangeAt(ranges, lba)).toBe(ranges.find(({ from, to }) => from <= lba && lba < to));
    }
  });

  test(`the parts that lie in another range, of ${count}`, () => {
    for (const from of LBAS) {
      for (const to of LBAS.slice(from + 1)) {
        const cut = ranges.map((range) => ({
          from: Math.max(range.from, from),
          to: Math.min(range.to, to),
        }));
        expect(rangesWithin(ranges, { from, to })).toEqual(
          cut.filter((part) => part.from < part.to),
        );
      }
    }
  });
}
