// The latencies of a scan in eight numbers.

import { emptyHistogram, percentilesNs } from '../addon/histogram.ts';
import type { WorkerShared } from '../addon/worker-shared.ts';
import type { ScanContext } from './context.ts';
import { addTallyTo, type Earlier, latencySumNsOf, NOTHING_EARLIER } from './earlier.ts';

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

export function latencySummary({ crew, earlier }: ScanContext): LatencySummary | null {
  return workersLatencySummary(crew.workers, earlier);
}

export function workersLatencySummary(
  workers: readonly WorkerShared[],
  earlier: Earlier = NOTHING_EARLIER,
): LatencySummary | null {
  const all = summed(earlier);
  for (const worker of workers) {
    if (worker.latencyMinNs === 0) continue;
    worker.addHistogramTo(all.histogram);
    all.sumNs += worker.latencySumNs;
    all.minNs = Math.min(all.minNs, worker.latencyMinNs);
    all.maxNs = Math.max(all.maxNs, worker.latencyMaxNs);
  }
  return summary(all);
}

/** Of a stored scan: percentiles to a step of the map's scale, 8 %. */
export function storedLatencySummary(earlier: Earlier): LatencySummary | null {
  return summary(summed(earlier));
}

interface Summed {
  readonly histogram: Float64Array;
  sumNs: number;
  minNs: number;
  maxNs: number;
}

function summed(earlier: Earlier): Summed {
  const histogram = emptyHistogram();
  addTallyTo(histogram, earlier.tally);
  const { latencyMinNs, latencyMaxNs } = earlier;
  return {
    histogram,
    sumNs: latencySumNsOf(earlier),
    minNs: latencyMinNs === 0 ? Number.POSITIVE_INFINITY : latencyMinNs,
    maxNs: latencyMaxNs,
  };
}

function summary({ histogram, sumNs, minNs, maxNs }: Summed): LatencySummary | null {
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
