// Latencies in eight numbers, of histograms that are known.

import { expect, test } from 'vitest';
import { bucketMiddleNs, bucketOfNs } from '../../../src/addon/histogram.ts';
import type { WorkerShared } from '../../../src/addon/worker-shared.ts';
import { addLatencies, latencySummary, noLatencies } from '../../../src/reading/latency-summary.ts';

function aWorker(...latenciesNs: number[]): WorkerShared {
  return {
    latencyMinNs: Math.min(...latenciesNs),
    latencyMaxNs: Math.max(...latenciesNs),
    latencySumNs: latenciesNs.reduce((sum, ns) => sum + ns, 0),
    addHistogramTo(sum: Float64Array) {
      for (const ns of latenciesNs) sum[bucketOfNs(ns)]!++;
    },
  } as unknown as WorkerShared;
}

const IDLE = { latencyMinNs: 0 } as WorkerShared;

test('none were measured', () => {
  expect(latencySummary(noLatencies())).toBeNull();
  expect(latencySummary(addLatencies(noLatencies(), [IDLE]))).toBeNull();
});

test('one: it is all of them, whatever its bucket’s middle', () => {
  const summary = latencySummary(addLatencies(noLatencies(), [aWorker(1_000_003)]));
  const { min, mean, p50, p99_99, max } = summary!;
  expect([min, mean, p50, p99_99, max]).toEqual(Array(5).fill(1000.003));
});

test('of several workers: the least, the mean, the ranks, the most', () => {
  const fast = Array.from({ length: 90 }, () => 100_000);
  const slow = Array.from({ length: 9 }, () => 5e6);
  const all = addLatencies(noLatencies(), [aWorker(...fast), IDLE, aWorker(...slow, 1e9)]);
  const middle = (ns: number) => bucketMiddleNs(bucketOfNs(ns)) / 1000;
  const summary = latencySummary(all)!;
  expect(summary).toEqual({
    min: 100,
    mean: (90 * 100_000 + 9 * 5e6 + 1e9) / 100 / 1000,
    p50: Math.max(100, middle(100_000)),
    p90: Math.max(100, middle(100_000)),
    p99: middle(5e6),
    p99_9: Math.min(1e6, middle(1e9)),
    p99_99: Math.min(1e6, middle(1e9)),
    max: 1e6,
  });
});
