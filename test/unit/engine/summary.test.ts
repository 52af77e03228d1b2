// What a scan came to in numbers: what its lists say, counted.

import { expect, test } from 'vitest';
import { summaryOf } from '../../../src/engine/summary.ts';
import type { BadValue, SlowBlock } from '../../../src/vocabulary/defects.ts';
import type { Extent } from '../../../src/vocabulary/extents.ts';
import { aResult } from '../report/a-result.ts';
import { exact, failed } from '../report/stored.ts';

const slow = (from: number, latencyNs: number, againNs: number | null): SlowBlock => ({
  ...{ from, to: from + 8, latencyNs, againNs, late: false, rereadDone: true },
});

function summary(
  bad: readonly Readonly<Extent<BadValue>>[],
  weak: readonly Readonly<Extent<BadValue>>[],
  slowBlocks: readonly SlowBlock[] = [],
) {
  const { mode } = aResult();
  return summaryOf(aResult({ bad, weak, slow: slowBlocks, mode: { ...mode, blockSectors: 8 } }));
}

test('bad sectors that were not narrowed are told apart', () => {
  expect(summary([exact(0, 3), failed(8, 24)], [])).toMatchObject({ notNarrowedSectors: 16 });
});

test('weak sectors are those of whole blocks, counted as blocks, and those that failed alone', () => {
  expect(summary([], [failed(8, 24), exact(33, 36), failed(40, 48)])).toMatchObject({
    weakSectors: 27,
    weakBlocks: 3,
    weakAloneSectors: 3,
  });
  // Short blocks at the range’s ends.
  expect(summary([], [failed(5, 17)])).toMatchObject({ weakSectors: 12, weakBlocks: 3 });
});

test('slow blocks are those that were slow again', () => {
  const blocks = [slow(0, 600e6, 700e6), slow(8, 600e6, 1e6), slow(16, 600e6, null)];
  expect(summary([], [], blocks).slowBlocks).toBe(1);
});
