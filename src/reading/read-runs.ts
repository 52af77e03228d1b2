// One order of reads to its end, as far as it can be believed: what failed last may be the disk's
// absence.

import { ExtentList } from '../vocabulary/extents.ts';
import type { Order, Outcome } from './order.ts';
import { SettleCursor } from './settle-cursor.ts';
import type { Reading } from './sweep.ts';
import type { SweepContext } from './sweep-context.ts';
import type { SweepRunner } from './sweep-runner.ts';
import { lbaInRun } from './whole-run.ts';

/** [from, to) was read; `failed` are the readings of it that failed or came late, cut to it. */
export type Settle = (from: number, to: number, failed: readonly Reading[]) => void;

/**
 * `settle` is called for every LBA of the runs at most once, upwards, as soon as it is known that the disk
 * was there. `tell`: good readings, if the order asks for them.
 */
export async function readRuns(
  { control }: Pick<SweepContext, 'control'>,
  runner: SweepRunner,
  order: Order,
  settle: Settle,
  tell: (reading: Reading) => void = () => {},
): Promise<Outcome> {
  const { runs, unitSectors, phaseLba } = order;
  const worker = control.workers[0]!;
  const failed = new ExtentList<Reading>(() => undefined);
  const cursor = new SettleCursor(runs, (from, to) => {
    const readings = failed.within(from, to);
    failed.delete(from, to);
    settle(
      from,
      to,
      readings.map(({ from, to, value }) => ({ ...value, from, to })),
    );
  });
  const reached = (run: number, next: number) => lbaInRun(runs[run]!, next, unitSectors, phaseLba);
  const trusted = (lba: number) => runner.trustedBelow(worker, lba, unitSectors, phaseLba);
  const end = await runner.run(
    worker,
    { ...order, takeBack: (from, to) => failed.delete(from, to) },
    (reading) => {
      if (reading.error === 0) tell(reading);
      else failed.set(reading.from, reading.to, reading);
    },
    (run, next) => cursor.upTo(trusted(reached(run, next))),
  );
  let outcome = end.outcome;
  if (outcome === 'done' && !(await runner.verifyTrails())) outcome = 'lost';
  const all = reached(end.run, end.next);
  cursor.upTo(outcome === 'done' ? all : trusted(all));
  return outcome;
}
