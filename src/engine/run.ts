// A run: several disks side by side, opened before any is read, paused and stopped together.

import type { Device, InspectedTarget } from '../device.ts';
import { assertDistinct } from '../disks/inspect.ts';
import { defect, SurfscanError, usageError } from '../errors.ts';
import { MOST_JOBS, type ScanOptions } from './options.ts';
import { WorkerPool } from './pool.ts';
import type { ScanResult } from './result.ts';
import { Scan } from './scan.ts';
import type { RunControl } from './scan-view.ts';

/** A target's part of a run: what its scan came to, or why it has no result (null: it was not read
 * because of another target). */
export type RunEntry =
  | ScanResult
  | { readonly device: Device; readonly error: SurfscanError | null };

export function hasResult(entry: RunEntry): entry is ScanResult {
  return 'coverage' in entry;
}

/** A worker thread takes 8 MiB; Node aborts where the system gives it no more. */
const MOST_THREADS = 1024;

export class Run implements RunControl {
  readonly scans: readonly Scan[];
  #paused = false;

  private constructor(targets: readonly InspectedTarget[], options: ScanOptions) {
    this.scans = targets.map((target) => new Scan(target, options));
  }

  /**
   * Plans a scan of each target; nothing is read yet. Throws ERR_USAGE where the options do not fit a
   * disk, or two targets are the same disk.
   */
  static async plan(targets: readonly InspectedTarget[], options: ScanOptions): Promise<Run> {
    if (targets.length === 0) throw usageError('expected at least one target');
    if (options.jobs !== undefined && !(options.jobs >= 1 && options.jobs <= MOST_JOBS)) {
      throw usageError(`expected 1 to ${MOST_JOBS} jobs, got ${options.jobs}`);
    }
    await assertDistinct(targets);
    const run = new Run(targets, options);
    if (run.#threads > MOST_THREADS) {
      throw usageError(
        `${targets.length} targets with ${run.#threads} workers in all: expected at most ` +
          `${MOST_THREADS} workers; use --jobs 1, or several runs`,
      );
    }
    return run;
  }

  get paused(): boolean {
    return this.#paused;
  }

  pause(): void {
    this.#paused = true;
    for (const scan of this.scans) scan.pause();
  }

  resume(): void {
    this.#paused = false;
    for (const scan of this.scans) scan.resume();
  }

  /** Every scan ends at its next block, with what it has. Harmless twice. */
  stop(): void {
    for (const scan of this.scans) scan.stop();
  }

  get #threads(): number {
    return this.scans.reduce((sum, scan) => sum + scan.jobs, 0);
  }

  /** True if a worker was left in a read that does not return: only `exitNow` ends the process. */
  get leftReadBehind(): boolean {
    return this.scans.some((scan) => scan.leftReadBehind);
  }

  /**
   * Scans all disks side by side. Results in the order of the targets; a scan that met a defect of
   * surfscan leaves the error in its place, and the others go on.
   */
  async scan(): Promise<readonly RunEntry[]> {
    const pool = new WorkerPool(this.#threads);
    try {
      return await Promise.all(this.scans.map((scan) => entryOf(scan, pool)));
    } finally {
      if (!this.leftReadBehind) await pool.close();
    }
  }
}

async function entryOf(scan: Scan, pool: WorkerPool): Promise<RunEntry> {
  try {
    return await scan.run(pool);
  } catch (cause) {
    const known = cause instanceof SurfscanError;
    const error = known ? cause : defect(`a scan failed: ${String(cause)}`, { cause });
    return { device: scan.device, error };
  }
}
