// How sure a mean is.

import { bucketMiddleNs, emptyHistogram } from '../addon/histogram.ts';
import type { WorkerShared } from '../addon/worker-shared.ts';

/** The standard error of a worker's mean latency, as a share of it: 0 where all are alike, and 1 where
 * a single reading says nothing of the others. */
export function standardErrorOf(worker: WorkerShared): number {
  const histogram = emptyHistogram();
  worker.addHistogramTo(histogram);
  const readings = worker.goodReadings;
  if (readings < 2) return 1;
  const meanNs = worker.latencySumNs / readings;
  let squares = 0;
  for (const [bucket, count] of histogram.entries()) {
    if (count > 0) squares += count * (bucketMiddleNs(bucket) - meanNs) ** 2;
  }
  return Math.sqrt(squares / (readings - 1) / readings) / meanNs;
}
