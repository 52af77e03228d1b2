// What becomes of each target of a run.

import type { Device } from '../vocabulary/device.ts';
import type { SurfscanError } from '../vocabulary/errors.ts';
import type { ScanResult } from './result.ts';

/** A target's part of a run: what its scan came to, or why it has no result (null: it was not read
 * because of another target). */
export type RunEntry =
  | ScanResult
  | { readonly device: Device; readonly error: SurfscanError | null };

/** Of a run that goes on: it has a result, or an error. */
export function hasEnded(entry: RunEntry): boolean {
  return hasResult(entry) || entry.error !== null;
}

export function hasResult(entry: RunEntry): entry is ScanResult {
  return 'coverage' in entry;
}
