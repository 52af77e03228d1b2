// A disk's workers: their shared memory, their control words, and the reads they wait for.

import { native } from '../addon/native.ts';
import { allocateWorkers, WorkerShared } from '../addon/worker-shared.ts';
import { defect } from '../vocabulary/errors.ts';
import type { WorkerPool } from './pool.ts';
import {
  type Reading,
  readings,
  type SweepMessage,
  type SweepStop,
  type SweepTask,
} from './sweep.ts';
import type { Wait } from './under-way.ts';

/** A read that has been out for so long is shown. */
const SHOW_WAIT_SECONDS = 5;
/** How long a stopped worker may take to come back from its read before it is left behind. */
const STOP_GRACE_MS = 1500;

export interface SweepEnd {
  readonly stop: SweepStop;
  readonly run: number;
  readonly next: number;
  readonly failure?: SweepMessage['failure'];
  /** As SweepMessage has it; absent where the sweep could not begin, or was left behind. */
  readonly countedNs?: number;
  /** The worker was left in a read that does not return. */
  readonly abandoned: boolean;
}

export type WorkerTask = Omit<SweepTask, 'workers' | 'workerIndex'>;

export class WorkerControl {
  readonly workers: readonly WorkerShared[];
  /** For readings that are no part of a worker's order: spin-up and presence check. */
  readonly probe: WorkerShared;
  /** All who read the disk: workers and probe. */
  readonly readers: readonly WorkerShared[];
  /** Set once a worker had to be left behind in a read. */
  abandoned = false;
  /** Set once a worker came back without the answer to a read. */
  unanswered = false;
  readonly #memory: SharedArrayBuffer;
  readonly #retired = new Set<WorkerShared>();
  readonly #held = new Set<WorkerShared>();
  readonly #busy = new Set<WorkerShared>();
  /** Until their sweep has ended: what else is commanded meanwhile does not send them on. */
  readonly #halted = new Set<WorkerShared>();
  readonly #pauses = new Set<'user' | 'heat'>();
  #frozen = false;
  /** On the monotonic clock, nanoseconds: since when this program runs without a stop. */
  #awakeSinceNs = 0;
  #stopped = false;
  /** Resolves a moment after `stop`: nobody waits any longer for a read that does not return. */
  readonly left: Promise<void>;
  #leave: (() => void) | null = null;
  #pool: WorkerPool | null = null;

  /** `clockRate`: of the device's clock, nanoseconds a wall nanosecond. `readBefore`: earlier runs of
   * the scan read something well. */
  constructor(
    jobs: number,
    private readonly clockRate: number,
    private readonly readBefore: boolean,
  ) {
    this.#memory = allocateWorkers(jobs + 1);
    const all = Array.from({ length: jobs + 1 }, (_, i) => new WorkerShared(this.#memory, i));
    this.workers = all.slice(0, jobs);
    this.probe = all[jobs]!;
    this.readers = all;
    this.left = new Promise((resolve) => {
      this.#leave = resolve;
    });
  }

  /** Gives the workers their threads. */
  employ(pool: WorkerPool): void {
    this.#pool = pool;
  }

  /** Until there is no reason left. */
  pause(reason: 'user' | 'heat' = 'user'): void {
    this.#pauses.add(reason);
    this.#command();
  }

  resume(reason: 'user' | 'heat' = 'user'): void {
    this.#pauses.delete(reason);
    this.#command();
  }

  /** Every sweep ends at its next block; one whose read does not return is left behind. */
  stop(): void {
    this.#stopped = true;
    this.#command();
    setTimeout(() => this.#leave?.(), STOP_GRACE_MS).unref();
  }

  /** The disk does not answer any more: its workers are left where they are. */
  abandon(): void {
    for (const worker of this.#busy) this.#halted.add(worker);
    this.#command();
    setTimeout(() => this.#leave?.(), STOP_GRACE_MS).unref();
  }

  /** Takes a worker out of the pass for good. */
  retire(worker: WorkerShared): void {
    this.#retired.add(worker);
    this.#command();
  }

  /** Reads in flight a worker, at most. */
  limitDepth(reads: number): void {
    for (const worker of this.workers) worker.limitDepth(reads);
  }

  /** Of the disk: shared by those that read now; null: none. */
  limitRate(bytesPerSecond: number | null, readers: readonly WorkerShared[]): void {
    const each = Math.ceil((bytesPerSecond ?? 0) / Math.max(1, readers.length));
    for (const worker of readers) worker.limitRate(each);
    this.probe.limitRate(bytesPerSecond ?? 0);
  }

  /** During a presence check nobody else reads the disk. */
  freeze(frozen: boolean): void {
    this.#frozen = frozen;
    this.#command();
  }

  /** Ends all sweeps under way; later ones run. */
  halt(): void {
    for (const worker of this.#busy) this.#halted.add(worker);
    this.#command();
  }

  isRetired(worker: WorkerShared): boolean {
    return this.#retired.has(worker);
  }

  /** Nothing more is sent to the disk by any worker but those named. */
  hold(others: ReadonlySet<WorkerShared>): void {
    for (const worker of this.workers) if (!others.has(worker)) this.#held.add(worker);
    this.#command();
  }

  release(): void {
    if (this.#held.size === 0) return;
    this.#held.clear();
    this.#command();
  }

  /** `tell` gets the readings that are recorded, `progress` how far they go. Throws ERR_DEFECT for a sweep
   * without runs, or before `employ`; rejects with it where the thread fails. */
  async sweep(
    worker: WorkerShared,
    task: WorkerTask,
    tell: (reading: Reading) => void,
    progress?: (run: number, next: number) => void,
  ): Promise<SweepEnd> {
    const first = task.runs[0];
    if (first === undefined || this.#pool === null) throw defect('a sweep without runs or threads');
    worker.beginAt(first.first);
    this.#halted.delete(worker);
    this.#commandOne(worker);
    this.#busy.add(worker);
    let reached = { run: 0, next: first.first };
    const whole = { ...task, workers: this.#memory, workerIndex: worker.index };
    const last = this.#pool.sweep(whole, (message) => {
      for (const reading of readings(message.records)) tell(reading);
      reached = { run: message.run, next: message.next };
      progress?.(message.run, message.next);
    });
    const end = await Promise.race([last, this.left]);
    this.#busy.delete(worker);
    if (end !== undefined) {
      if (end.outstanding) this.unanswered = true;
      return { ...end, stop: end.stop!, abandoned: false };
    }
    this.abandoned = true;
    last.catch(() => {}); // it may still end, but nobody listens any more
    return { ...reached, stop: 'control', abandoned: true };
  }

  /** Whether any block or, when narrowing, any sector alone ever read well. */
  get anyGoodReading(): boolean {
    if (this.readBefore) return true;
    return this.workers.some((worker) => worker.latencyMinNs > 0 || worker.lastAloneLba !== null);
  }

  /** The program itself was stopped (SIGSTOP, Ctrl-Z): how long reads seem to be out says nothing. */
  slept(): void {
    this.#awakeSinceNs = native.monotonicNs();
  }

  /** The LBAs at which reads are out. */
  readingAt(): number[] {
    const out = this.readers.filter((worker) => worker.inFlightSinceNs > 0);
    return out.map((worker) => worker.inFlightLba);
  }

  /** Of the oldest read that is out, on the disk's clock; null: none is, or that clock is not the wall's. */
  oldestRead(): { readonly lba: number; readonly ms: number } | null {
    let oldest: { lba: number; ms: number } | null = null;
    if (!Number.isFinite(this.clockRate)) return null;
    for (const worker of this.#busy) {
      const ms = (this.#waitingNs(worker) * this.clockRate) / 1e6;
      if (ms > (oldest?.ms ?? 0)) oldest = { lba: worker.inFlightLba, ms };
    }
    return oldest;
  }

  /** Workers whose read has been out for longer than this, on the disk's clock. */
  lateWorkers(timeoutMs: number): Set<WorkerShared> {
    const late = new Set<WorkerShared>();
    if (!Number.isFinite(this.clockRate)) return late;
    for (const worker of [...this.#busy]) {
      if (this.#waitingNs(worker) * this.clockRate > timeoutMs * 1e6) late.add(worker);
    }
    return late;
  }

  /** The longest-waiting read, if it has been out long enough to be shown. */
  get wait(): Wait | null {
    let longest: Wait | null = null;
    for (const worker of this.#busy) {
      const seconds = this.#waitingNs(worker) / 1e9;
      if (seconds < SHOW_WAIT_SECONDS || seconds < (longest?.seconds ?? 0)) continue;
      longest = { lba: worker.inFlightLba, seconds };
    }
    return longest;
  }

  #waitingNs(worker: WorkerShared): number {
    const since = worker.inFlightSinceNs;
    return since === 0 ? 0 : native.monotonicNs() - Math.max(since, this.#awakeSinceNs);
  }

  #command(): void {
    for (const worker of this.readers) this.#commandOne(worker);
  }

  #commandOne(worker: WorkerShared): void {
    const ends = this.#stopped || this.#retired.has(worker) || this.#halted.has(worker);
    if (ends) worker.command('stop');
    else if (this.#pauses.size > 0 || this.#held.has(worker)) worker.command('pause');
    else if (this.#frozen && worker !== this.probe) worker.command('pause');
    else worker.command('run');
  }
}
