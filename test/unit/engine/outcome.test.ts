// What a scan came to, as its map keeps it: in an order that no later version may change.

import { expect, test } from 'vitest';
import { blocksOf, latencyUsOf, outcomeOf } from '../../../src/engine/outcome.ts';
import { summaryOf } from '../../../src/engine/summary.ts';
import { aResult } from '../report/a-result.ts';

const BLOCKS = {
  ...{ '<3ms': 1, '<10ms': 2, '<50ms': 3, '<150ms': 4, '<500ms': 5, '>500ms': 6 },
  ...{ UNC: 7, IDNF: 8, ABRT: 9, AMNF: 10, T0NF: 11, BBK: 12, TIME: 13, IO: 14, GONE: 15 },
  unread: 16,
};
const LATENCIES = { min: 1, mean: 2, p50: 3, p90: 4, p99: 5, p99_9: 6, p99_99: 7, max: 8 };
const result = aResult({ blocks: BLOCKS, latencyUs: LATENCIES });
const summary = summaryOf(result);

test('counts and latencies stand in their order', () => {
  const outcome = outcomeOf(summary, 3);
  expect(outcome.blocks).toEqual(Array.from({ length: 16 }, (_, i) => i + 1));
  expect(outcome.latencyUs).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(outcome).toMatchObject({ runs: 3, ...{ good: 1_953_525_160, bad: 8, unread: 0 } });
  expect(outcome.rules).toEqual([
    ['bad>0', 8, true],
    ['>500ms>0', 0, false],
  ]);
});

test('and come back by their names', () => {
  const outcome = outcomeOf(summary, 3);
  expect(blocksOf(outcome)).toEqual(BLOCKS);
  expect(latencyUsOf(outcome)).toEqual(LATENCIES);
});

test('of a scan that read nothing there are no latencies', () => {
  const outcome = outcomeOf(summaryOf(aResult({ latencyUs: null })), 1);
  expect([outcome.latencyUs, latencyUsOf(outcome)]).toEqual([null, null]);
});
