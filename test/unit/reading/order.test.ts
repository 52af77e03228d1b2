// The parts of an order: what is left of it, and which runs read a range.

import { describe, expect, test } from 'vitest';
import { restOf, runsOver } from '../../../src/reading/order.ts';

const RUNS = [
  { fromLba: 0, toLba: 100, first: 0, end: 13 },
  { fromLba: 100, toLba: 200, first: 0, end: 13 },
];

test('what is left begins at the block that a sweep came to', () => {
  const end = { stop: 'row', run: 0, next: 5, abandoned: false } as const;
  expect(restOf(RUNS, end)).toEqual([{ ...RUNS[0], first: 5 }, RUNS[1]]);
  expect(restOf(RUNS, { ...end, run: 1, next: 13 })).toEqual([{ ...RUNS[1], first: 13 }]);
});

describe('the runs over ranges', () => {
  const over = (ranges: readonly { from: number; to: number }[], phaseLba = 0) =>
    runsOver(ranges, { runs: RUNS, unitSectors: 8, phaseLba });

  test('are the blocks that hold them, and no other', () => {
    expect(over([{ from: 8, to: 24 }])).toEqual([
      { run: { ...RUNS[0], first: 1, end: 3 }, range: { from: 8, to: 24 } },
    ]);
    expect(over([{ from: 7, to: 17 }])).toEqual([
      { run: { ...RUNS[0], first: 0, end: 3 }, range: { from: 7, to: 17 } },
    ]);
    expect(over([{ from: 16, to: 17 }])[0]!.run).toMatchObject({ first: 2, end: 3 });
  });

  test('have their edges at the phase', () => {
    expect(over([{ from: 11, to: 12 }], 3)[0]!.run).toMatchObject({ first: 2, end: 3 });
    expect(over([{ from: 10, to: 11 }], 3)[0]!.run).toMatchObject({ first: 1, end: 2 });
  });

  test('go upwards', () => {
    const froms = over([
      { from: 120, to: 121 },
      { from: 9, to: 10 },
      { from: 50, to: 51 },
    ]).map(({ range }) => range.from);
    expect(froms).toEqual([9, 50, 120]);
  });

  test('part a range where a run ends', () => {
    expect(over([{ from: 96, to: 104 }])).toEqual([
      { run: { ...RUNS[0], first: 12, end: 13 }, range: { from: 96, to: 100 } },
      { run: { ...RUNS[1], first: 0, end: 1 }, range: { from: 100, to: 104 } },
    ]);
  });

  test('leave out what no run holds', () => {
    expect(over([{ from: 200, to: 208 }])).toEqual([]);
    expect(over([{ from: 100, to: 108 }]).map(({ range }) => range)).toEqual([
      { from: 100, to: 108 },
    ]);
  });
});
