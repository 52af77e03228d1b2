// `--retries N`: bad sectors are read N more times. One that then reads is weak.

import type { Extent } from '../extents.ts';
import type { Conductor, Outcome } from './conductor.ts';
import type { ScanContext } from './context.ts';
import type { BadValue } from './findings.ts';
import { lbaInRun, wholeRun } from './whole-run.ts';

const RUNS_AN_ORDER = 4096;

export async function retryBad(context: ScanContext, conductor: Conductor): Promise<Outcome> {
  const { plan, findings } = context;
  for (let round = 0; round < plan.retries && findings.bad.length > 0; round++) {
    const entries = findings.bad.items.map((item) => ({ ...item }));
    for (let i = 0; i < entries.length; i += RUNS_AN_ORDER) {
      context.phaseDone = (round + i / entries.length) / plan.retries;
      const outcome = await retry(context, conductor, entries.slice(i, i + RUNS_AN_ORDER));
      if (outcome !== 'done') return outcome;
    }
  }
  return 'done';
}

async function retry(
  context: ScanContext,
  conductor: Conductor,
  entries: readonly Extent<BadValue>[],
): Promise<Outcome> {
  const { target, crew } = context;
  const unitSectors = target.device.physicalBytes / target.device.logicalBytes;
  const phaseLba = target.physicalFirstLba;
  const runs = entries.map(({ from, to }) => wholeRun(from, to, unitSectors, phaseLba));
  const failed: { from: number; to: number }[] = [];
  const end = await conductor.conduct(
    crew.workers[0]!,
    { runs, unitSectors, phaseLba },
    (reading) => failed.push(reading),
  );
  let outcome = end.outcome;
  if (outcome === 'done' && !(await conductor.verifyTrails())) outcome = 'lost';
  // A disk that left fails everything: nothing is made worse by it, and what read before that counts.
  const reachedLba = lbaInRun(runs[end.run]!, end.next, unitSectors, phaseLba);
  settle(context, entries, failed, reachedLba);
  return outcome;
}

function settle(
  { findings }: ScanContext,
  entries: readonly Extent<BadValue>[],
  failed: readonly { from: number; to: number }[],
  reachedLba: number,
): void {
  let f = 0;
  for (const { from, to, value } of entries) {
    const end = Math.min(to, reachedLba);
    if (from >= end) return;
    // Out first: what failed again would else be joined with its own past, and the fewest reads count.
    findings.bad.delete(from, end);
    let lba = from;
    for (; f < failed.length && failed[f]!.from < end; f++) {
      const again = failed[f]!;
      if (lba < again.from) findings.addWeak(lba, again.from, value);
      findings.bad.set(again.from, again.to, { ...value, reads: value.reads + 1 });
      lba = again.to;
    }
    if (lba < end) findings.addWeak(lba, end, value);
  }
}
