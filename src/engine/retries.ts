// `--retries N`: bad sectors are read N more times. One that then reads is weak.

import type { Outcome } from '../reading/order.ts';
import { SettleCursor } from '../reading/settle-cursor.ts';
import type { SweepRunner } from '../reading/sweep-runner.ts';
import { lbaInRun, wholeRun } from '../reading/whole-run.ts';
import type { BadValue } from '../vocabulary/defects.ts';
import type { Extent } from '../vocabulary/extents.ts';
import type { LbaRange } from '../vocabulary/ranges.ts';
import type { ScanContext } from './context.ts';

const RUNS_AN_ORDER = 4096;

export async function retryBad(context: ScanContext, runner: SweepRunner): Promise<Outcome> {
  const { plan, findings } = context;
  for (let round = 0; round < plan.retries && findings.bad.length > 0; round++) {
    // Those of a resumed scan may have been read again before.
    const entries = findings.bad.items
      .filter(({ value }) => value.reads <= round + 1)
      .map((item) => ({ ...item }));
    for (let i = 0; i < entries.length; i += RUNS_AN_ORDER) {
      context.phaseDone = (round + i / entries.length) / plan.retries;
      const outcome = await retry(context, runner, entries.slice(i, i + RUNS_AN_ORDER));
      if (outcome !== 'done') return outcome;
    }
  }
  return 'done';
}

async function retry(
  context: ScanContext,
  runner: SweepRunner,
  entries: readonly Extent<BadValue>[],
): Promise<Outcome> {
  const worker = context.control.workers[0]!;
  const { unitSectors, phaseLba } = context.unit.surest;
  const runs = entries.map(({ from, to }) => wholeRun(from, to, unitSectors, phaseLba));
  let failed: LbaRange[] = [];
  const cursor = new SettleCursor(runs, (from, to) => takeRetry(context, from, to, failed));
  const reached = (run: number, next: number) => lbaInRun(runs[run]!, next, unitSectors, phaseLba);
  const trusted = (lba: number) => runner.trustedBelow(worker, lba, unitSectors, phaseLba);
  const end = await runner.run(
    worker,
    {
      runs,
      unitSectors,
      phaseLba,
      byDrive: true,
      takeBack: (from, to) => {
        failed = failed.flatMap((again) => outside(again, from, to));
      },
    },
    (reading) => failed.push(reading),
    (run, next) => cursor.upTo(trusted(reached(run, next))),
  );
  let outcome = end.outcome;
  if (outcome === 'done' && !(await runner.verifyTrails())) outcome = 'lost';
  // A disk that left fails everything: nothing is made worse by it, and what read before that counts.
  const all = reached(end.run, end.next);
  cursor.upTo(outcome === 'done' ? all : trusted(all));
  return outcome;
}

/** [from, to) was read once more; takes what failed of it from the beginning of `failed`. */
function takeRetry({ findings }: ScanContext, from: number, to: number, failed: LbaRange[]): void {
  let lba = from;
  const later = failed.findIndex((again) => again.to > to);
  const taken = failed.splice(0, later < 0 ? failed.length : later);
  const cut = failed[0];
  if (cut !== undefined && cut.from < to) {
    taken.push({ from: cut.from, to });
    failed[0] = { from: to, to: cut.to };
  }
  for (const again of taken) {
    takeGood(findings, lba, again.from);
    const past = findings.bad.within(again.from, again.to);
    // Out first: what failed again would else be joined with its own past, and the fewest reads count.
    findings.bad.delete(again.from, again.to);
    for (const { from: first, to: end, value } of past) {
      findings.bad.set(first, end, { ...value, reads: value.reads + 1 });
    }
    lba = again.to;
  }
  takeGood(findings, lba, to);
}

function takeGood(findings: ScanContext['findings'], from: number, to: number): void {
  if (from >= to) return;
  for (const { from: first, to: end, value } of findings.bad.within(from, to)) {
    findings.bad.delete(first, end);
    findings.addWeak(first, end, value);
  }
}

function outside(again: LbaRange, from: number, to: number): LbaRange[] {
  const parts = [
    { from: again.from, to: Math.min(again.to, from) },
    { from: Math.max(again.from, to), to: again.to },
  ];
  return parts.filter((part) => part.from < part.to);
}
