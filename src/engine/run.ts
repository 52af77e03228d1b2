// A run: several disks side by side, opened before any is read, paused and stopped together.

import type { InspectedTarget } from '../device.ts';
import { assertDistinct } from '../disks/inspect.ts';
import { usageError } from '../errors.ts';
import { MOST_JOBS, type ScanOptions } from './options.ts';
import { WorkerPool } from './pool.ts';
import type { ScanResult } from './result.ts';
import { Scan } from './scan.ts';
import type { RunControl } from './scan-view.ts';

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
    return new Run(targets, options);
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

  /** True if a worker was left in a read that does not return: only `exitNow` ends the process. */
  get leftReadBehind(): boolean {
    return this.scans.some((scan) => scan.leftReadBehind);
  }

  /** Scans all disks side by side. Results in the order of the targets. */
  async scan(): Promise<readonly ScanResult[]> {
    const threads = this.scans.reduce((sum, scan) => sum + scan.jobs, 0);
    const pool = new WorkerPool(threads);
    try {
      return await Promise.all(this.scans.map((scan) => scan.run(pool)));
    } finally {
      if (!this.leftReadBehind) await pool.close();
    }
  }
}
