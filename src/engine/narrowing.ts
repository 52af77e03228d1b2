// Narrowing: the physical sectors of failed blocks are read alone, one by one. What fails again is
// bad; a failed block whose sectors all read alone is weak.

import type { Conductor, Order, Outcome } from './conductor.ts';
import type { ScanContext } from './context.ts';
import { failureOf } from './findings.ts';
import { forgetIfNothingRead, trailingStart } from './rollback.ts';
import type { Reading, SweepRun } from './sweep.ts';
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
    const late: Reading[] = [];
    const end = await this.conductor.conduct(
      worker,
      order,
      (reading) => {
        context.findings.addBad(reading);
        if (reading.late) late.push(reading);
      },
      (run, next) => {
        context.phaseDone = (done + run + next / runs[run]!.end) / total;
        context.narrowedTo = lbaInRun(runs[run]!, next, unitSectors, phaseLba);
      },
    );
    this.#leftMs -= (worker.deviceNs - began) / 1e6;
    let outcome = end.outcome;
    if (outcome === 'done' && !(await this.conductor.verifyTrails())) outcome = 'lost';
    const reachedLba = lbaInRun(runs[end.run]!, end.next, unitSectors, phaseLba);
    const verified = outcome !== 'lost' && outcome !== 'stopped';
    const trusted = verified
      ? reachedLba
      : trailingStart(context, this.conductor.trailing(worker, unitSectors, phaseLba), reachedLba);
    if (verified && late.length > 0) outcome = worse(outcome, await this.#hearAgain(worker, late));
    this.#settle(runs, trusted);
    // A late answer counts only when it was late twice.
    for (const { from, to } of late.filter(({ from }) => from < trusted)) {
      context.findings.bad.delete(from, to);
      context.findings.failed.set(from, to, { error: 'TIME', errno: null });
    }
    context.narrowedTo = 0;
    if (outcome === 'lost') forgetIfNothingRead(context);
    return outcome;
  }

  /**
   * Reads sectors that came late once more; those that were heard are taken out of `late`. Like late
   * blocks they all are: the limit is for narrowing.
   */
  async #hearAgain(
    worker: ScanContext['crew']['workers'][number],
    late: Reading[],
  ): Promise<Outcome> {
    const { bad } = this.context.findings;
    const { unitSectors, phaseLba } = this.#grid();
    const heard: Reading[] = [];
    const runs = late.map(({ from, to }) => wholeRun(from, to, unitSectors, phaseLba));
    const order: Order = { runs, unitSectors, phaseLba, recordFromMs: 0 };
    const { outcome } = await this.conductor.conduct(worker, order, (reading) =>
      heard.push(reading),
    );
    if (outcome === 'lost' || !(await this.conductor.verifyTrails())) return 'lost';
    for (const reading of heard) {
      bad.delete(reading.from, reading.to);
      if (reading.error === 0) continue;
      bad.set(reading.from, reading.to, { ...failureOf(reading), exact: true, reads: 1 });
    }
    late.splice(0, heard.length);
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

/** The later outcome, unless the first already ended the phase. */
function worse(first: Outcome, later: Outcome): Outcome {
  return first === 'done' ? later : first;
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
