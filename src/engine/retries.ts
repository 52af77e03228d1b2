// `--retries N`: bad sectors are read N more times. One that then reads is weak.

import type { Outcome } from '../reading/order.ts';
import { readRuns } from '../reading/read-runs.ts';
import type { SweepRunner } from '../reading/sweep-runner.ts';
import { wholeRun } from '../reading/whole-run.ts';
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

function retry(
  context: ScanContext,
  runner: SweepRunner,
  entries: readonly Extent<BadValue>[],
): Promise<Outcome> {
  const { unitSectors, phaseLba } = context.unit.surest;
  const runs = entries.map(({ from, to }) => wholeRun(from, to, unitSectors, phaseLba));
  const order = { runs, unitSectors, phaseLba, byDrive: true };
  return readRuns(context, runner, order, (from, to, failed) => {
    takeRetry(context, from, to, failed);
  });
}

/** [from, to) was read once more, and `failed` of it failed, upwards. */
function takeRetry(
  { findings }: ScanContext,
  from: number,
  to: number,
  failed: readonly LbaRange[],
): void {
  let lba = from;
  for (const again of failed) {
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
  for (const { from: first, to: end, value } of findings.bad.within(from, to)) {
    findings.bad.delete(first, end);
    findings.addWeak(first, end, value);
  }
}
