// Several disks' benchmarks: planned before any is read, run one after the other, stopped together.

import { assertDistinct } from '../disks/inspect.ts';
import type { InspectedTarget } from '../vocabulary/device.ts';
import { defect, SurfscanError, usageError } from '../vocabulary/errors.ts';
import { Bench } from './bench.ts';
import type { BenchEntry } from './bench-entry.ts';
import type { BenchControl } from './bench-view.ts';
import type { BenchOptions } from './plan.ts';

export class BenchRun implements BenchControl {
  #stopped = false;

  private constructor(readonly benches: readonly Bench[]) {}

  /** Nothing is read yet. Throws ERR_USAGE. */
  static async plan(
    targets: readonly InspectedTarget[],
    options: BenchOptions = {},
  ): Promise<BenchRun> {
    if (targets.length === 0) throw usageError('expected at least one target');
    await assertDistinct(targets);
    return new BenchRun(targets.map((target) => new Bench(target, options)));
  }

  /** The one that runs ends at its next read, the others do not begin. Harmless twice. */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    for (const bench of this.benches) bench.stop();
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  /** True if a worker was left in a read that does not return: only `exitNow` ends the process. */
  get leftReadBehind(): boolean {
    return this.benches.some((bench) => bench.leftReadBehind);
  }

  /** In the order of the targets. One that met a defect of surfscan leaves the error in its place. `ended`
   * is told whenever one ends, with the entries as they stand. */
  async run(
    ended: (entries: readonly BenchEntry[]) => void = () => {},
  ): Promise<readonly BenchEntry[]> {
    const entries = this.benches.map(({ device }): BenchEntry => ({ device, error: null }));
    for (const [i, bench] of this.benches.entries()) {
      if (this.#stopped) break;
      entries[i] = await entryOf(bench);
      ended([...entries]);
    }
    return entries;
  }
}

async function entryOf(bench: Bench): Promise<BenchEntry> {
  try {
    return await bench.run();
  } catch (cause) {
    const known = cause instanceof SurfscanError;
    const error = known ? cause : defect(`a benchmark failed: ${String(cause)}`, { cause });
    return { device: bench.device, error };
  }
}
