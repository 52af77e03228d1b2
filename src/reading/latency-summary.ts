// Latencies in eight numbers.

import { emptyHistogram, percentilesNs } from '../addon/histogram.ts';
import type { WorkerShared } from '../addon/worker-shared.ts';

/** Microseconds, of the first readings that succeeded. */
export interface LatencySummary {
  readonly min: number;
  readonly mean: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p99_9: number;
  readonly p99_99: number;
  readonly max: number;
}

/** What is known of first readings that succeeded, in nanoseconds. */
export interface Latencies {
  readonly histogram: Float64Array;
  sumNs: number;
  /** Infinity: none. */
  minNs: number;
  maxNs: number;
}

export function noLatencies(): Latencies {
  return {
    histogram: emptyHistogram(),
    sumNs: 0,
    minNs: Number.POSITIVE_INFINITY,
    maxNs: 0,
  };
}

/** What the workers measured, added to `all`. */
export function addLatencies(all: Latencies, workers: readonly WorkerShared[]): Latencies {
  for (const worker of workers) {
    if (worker.latencyMinNs === 0) continue;
    worker.addHistogramTo(all.histogram);
    all.sumNs += worker.latencySumNs;
    all.minNs = Math.min(all.minNs, worker.latencyMinNs);
    all.maxNs = Math.max(all.maxNs, worker.latencyMaxNs);
  }
  return all;
}

/** null: none were measured. */
export function latencySummary({
  histogram,
  sumNs,
  minNs,
  maxNs,
}: Latencies): LatencySummary | null {
  let count = 0;
  for (const readings of histogram) count += readings;
  if (count === 0) return null;
  // A bucket's middle may lie beyond what was measured.
  const within = (ns: number) => Math.min(Math.max(ns, minNs), maxNs) / 1000;
  const [p50, p90, p99, p99_9, p99_99] = percentilesNs(
    histogram,
    [0.5, 0.9, 0.99, 0.999, 0.9999],
  ).map(within) as [number, number, number, number, number];
  return {
    min: minNs / 1000,
    mean: sumNs / count / 1000,
    p50,
    p90,
    p99,
    p99_9,
    p99_99,
    max: maxNs / 1000,
  };
}
