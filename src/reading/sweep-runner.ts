// Runs a sweep to its end: past storms of errors that turn out to be the disk's, up to a disk that left.
// Remembers each worker's failures in a row, as those count for nothing if it had left by then.

import type { WorkerShared } from '../addon/worker-shared.ts';
import { Grid } from '../vocabulary/grid.ts';
import { isDiskPresent } from './disk-presence.ts';
import { hangLimitMs, type Reading, type SweepRun, type SweepTask } from './sweep.ts';
import type { SweepContext } from './sweep-context.ts';
import { hungTrouble, isEnd, leftTrouble, notOpenedTrouble, troubleOf } from './trouble.ts';
import type { SweepEnd } from './worker-control.ts';

/** So many failures of ABRT, IO or TIME in a row are a storm: a presence check is due. */
export const STORM_ROW = 32;

export type Outcome = 'done' | 'stopped' | 'enough' | 'budget' | 'lost';

export interface SweepOutcome {
  readonly outcome: Outcome;
  /** Where the sweep ended: the run of the order, and the block in it. */
  readonly run: number;
  readonly next: number;
}

/** What is not given: no map, no limit, counted nowhere, and no good reading recorded. */
export type Order = Pick<SweepTask, 'runs' | 'unitSectors' | 'phaseLba'> &
  Partial<
    Pick<
      SweepTask,
      'map' | 'failedBlocks' | 'failedLimit' | 'firstReading' | 'recordFromMs' | 'deviceBudgetMs'
    >
  >;

export class SweepRunner {
  /** Failures that neither a good reading nor a presence check followed. */
  readonly #trails = new Map<WorkerShared, Reading[]>();
  /** How many failures in a row make the next presence check: more, each time that the disk was there. */
  readonly #rowThreshold = new Map<WorkerShared, number>();
  #presenceCheck: Promise<boolean> | null = null;

  /** `readBefore`: runs of one read each that read well, for presence checks. */
  constructor(
    private readonly context: SweepContext,
    private readonly readBefore: () => readonly SweepRun[],
  ) {}

  /** `tell` gets the readings that are recorded, `progress` how far they go: the run of `order`, and the
   * block in it. What ends it for good is in the context's `trouble`. */
  async run(
    worker: WorkerShared,
    order: Order,
    tell: (reading: Reading) => void,
    progress?: (run: number, next: number) => void,
  ): Promise<SweepOutcome> {
    let base = 0;
    let runs = order.runs;
    for (;;) {
      if (this.context.trouble !== null || this.#isEnough(order)) {
        const outcome = this.context.trouble === null ? 'enough' : 'lost';
        return { outcome, run: base, next: runs[0]!.first };
      }
      const end = await this.#sweep(worker, { ...order, runs }, tell, (run, next) =>
        progress?.(base + run, next),
      );
      const reached = { run: base + end.run, next: end.next };
      if (end.stop !== 'row') return { outcome: this.#outcome(worker, end), ...reached };
      if (!(await this.#isDiskPresent())) {
        return { outcome: this.context.stopping ? 'stopped' : 'lost', ...reached };
      }
      this.#rowThreshold.set(worker, 2 * this.#rowThresholdOf(worker));
      worker.forgetRow();
      runs = restOf(runs, end);
      base += end.run;
      if (runs[0]!.first >= runs[0]!.end) {
        runs = runs.slice(1);
        base++;
      }
      if (runs.length === 0) return { outcome: 'done', ...reached };
    }
  }

  /** Whether the failures that a phase ended with are the disk's, not its absence's. */
  async verifyTrails(): Promise<boolean> {
    if (this.context.trouble !== null) return false;
    const { control, stopping } = this.context;
    const open = control.workers.some((worker) => worker.row > 0 && this.#trails.has(worker));
    if (!open) return true;
    // No check any more: what is not known is not the disk's.
    if (stopping) return false;
    // Less than a storm, of all workers together, on a disk that never read: nothing says that it
    // could have been there.
    const row = control.workers.reduce((sum, worker) => sum + worker.row, 0);
    if (row < STORM_ROW && !control.anyGoodReading) return true;
    return this.#isDiskPresent();
  }

  /** The failures in a row that a worker ended with, LBAs [from, to), the last first. */
  *trailing(worker: WorkerShared, unitSectors: number, phaseLba: number): Generator<Reading> {
    let left = worker.row;
    for (const reading of [...(this.#trails.get(worker) ?? [])].reverse()) {
      if (left === 0) return;
      const units = new Grid(reading.from, reading.to, unitSectors, phaseLba);
      const taken = Math.min(left, units.blocks);
      left -= taken;
      yield { ...reading, from: units.startOf(units.blocks - taken) };
    }
  }

  /** Of what a worker read upwards to `reached`, the LBA below which the disk is known to have been there. */
  trustedBelow(
    worker: WorkerShared,
    reached: number,
    unitSectors: number,
    phaseLba: number,
  ): number {
    let below = reached;
    for (const { from } of this.trailing(worker, unitSectors, phaseLba)) {
      below = Math.min(below, from);
    }
    return below;
  }

  #rowThresholdOf(worker: WorkerShared): number {
    return this.#rowThreshold.get(worker) ?? STORM_ROW;
  }

  #sweep(
    worker: WorkerShared,
    order: Order,
    tell: (reading: Reading) => void,
    progress: (run: number, next: number) => void,
  ): Promise<SweepEnd> {
    const { address, plan, control } = this.context;
    const depth = order.firstReading ? plan.depth : 1;
    const task = {
      map: null,
      failedBlocks: null,
      failedLimit: 0,
      firstReading: false,
      recordFromMs: null,
      deviceBudgetMs: null,
      ...order,
      address: address.kind === 'path' ? { ...address, depth } : address,
      timeoutMs: plan.timeoutMs,
      hangMs: hangLimitMs(address, plan),
      rowLimit: worker.row + this.#rowThresholdOf(worker),
    };
    return control.sweep(
      worker,
      task,
      (reading) => {
        this.#remember(worker, reading);
        if (!isEnd(reading)) tell(reading);
      },
      progress,
    );
  }

  #remember(worker: WorkerShared, reading: Reading): void {
    if (isEnd(reading)) {
      this.context.trouble ??= troubleOf(this.context.target.device.path, reading);
      return;
    }
    if (reading.error === 0) return;
    const trail = this.#trails.get(worker);
    if (trail === undefined) this.#trails.set(worker, [reading]);
    else trail.push(reading);
    // Failures before the last good reading are the disk's: only `row` of them are open.
    if (worker.row > 0) return;
    this.#trails.delete(worker);
    this.#rowThreshold.delete(worker);
  }

  #outcome(worker: WorkerShared, end: SweepEnd): Outcome {
    const { context } = this;
    const { path } = context.target.device;
    if (end.failure !== undefined) {
      context.trouble ??= notOpenedTrouble(path, end.failure);
    }
    if (end.stop === 'hung') {
      context.trouble ??= hungTrouble(path, context.plan.hangMs, worker.inFlightLba);
    }
    if (context.trouble !== null) {
      context.control.halt();
      return 'lost';
    }
    if (end.stop === 'done' || end.stop === 'enough' || end.stop === 'budget') return end.stop;
    return 'stopped';
  }

  /** So many blocks have failed, here or with other workers, that the order is to end. */
  #isEnough({ failedBlocks, failedLimit }: Order): boolean {
    if (!failedBlocks || !failedLimit) return false;
    return Atomics.load(new Uint32Array(failedBlocks), 0) >= failedLimit;
  }

  /** One check for all workers that ask at the same time; nothing else is read meanwhile. */
  async #isDiskPresent(): Promise<boolean> {
    this.#presenceCheck ??= this.#checkPresence();
    const there = await this.#presenceCheck;
    this.#presenceCheck = null;
    return there;
  }

  async #checkPresence(): Promise<boolean> {
    const { context } = this;
    context.control.freeze(true);
    const there = await Promise.race([
      isDiskPresent(context, this.readBefore()),
      context.control.left.then(() => false),
    ]);
    context.control.freeze(false);
    if (there) this.#trails.clear();
    if (there || context.stopping) return there;
    context.trouble ??= leftTrouble(context.target.device.path, context.control.anyGoodReading);
    context.control.halt();
    return false;
  }
}

function restOf(runs: readonly SweepRun[], end: SweepEnd): SweepRun[] {
  return [{ ...runs[end.run]!, first: end.next }, ...runs.slice(end.run + 1)];
}
