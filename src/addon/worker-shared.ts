// One worker's part of the shared memory, as the main thread and the worker see it: `struct
// WorkerShared` of native/core/worker_shared.h. The worker alone writes it, but for what it is commanded
// (the control word, the limits) and what is set anew while it has no sweep.

import { CLASS_NAMES, ERRORS, type ErrorCode } from '../vocabulary/classes.ts';
import { HISTOGRAM } from './histogram-shape.ts';
import { native } from './native.ts';

export const CONTROL = { run: 0, pause: 1, stop: 2 } as const;
export type Control = keyof typeof CONTROL;

/** Known once the addon is loaded; what only reads maps loads none. */
const layout = () => native.layout;

export function allocateWorkers(count: number): SharedArrayBuffer {
  return new SharedArrayBuffer(count * layout().workerBytes);
}

export class WorkerShared {
  /** All of it, as native code takes it. */
  readonly bytes: Uint8Array;
  readonly #words: Int32Array;
  readonly #longs: BigUint64Array;

  constructor(
    readonly memory: SharedArrayBuffer,
    readonly index: number,
  ) {
    const { workerBytes } = layout();
    const start = index * workerBytes;
    this.bytes = new Uint8Array(memory, start, workerBytes);
    this.#words = new Int32Array(memory, start, workerBytes / 4);
    this.#longs = new BigUint64Array(memory, start, Math.floor(workerBytes / 8));
  }

  get control(): number {
    return this.#word('control');
  }

  /** Also wakes a worker that pauses. */
  command(control: Control): void {
    Atomics.store(this.#words, layout().offsets.control! / 4, CONTROL[control]);
    Atomics.notify(this.#words, layout().offsets.control! / 4);
  }

  /** So many reads of the worker may be out at once; 0: as many as its reader takes. */
  limitDepth(reads: number): void {
    Atomics.store(this.#words, layout().offsets.depthLimit! / 4, reads);
  }

  /** No more than that is read on average, on the device's clock; 0: no limit. */
  limitRate(bytesPerSecond: number): void {
    const index = layout().offsets.rateBytesPerSecond! / 8;
    Atomics.store(this.#longs, index, BigInt(Math.ceil(bytesPerSecond)));
  }

  /** Blocks the thread until the control word no longer says pause. For workers. */
  waitWhilePaused(): void {
    const index = layout().offsets.control! / 4;
    while (Atomics.load(this.#words, index) === CONTROL.pause) {
      Atomics.wait(this.#words, index, CONTROL.pause, 1000);
    }
  }

  /** All is zero again, limits too, but the failures in a row: a storm may last longer than what is
   * counted. Only while the worker has no sweep. */
  clear(): void {
    const { row } = this;
    this.bytes.fill(0);
    Atomics.store(this.#words, layout().offsets.row! / 4, row);
  }

  /** Before a sweep is given to the worker: the frontier of the last one says nothing of this one. */
  beginAt(block: number): void {
    Atomics.store(this.#words, layout().offsets.frontier! / 4, block);
  }

  /** All blocks of the order under way below this one are read. */
  get frontier(): number {
    return this.#word('frontier');
  }

  /** Failures of ABRT, IO, TIME in a row. */
  get row(): number {
    return this.#word('row');
  }

  /** The failures in a row turned out to be the disk's. Only while the worker has no sweep. */
  forgetRow(): void {
    Atomics.store(this.#words, layout().offsets.row! / 4, 0);
  }

  /** The system's cache may have answered. */
  get cached(): boolean {
    return this.#word('cached') !== 0;
  }

  /** First readings by class 0…5. */
  classCount(index: number): number {
    return this.#word('classes', index);
  }

  /** First readings that succeeded. */
  get goodReadings(): number {
    return CLASS_NAMES.reduce((sum, _, index) => sum + this.classCount(index), 0);
  }

  /** First readings that failed so. */
  errorCount(code: ErrorCode): number {
    return this.#word('errors', ERRORS.find((entry) => entry.code === code)!.native);
  }

  /** Of the oldest read that is out. */
  get inFlightLba(): number {
    return this.#long('inFlightLba');
  }

  /** On the monotonic clock, nanoseconds; 0: no read is out. */
  get inFlightSinceNs(): number {
    return this.#long('inFlightSinceNs');
  }

  /** Time spent in orders, on the device's clock. */
  get deviceNs(): number {
    return this.#long('deviceNs');
  }

  /** Where the last reading that is no first one succeeded; null: nowhere yet. */
  get lastAloneLba(): number | null {
    const next = this.#long('lastAloneNext');
    return next === 0 ? null : next - 1;
  }

  /** Of all reads, whatever came of them. */
  get sectors(): number {
    return this.#long('sectors');
  }

  /** This, the least and the longest are of the first readings that succeeded; 0: none yet. */
  get latencySumNs(): number {
    return this.#long('latencySumNs');
  }

  get latencyMinNs(): number {
    return this.#long('latencyMinNs');
  }

  get latencyMaxNs(): number {
    return this.#long('latencyMaxNs');
  }

  addHistogramTo(sum: Float64Array): void {
    const start = layout().offsets.histogram! / 4;
    for (let i = 0; i < HISTOGRAM.buckets; i++) sum[i] = sum[i]! + (this.#words[start + i]! >>> 0);
  }

  #word(field: string, index = 0): number {
    return Atomics.load(this.#words, layout().offsets[field]! / 4 + index) >>> 0;
  }

  #long(field: string): number {
    return Number(Atomics.load(this.#longs, layout().offsets[field]! / 8));
  }
}
