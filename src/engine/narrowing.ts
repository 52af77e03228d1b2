// Narrowing: the physical sectors of failed blocks are read alone, one by one. What fails again is
// bad; a failed block whose sectors all read alone is weak.

import type { Conductor, Order, Outcome } from './conductor.ts';
import type { ScanContext } from './context.ts';
import { forgetIfNothingRead, trailingStart } from './rollback.ts';
import type { SweepRun } from './sweep.ts';
import { lbaInRun, wholeRun } from './whole-run.ts';

/** Runs that one order to a worker lists. */
const RUNS_AN_ORDER = 4096;

export class Narrowing {
  /** On the disk's clock. */
  #leftMs: number;
  #saidBudget = false;

  constructor(
    private readonly context: ScanContext,
    private readonly conductor: Conductor,
  ) {
    this.#leftMs = context.plan.refineLimitMs;
  }

  /** Narrows all failed blocks there are now. */
  async run(): Promise<Outcome> {
    const { findings, crew } = this.context;
    const runs = joinTouching(findings.failed.items, this.#grid());
    const worker = crew.workers[0]!;
    let outcome: Outcome = 'done';
    for (let i = 0; i < runs.length && outcome === 'done'; i += RUNS_AN_ORDER) {
      if (this.#leftMs <= 0) outcome = 'budget';
      else outcome = await this.#narrow(worker, runs.slice(i, i + RUNS_AN_ORDER), i, runs.length);
    }
    if (outcome === 'budget') this.#sayBudget();
    return outcome;
  }

  async #narrow(
    worker: ScanContext['crew']['workers'][number],
    runs: SweepRun[],
    done: number,
    total: number,
  ): Promise<Outcome> {
    const { context } = this;
    const began = worker.deviceNs;
    const { unitSectors, phaseLba } = this.#grid();
    const order: Order = { runs, unitSectors, phaseLba, deviceBudgetMs: this.#leftMs };
    const end = await this.conductor.conduct(
      worker,
      order,
      (reading) => context.findings.addBad(reading),
      (run, next) => {
        context.phaseDone = (done + run + next / runs[run]!.end) / total;
        context.narrowedTo = lbaInRun(runs[run]!, next, unitSectors, phaseLba);
      },
    );
    this.#leftMs -= (worker.deviceNs - began) / 1e6;
    let outcome = end.outcome;
    if (outcome === 'done' && !(await this.conductor.verifyTrails())) outcome = 'lost';
    const reachedLba = lbaInRun(runs[end.run]!, end.next, unitSectors, phaseLba);
    const trusted =
      outcome === 'lost'
        ? trailingStart(context, this.conductor.trailing(worker, unitSectors, phaseLba), reachedLba)
        : reachedLba;
    this.#settle(runs, trusted);
    context.narrowedTo = 0;
    if (outcome === 'lost') forgetIfNothingRead(context);
    return outcome;
  }

  /** All of the runs below `reachedLba` is narrowed: what is not bad by now reads. */
  #settle(runs: readonly SweepRun[], reachedLba: number): void {
    const { findings, grid } = this.context;
    for (const { fromLba, toLba } of runs) {
      const end = Math.min(toLba, reachedLba);
      if (fromLba >= end) return;
      for (const { from, to, value } of findings.failed.within(fromLba, end)) {
        for (let block = grid.blockOf(from); block < grid.blocks; block++) {
          const blockFrom = grid.startOf(block);
          const blockTo = grid.endOf(block);
          if (blockFrom >= to || blockTo > end) break;
          if (findings.bad.overlaps(blockFrom, blockTo)) continue;
          findings.addWeak(blockFrom, blockTo, { ...value, exact: false, reads: 0 });
        }
      }
      findings.failed.delete(fromLba, end);
    }
  }

  #grid() {
    const { target } = this.context;
    const { physicalBytes, logicalBytes } = target.device;
    return { unitSectors: physicalBytes / logicalBytes, phaseLba: target.physicalFirstLba };
  }

  #sayBudget(): void {
    const { plan, notes } = this.context;
    if (this.#saidBudget) return;
    this.#saidBudget = true;
    notes.push(`narrowing stopped at its limit of ${plan.refineLimitMs / 1000} s (--refine-limit)`);
  }
}

interface Units {
  readonly unitSectors: number;
  readonly phaseLba: number;
}

/** One run for blocks that touch, whatever they failed with: a physical sector may lie across. */
function joinTouching(extents: readonly { from: number; to: number }[], units: Units): SweepRun[] {
  const joined: { from: number; to: number }[] = [];
  for (const { from, to } of extents) {
    const last = joined.at(-1);
    if (last !== undefined && last.to === from) last.to = to;
    else joined.push({ from, to });
  }
  return joined.map(({ from, to }) => wholeRun(from, to, units.unitSectors, units.phaseLba));
}
