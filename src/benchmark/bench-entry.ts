// What becomes of each target of a benchmark.

import type { Device } from '../vocabulary/device.ts';
import type { SurfscanError } from '../vocabulary/errors.ts';
import type { BenchResult } from './result.ts';

/** What a target's benchmark came to, or why there is none (null: nothing is wrong with this one). */
export type BenchEntry =
  | BenchResult
  | { readonly device: Device; readonly error: SurfscanError | null };

export function hasBenchResult(entry: BenchEntry): entry is BenchResult {
  return 'elapsedSeconds' in entry;
}
