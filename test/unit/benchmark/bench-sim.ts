// Benchmarks of simulated disks, whose truth is known: their model is in native/sim/sim_model.cc.

import {
  type BenchOptions,
  type BenchResult,
  BenchRun,
  hasBenchResult,
  inspectTarget,
} from '../../../src/index.ts';

export async function plannedRun(specs: readonly string[], options: BenchOptions = {}) {
  return BenchRun.plan(
    await Promise.all(specs.map((spec) => inspectTarget(`sim:${spec}`))),
    options,
  );
}

export async function benchSim(spec: string, options: BenchOptions = {}): Promise<BenchResult> {
  const [entry] = await (await plannedRun([spec], options)).run();
  if (entry !== undefined && hasBenchResult(entry)) return entry;
  throw new Error(`sim:${spec}: ${entry?.error?.message}`);
}

/** "4096x32": what was measured, in order. */
export function waysOf({ random }: BenchResult): string[] {
  return random.map(({ blockBytes, depth }) => `${blockBytes}x${depth}`);
}
