// The log-linear latency histogram of native/core/worker_shared.h, summed over workers: percentiles.

import { HISTOGRAM } from './histogram-shape.ts';

const SUB_BITS = HISTOGRAM.subBits;
const SUB_BUCKETS = 2 ** SUB_BITS;

export function emptyHistogram(): Float64Array {
  return new Float64Array(HISTOGRAM.buckets);
}

/** The middle of a bucket, nanoseconds: at most 0.4 % from any latency in it. */
export function bucketMiddleNs(bucket: number): number {
  if (bucket < SUB_BUCKETS) return bucket;
  const shift = (bucket >>> SUB_BITS) - 1;
  const low = (SUB_BUCKETS + (bucket & (SUB_BUCKETS - 1))) * 2 ** shift;
  return low + (2 ** shift - 1) / 2;
}

/** `histogram_bucket` of native/core/worker_shared.h. */
export function bucketOfNs(ns: number): number {
  const whole = Math.floor(ns);
  if (whole < SUB_BUCKETS) return whole;
  const octave = Math.floor(Math.log2(whole));
  const shift = octave - SUB_BITS;
  const bucket = ((shift + 1) << SUB_BITS) + (Math.floor(whole / 2 ** shift) & (SUB_BUCKETS - 1));
  return Math.min(bucket, HISTOGRAM.buckets - 1);
}

/**
 * The latencies, in nanoseconds, that the given shares (0…1, rising) of all readings do not exceed:
 * nearest rank. All 0 where nothing was counted.
 */
export function percentilesNs(histogram: Float64Array, shares: readonly number[]): number[] {
  const total = histogram.reduce((sum, count) => sum + count, 0);
  const found: number[] = [];
  let below = 0;
  let bucket = -1;
  for (const share of shares) {
    const rank = Math.max(1, Math.ceil(share * total));
    while (below < rank && bucket + 1 < histogram.length) below += histogram[++bucket]!;
    found.push(total === 0 ? 0 : bucketMiddleNs(bucket));
  }
  return found;
}
