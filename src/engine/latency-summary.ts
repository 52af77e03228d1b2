// The latencies of a scan in eight numbers.

import { emptyHistogram, percentilesNs } from '../histogram.ts';
import type { ScanContext } from './context.ts';

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

export function latencySummary({ crew }: ScanContext): LatencySummary | null {
  const histogram = emptyHistogram();
  let count = 0;
  let sumNs = 0;
  let minNs = Number.POSITIVE_INFINITY;
  let maxNs = 0;
  for (const worker of crew.workers) {
    if (worker.latencyMinNs === 0) continue;
    worker.addHistogramTo(histogram);
    sumNs += worker.latencySumNs;
    minNs = Math.min(minNs, worker.latencyMinNs);
    maxNs = Math.max(maxNs, worker.latencyMaxNs);
  }
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
