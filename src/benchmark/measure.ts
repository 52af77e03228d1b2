// Measures: reads what it is given until the time is up, and says how fast that went. Past failures,
// but not past a disk that left or hangs.

import type { WorkerShared } from '../addon/worker-shared.ts';
import { AwakeClock } from '../reading/awake-clock.ts';
import { lookForDisk } from '../reading/disk-presence.ts';
import { HangWatch } from '../reading/hang-watch.ts';
import type { WorkerPool } from '../reading/pool.ts';
import {
  type Address,
  hangLimitMs,
  type Reading,
  type SweepRun,
  type WarmUp,
} from '../reading/sweep.ts';
import { addressOf, type SweepContext } from '../reading/sweep-context.ts';
import { STORM_ROW } from '../reading/sweep-runner.ts';
import {
  hungTrouble,
  isEnd,
  leftTrouble,
  notOpenedTrouble,
  type Trouble,
  troubleOf,
} from '../reading/trouble.ts';
import type { Wait } from '../reading/under-way.ts';
import { type SweepEnd, WorkerControl } from '../reading/worker-control.ts';
import type { InspectedTarget } from '../vocabulary/device.ts';
import { Failures } from './failures.ts';
import { type Measured, measuredSpeed } from './measured-speed.ts';
import type { Way } from './plan.ts';

/** No read is late; one that hangs ends the benchmark. */
const LIMITS = { depth: 1, timeoutMs: 0, hangMs: 30_000 } as const;

export interface Measure extends Way {
  /** On the budget's clock. */
  readonly budgetMs: number;
  readonly warmUp: WarmUp;
  /** One failing read is enough: there would only be more of it. */
  readonly endsAtFailure?: boolean;
  /** What is read next; null: nothing more. */
  next(): SweepRun | null;
}

export class Measurer {
  readonly failures = new Failures();
  /** The system's cache may have answered. */
  cached: boolean;
  readonly #control: WorkerControl;
  readonly #context: SweepContext & { stopping: boolean };
  readonly #clock = new AwakeClock();
  readonly #hangWatch: HangWatch;
  /** Where reads succeeded: a presence check reads there again. */
  readonly #knownGood: number[] = [];
  /** Failures that neither a good reading nor a presence check followed. */
  readonly #pending: { readonly reading: Reading; readonly blockSectors: number }[] = [];
  /** Of sweeps that are over. */
  #deviceNs = 0;

  constructor(private readonly target: InspectedTarget) {
    this.#control = new WorkerControl(1, target.clockRate, false);
    const address = addressOf(target, { engine: target.device.kind === 'sim' ? 'sim' : 'pread' });
    const state = { trouble: null, stopping: false };
    this.#context = { target, address, plan: LIMITS, control: this.#control, ...state };
    this.#hangWatch = new HangWatch(this.#context, this.#clock);
    this.cached = !target.cacheBypassed;
  }

  /** Why it cannot go on. */
  get trouble(): Trouble | null {
    return this.#context.trouble;
  }

  get stopping(): boolean {
    return this.#context.stopping;
  }

  employ(pool: WorkerPool): void {
    this.#control.employ(pool);
  }

  /** Milliseconds: the wall's without the program's stops, but for simulated disks that go at another
   * speed. */
  nowMs(): number {
    if (this.target.clockRate === 1) return this.#clock.nowMs();
    return (this.#deviceNs + this.#worker.deviceNs) / 1e6;
  }

  get wait(): Wait | null {
    return this.#control.wait;
  }

  /** A worker was left in a read that does not return. */
  get leftReadBehind(): boolean {
    return this.#control.abandoned;
  }

  /** Nothing more is to be read: stopped, or the disk is not there any more. */
  get isOver(): boolean {
    return this.trouble !== null || this.stopping || this.#control.abandoned;
  }

  /** Reads that never came back. */
  get unanswered(): boolean {
    return this.#control.abandoned || this.#control.unanswered;
  }

  stop(): void {
    this.#context.stopping = true;
    this.#control.stop();
  }

  /** Called a few times a second: a disk that does not answer is left. */
  watch(): void {
    this.#hangWatch.check();
  }

  /** One read that counts nowhere: a disk in standby takes seconds to spin up. */
  async spinUp(way: Way): Promise<void> {
    const toLba = way.blockBytes / this.target.device.logicalBytes;
    await this.#sweep(way, { fromLba: 0, toLba, first: 0, end: 1 }, null);
    if (!this.#control.abandoned) this.#worker.clear();
  }

  /** null: it was stopped, the disk is not there any more, or nothing could be read. */
  async measure(measure: Measure): Promise<Measured | null> {
    const endMs = this.nowMs() + measure.budgetMs;
    let countedNs = 0;
    let reached = 0;
    let warmUp: WarmUp | undefined = measure.warmUp;
    while (!this.isOver) {
      const leftMs = Math.max(0, endMs - this.nowMs());
      const isFirst = warmUp !== undefined;
      const run = isFirst || leftMs > 0 ? measure.next() : null;
      if (run === null) break;
      const end = await this.#sweep(measure, run, leftMs, warmUp);
      warmUp = undefined;
      countedNs += end.countedNs ?? 0;
      reached = end.next;
      if (end.stop === 'enough') break;
    }
    const measured = this.isOver ? null : measuredSpeed(this.#worker, measure, countedNs);
    this.#finish();
    return measured === null ? null : { ...measured, reached };
  }

  get #path(): string {
    return this.target.device.path;
  }

  get #worker() {
    return this.#control.workers[0]!;
  }

  async #sweep(
    way: Way & Pick<Measure, 'endsAtFailure'>,
    run: SweepRun,
    deviceBudgetMs: number | null,
    warmUp?: WarmUp,
  ): Promise<SweepEnd> {
    const blockSectors = way.blockBytes / this.target.device.logicalBytes;
    const failed: Reading[] = [];
    const end = await this.#control.sweep(
      this.#worker,
      {
        address: this.#addressFor(way),
        runs: [run],
        unitSectors: blockSectors,
        phaseLba: run.fromLba % blockSectors,
        map: null,
        failedBlocks: way.endsAtFailure ? new SharedArrayBuffer(4) : null,
        failedLimit: way.endsAtFailure ? 1 : 0,
        timeoutMs: LIMITS.timeoutMs,
        hangMs: hangLimitMs(this.#context.address, LIMITS),
        firstReading: true,
        recordFromMs: null,
        rowLimit: STORM_ROW,
        deviceBudgetMs,
        ...(warmUp === undefined ? {} : { warmUp }),
      },
      (reading) => {
        if (isEnd(reading)) this.#context.trouble ??= troubleOf(this.#path, reading);
        else if (reading.error !== 0) failed.push(reading);
      },
    );
    const context = this.#context;
    if (end.failure !== undefined) context.trouble ??= notOpenedTrouble(this.#path, end.failure);
    if (end.stop === 'hung') {
      context.trouble ??= hungTrouble(this.#path, LIMITS.hangMs, this.#worker.inFlightLba);
    }
    this.#pending.push(...failed.map((reading) => ({ reading, blockSectors })));
    if (end.stop === 'row') await this.#checkPresence();
    if (this.#worker.row === 0) this.#confirmFailures();
    return end;
  }

  /** After a storm of errors. */
  async #checkPresence(): Promise<void> {
    const known = [...this.#knownGood, ...goodOf(this.#worker)];
    const runs = known.map((lba) => ({ fromLba: lba, toLba: lba + 1, first: 0, end: 1 }));
    if ((await lookForDisk(this.#context, runs)) !== 'gone') this.#worker.forgetRow();
    else if (!this.stopping) this.#context.trouble ??= leftTrouble(this.#path, false);
  }

  /** What failed was the disk's, and not its absence's. */
  #confirmFailures(): void {
    for (const { reading, blockSectors } of this.#pending.splice(0)) {
      this.failures.add(reading, blockSectors);
    }
  }

  /** Nothing more will be measured. */
  end(): void {
    if (this.trouble === null) this.#confirmFailures();
  }

  #addressFor({ engine, depth }: Way): Address {
    const { address } = this.#context;
    if (address.kind === 'sim') return { ...address, depth };
    return engine === 'sim' ? address : { ...address, engine, depth };
  }

  #finish(): void {
    const worker = this.#worker;
    this.#deviceNs += worker.deviceNs;
    this.cached ||= worker.cached;
    this.#knownGood.push(...goodOf(worker));
    // One that was left behind may yet write to it.
    if (!this.#control.abandoned) worker.clear();
  }
}

/** Where a warm-up read well: readings that count leave no LBA behind. */
function goodOf({ lastAloneLba }: WorkerShared): number[] {
  return lastAloneLba === null ? [] : [lastAloneLba];
}
