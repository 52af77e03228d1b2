// What a worker's readings come to as a speed.

import type { WorkerShared } from '../addon/worker-shared.ts';
import { addLatencies, latencySummary, noLatencies } from '../reading/latency-summary.ts';
import { ERROR_CODES } from '../vocabulary/classes.ts';
import type { Way } from './plan.ts';
import type { Speed } from './result.ts';
import { standardErrorOf } from './standard-error.ts';

export interface Measured extends Speed {
  readonly reads: number;
  readonly iops: number;
  /** Blocks of the last run that were read. */
  readonly reached: number;
}

/** `countedNs`: of the device's time, what counts. null: nothing was read. */
export function measuredSpeed(
  worker: WorkerShared,
  { blockBytes, depth }: Way,
  countedNs: number,
): Omit<Measured, 'reached'> | null {
  const latencyUs = latencySummary(addLatencies(noLatencies(), [worker]));
  if (latencyUs === null) return null;
  const reads = worker.goodReadings;
  // One by one, what failing reads took can be told apart.
  const someFailed = ERROR_CODES.some((code) => worker.errorCount(code) > 0);
  const ns = depth === 1 && someFailed ? worker.latencySumNs : countedNs;
  if (ns <= 0) return null;
  const iops = (reads * 1e9) / ns;
  const standardError = standardErrorOf(worker);
  return { reads, iops, bytesPerSecond: iops * blockBytes, latencyUs, standardError };
}
