// Runs a sweep to its end: past storms of errors that turn out to be the disk's, up to a disk that left.

import type { WorkerShared } from '../addon/worker-shared.ts';
import type { LbaRange } from '../vocabulary/ranges.ts';
import { type Order, type Outcome, restOf, runsOver, type SweepOutcome } from './order.ts';
import { PresenceCheck } from './presence-check.ts';
import { hangLimitMs, type Reading, type SweepRun } from './sweep.ts';
import { isTold, type SweepContext } from './sweep-context.ts';
import { Trails } from './trails.ts';
import { hungTrouble, isEnd, troubleOf } from './trouble.ts';
import type { SweepEnd } from './worker-control.ts';

/** Each time that so many failed in a row with ABRT, IO or TIME it is a storm: a presence check is due. */
export const STORM_ROW = 32;

/** Of one run of failures: each time the disk must have failed where it had read well, and not in a look
 * before. */
const MOST_TAKE_BACKS = 8;

type Tell = (reading: Reading) => void;

interface Part {
  readonly whole: Order;
  readonly takeBacks: number;
}

export class SweepRunner {
  readonly #trails = new Trails();
  /** The last order of each reader. */
  readonly #last = new Map<WorkerShared, { readonly order: Order; readonly tell: Tell }>();
  readonly #presence: PresenceCheck;

  /** `readBefore`: runs of one read each that read well, for presence checks. */
  constructor(
    private readonly context: SweepContext,
    readBefore: () => readonly SweepRun[],
  ) {
    this.#presence = new PresenceCheck(context, readBefore);
  }

  /** `tell` gets the readings that are recorded, `progress` how far they go: the run of `order`, and the
   * block in it. What ends it for good is in the context's `trouble`. */
  run(
    worker: WorkerShared,
    order: Order,
    tell: Tell,
    progress?: (run: number, next: number) => void,
  ): Promise<SweepOutcome> {
    this.#last.set(worker, { order, tell });
    return this.#run(worker, order, tell, progress, { whole: order, takeBacks: MOST_TAKE_BACKS });
  }

  /** `of`: the order that this is a part of, and how often its failures may still be taken back. */
  async #run(
    worker: WorkerShared,
    order: Order,
    tell: Tell,
    progress: ((run: number, next: number) => void) | undefined,
    of: Part,
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
      if (end.refusal !== null) {
        this.context.driveWay!.giveUp(end.refusal);
        // One that could not begin has reached nothing.
        if (end.failure === undefined) {
          runs = restOf(runs, end);
          base += end.run;
        }
        continue;
      }
      const reached = { run: base + end.run, next: end.next };
      if (end.stop !== 'row') return { outcome: await this.#outcome(worker, end), ...reached };
      const presence = await this.#look();
      if (presence === 'gone') {
        return { outcome: this.context.stopping ? 'stopped' : 'lost', ...reached };
      }
      if (presence === 'doubtful' && of.takeBacks > 0) {
        const outcome = await this.#readAgain(worker, tell, of);
        if (outcome !== 'done') return { outcome, ...reached };
      } else {
        this.#trails.close(worker);
        worker.forgetRow();
      }
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
    const isOpen = () => control.readers.some((reader) => this.#isOpen(reader));
    if (!isOpen()) return true;
    // No check any more: what is not known is not the disk's.
    if (stopping) return false;
    // Less than a storm, of all workers together, on a disk that never read: nothing says that it
    // could have been there.
    const row = control.readers.reduce((sum, reader) => sum + reader.row, 0);
    if (row < STORM_ROW && !control.anyGoodReading) return this.#areTheDisks();
    let presence = await this.#look();
    if (presence === 'doubtful') {
      for (const reader of control.readers) {
        const last = this.#isOpen(reader) ? this.#last.get(reader) : undefined;
        if (last === undefined) continue;
        const all = { whole: last.order, takeBacks: MOST_TAKE_BACKS };
        if ((await this.#readAgain(reader, last.tell, all)) !== 'done') return false;
      }
      if (isOpen()) presence = await this.#look();
    }
    return presence === 'gone' ? false : this.#areTheDisks();
  }

  #areTheDisks(): true {
    this.#trails.clear();
    for (const reader of this.context.control.readers) reader.forgetRow();
    return true;
  }

  /** What a reader failed to read, or did not read again, before anything showed that the disk was there:
   * the last first. */
  trailing(reader: WorkerShared, unitSectors: number, phaseLba: number): readonly LbaRange[] {
    if (this.#isOpen(reader)) return this.#trails.of(reader, unitSectors, phaseLba);
    this.#trails.close(reader);
    return [];
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

  async #look() {
    const presence = await this.#presence.check();
    if (presence === 'there') this.#trails.clear();
    return presence;
  }

  #isOpen(reader: WorkerShared): boolean {
    const { control } = this.context;
    // The probe reads nothing more after spin-up: what the workers then read shows as much.
    const isFollowed =
      reader === control.probe && control.workers.some((worker) => worker.goodReadings > 0);
    return !isFollowed && this.#trails.isOpen(reader);
  }

  /** Takes back what failed in a row, and reads it once more. */
  async #readAgain(worker: WorkerShared, tell: Tell, { whole, takeBacks }: Part): Promise<Outcome> {
    const { unitSectors, phaseLba, takeBack, readAgain } = whole;
    const open = this.#trails.failedOf(worker, unitSectors, phaseLba);
    const again = takeBack === undefined ? [] : runsOver(open, whole);
    worker.forgetRow();
    this.#trails.close(worker);
    if (again.length === 0) return 'done';
    const ranges = again.map(({ range }) => range);
    for (const { from, to } of ranges) takeBack!(from, to);
    this.#trails.takeBack(worker, ranges);
    const all = { runs: again.map(({ run }) => run), failedLimit: 0, deviceBudgetMs: null };
    const part = { whole, takeBacks: takeBacks - 1 };
    const { outcome } = await this.#run(worker, { ...whole, ...all }, tell, undefined, part);
    for (const { from, to } of ranges) readAgain?.(from, to);
    if (outcome === 'done') this.#trails.readAgain(worker);
    return outcome;
  }

  /** `refusal`: why it cannot be read through the drive; null: it was, or was not to be. */
  async #sweep(
    worker: WorkerShared,
    { takeBack, readAgain, byDrive, ...order }: Order,
    tell: Tell,
    progress: (run: number, next: number) => void,
  ): Promise<SweepEnd & { readonly refusal: string | null }> {
    const { address, plan, control, driveWay } = this.context;
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
      rowLimit: Math.max(STORM_ROW, worker.row + 1),
    };
    const hear = (reading: Reading) => {
      this.#remember(worker, reading);
      if (!isEnd(reading) && isTold(reading, task.recordFromMs, this.context)) tell(reading);
    };
    const site = byDrive ? await driveWay?.site() : null;
    if (site) return driveWay!.sweep(control, worker, { task, site, hear, progress });
    return { ...(await control.sweep(worker, task, hear, progress)), refusal: null };
  }

  #remember(worker: WorkerShared, reading: Reading): void {
    if (isEnd(reading)) {
      this.context.trouble ??= troubleOf(this.context.target.device.path, reading);
      return;
    }
    if (reading.error !== 0) this.#trails.add(worker, reading);
  }

  async #outcome(worker: WorkerShared, end: SweepEnd): Promise<Outcome> {
    const { context } = this;
    const { path } = context.target.device;
    if (end.failure !== undefined) {
      context.trouble ??= await this.#presence.notOpened(end.failure);
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
}
