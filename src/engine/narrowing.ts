// Narrowing: the physical sectors of failed blocks are read alone, one by one. What fails again is
// bad; a failed block whose sectors all read alone is weak.

import type { WorkerShared } from '../addon/worker-shared.ts';
import type { Order, Outcome } from '../reading/order.ts';
import { readRuns } from '../reading/read-runs.ts';
import { SINGLE, type Units } from '../reading/sector-unit.ts';
import { SettleCursor } from '../reading/settle-cursor.ts';
import type { Reading, SweepRun } from '../reading/sweep.ts';
import type { SweepRunner } from '../reading/sweep-runner.ts';
import { lbaInRun, wholeRun } from '../reading/whole-run.ts';
import { ExtentList } from '../vocabulary/extents.ts';
import type { LbaRange } from '../vocabulary/ranges.ts';
import type { ScanContext } from './context.ts';
import { forgetIfNothingRead } from './rollback.ts';
import { Untaken } from './untaken.ts';

/** Runs that one order to a worker lists. */
const RUNS_AN_ORDER = 4096;

export class Narrowing {
  /** On the disk's clock. */
  #leftMs: number;
  #saidBudget = false;

  constructor(
    private readonly context: ScanContext,
    private readonly runner: SweepRunner,
  ) {
    this.#leftMs = context.plan.refineLimitMs - context.refineSpentMs;
  }

  /** Narrows all failed blocks there are now. */
  async run(): Promise<Outcome> {
    const { findings, control } = this.context;
    const worker = control.workers[0]!;
    let outcome = await this.#proveUnit(worker);
    const runs = joinTouching(findings.failed.items, this.context.unit.surest);
    const total = unitsOf(runs);
    let done = 0;
    for (let i = 0; i < runs.length && outcome === 'done'; i += RUNS_AN_ORDER) {
      const some = runs.slice(i, i + RUNS_AN_ORDER);
      if (this.#leftMs <= 0) outcome = 'budget';
      else outcome = await this.#narrow(worker, some, done, total);
      done += unitsOf(some);
    }
    if (outcome === 'budget') this.#sayBudget();
    return outcome;
  }

  /** Block by block, until what fails shows whether a guessed physical sector is the disk's. Nothing of a
   * block is recorded before. */
  async #proveUnit(worker: WorkerShared): Promise<Outcome> {
    const { unit, findings, grid, notes, target } = this.context;
    let outcome: Outcome = 'done';
    while (outcome === 'done' && unit.isOpen && findings.failed.length > 0) {
      const { from, to } = findings.failed.items[0]!;
      const end = Math.min(to, grid.endOf(grid.blockOf(from)));
      outcome = await this.#proveUnitIn({ from, to: end }, worker);
      if (!unit.isDisproven) continue;
      const { physicalBytes, logicalBytes } = target.device;
      notes.push(
        `sectors of ${logicalBytes} bytes fail alone: the physical sector of ${physicalBytes} bytes that ` +
          'the system names is not the one that this disk loses',
      );
    }
    if (outcome === 'lost') forgetIfNothingRead(this.context);
    return outcome;
  }

  async #proveUnitIn(block: LbaRange, worker: WorkerShared): Promise<Outcome> {
    const { unit, findings } = this.context;
    const units = await this.#readAlone([block], unit.guessed, worker);
    if (units.outcome !== 'done') return units.outcome;
    if (units.failed.length > 0) {
      const witnesses = unit.witnesses(units.failed);
      const sectors = await this.#readAlone(witnesses, SINGLE, worker);
      if (sectors.outcome !== 'done') return sectors.outcome;
      unit.judge(witnesses, sectors.failed);
      if (unit.isDisproven) return 'done'; // the block is still failed, to be narrowed by sector
      for (const reading of units.failed) findings.addBad(reading);
    }
    this.#settle(block.from, block.to, new ExtentList<null>(() => null));
    return 'done';
  }

  /** Each unit of the ranges by itself; `failed` is what failed or came late. */
  async #readAlone(ranges: readonly LbaRange[], units: Units, worker: WorkerShared) {
    const failed: Reading[] = [];
    if (ranges.length === 0) return { outcome: 'done' as Outcome, failed };
    if (this.#leftMs <= 0) return { outcome: 'budget' as Outcome, failed };
    const { unitSectors, phaseLba } = units;
    const runs = ranges.map(({ from, to }) => wholeRun(from, to, unitSectors, phaseLba));
    const order = { runs, unitSectors, phaseLba, byDrive: true, deviceBudgetMs: this.#leftMs };
    const began = worker.deviceNs;
    const outcome = await readRuns(this.context, this.runner, order, (_from, _to, readings) =>
      failed.push(...readings),
    );
    this.#spent((worker.deviceNs - began) / 1e6);
    return { outcome, failed };
  }

  async #narrow(
    worker: WorkerShared,
    runs: SweepRun[],
    done: number,
    total: number,
  ): Promise<Outcome> {
    const { context, runner } = this;
    const { findings } = context;
    const began = worker.deviceNs;
    const { unitSectors, phaseLba } = context.unit.surest;
    const late = new ExtentList<null>(() => null);
    let under = { run: 0, before: 0 };
    const order: Order = {
      runs,
      unitSectors,
      phaseLba,
      byDrive: true,
      deviceBudgetMs: this.#leftMs,
      takeBack: (from, to) => {
        findings.bad.delete(from, to);
        late.delete(from, to);
      },
    };
    const cursor = new SettleCursor(runs, (from, to) => this.#settle(from, to, late));
    const trusted = (reached: number) =>
      runner.trustedBelow(worker, reached, unitSectors, phaseLba);
    const end = await runner.run(
      worker,
      order,
      (reading) => {
        if (reading.late) late.set(reading.from, reading.to, null);
        else findings.addBad(reading);
      },
      (run, next) => {
        if (run !== under.run) under = { run, before: unitsOf(runs.slice(0, run)) };
        context.phaseDone = (done + under.before + next) / total;
        cursor.upTo(trusted(lbaInRun(runs[run]!, next, unitSectors, phaseLba)));
      },
    );
    this.#spent((worker.deviceNs - began) / 1e6);
    let outcome = end.outcome;
    // The limit may be reached among failures that no presence check has followed.
    const isOver = outcome === 'done' || outcome === 'budget';
    if (isOver && !(await runner.verifyTrails())) outcome = 'lost';
    const reached = lbaInRun(runs[end.run]!, end.next, unitSectors, phaseLba);
    const verified = outcome !== 'lost' && outcome !== 'stopped';
    cursor.upTo(verified ? reached : trusted(reached));
    if (!verified) for (const [from, to] of cursor.rest()) findings.bad.delete(from, to);
    if (verified && late.length > 0) outcome = worse(outcome, await this.#hearAgain(worker, late));
    if (outcome === 'lost') forgetIfNothingRead(context);
    return outcome;
  }

  #spent(ms: number): void {
    this.#leftMs -= ms;
    this.context.refineSpentMs += ms;
  }

  /**
   * Reads sectors that came late once more, as a late answer counts only when it was late twice. Like
   * late blocks all of them are: the limit is for narrowing.
   */
  async #hearAgain(worker: WorkerShared, late: ExtentList<null>): Promise<Outcome> {
    const { unitSectors, phaseLba } = this.context.unit.surest;
    const untaken = new Untaken();
    const runs = late.items.map(({ from, to }) => wholeRun(from, to, unitSectors, phaseLba));
    const grid = { runs, unitSectors, phaseLba };
    const order: Order = { ...grid, byDrive: true, recordFromMs: 0, ...untaken.order };
    const { outcome } = await this.runner.run(worker, order, untaken.tell);
    if (outcome === 'lost' || !(await this.runner.verifyTrails())) return 'lost';
    for (const reading of untaken.take()) {
      if (reading.error !== 0) this.context.findings.addBad(reading);
      late.delete(reading.from, reading.to);
      this.#settle(reading.from, reading.to, late);
    }
    return outcome;
  }

  /** [from, to) was read alone: what is neither bad nor to be read again is good. */
  #settle(from: number, to: number, late: ExtentList<null>): void {
    const { findings, grid } = this.context;
    const { failed, bad } = findings;
    for (const part of failed.within(from, to)) {
      failed.delete(part.from, part.to);
      for (const unheard of late.within(part.from, part.to)) {
        failed.set(unheard.from, unheard.to, part.value);
      }
      for (let block = grid.blockOf(part.from); block < grid.blocks; block++) {
        const [blockFrom, blockTo] = [grid.startOf(block), grid.endOf(block)];
        if (blockFrom >= part.to) break;
        if (failed.overlaps(blockFrom, blockTo) || bad.overlaps(blockFrom, blockTo)) continue;
        findings.addWeak(blockFrom, blockTo, { ...part.value, exact: false, reads: 0 });
      }
    }
  }

  #sayBudget(): void {
    const { plan, endNotes } = this.context;
    if (this.#saidBudget) return;
    this.#saidBudget = true;
    endNotes.push(
      `narrowing stopped at its limit of ${plan.refineLimitMs / 1000} s (--refine-limit)`,
    );
  }
}

/** Of which a phase's part is reckoned: each takes about as long. */
function unitsOf(runs: readonly SweepRun[]): number {
  return runs.reduce((sum, { end }) => sum + end, 0);
}

/** The later outcome, unless the first already ended the phase. */
function worse(first: Outcome, later: Outcome): Outcome {
  return first === 'done' ? later : first;
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
