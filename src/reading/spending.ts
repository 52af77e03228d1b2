// How a sweep spends the device's time: first on what it does not count, then until its budget is
// gone.

import type { WorkerShared } from '../addon/worker-shared.ts';
import type { SweepRun, SweepTask } from './sweep.ts';

/** What one native slice is asked for. */
export interface SlicePart {
  readonly run: SweepRun;
  /** Exclusive: a warm-up ends before the run. */
  readonly end: number;
  /** In classes, errors and histogram. */
  readonly counts: boolean;
  /** 0: any. */
  readonly deviceBudgetNs: number;
}

/** Of device time: where something is to be read though none is left. */
const LEAST_NS = 1;

export class Spending {
  readonly #beganNs: number;
  /** When the warm-up was over; null: it is not. */
  #countsFromNs: number | null;
  #hasBegun = false;

  constructor(
    private readonly task: SweepTask,
    private readonly shared: WorkerShared,
  ) {
    this.#beganNs = shared.deviceNs;
    this.#countsFromNs = task.warmUp === undefined ? this.#beganNs : null;
  }

  /** Of the device's time, what is counted. */
  get countedNs(): number {
    return this.#countsFromNs === null ? 0 : this.shared.deviceNs - this.#countsFromNs;
  }

  /** The next slice of run number `index`, which stands at block `next`; null: the time is spent. */
  next(run: SweepRun, index: number, next: number): SlicePart | null {
    const spentNs = this.shared.deviceNs - this.#beganNs;
    if (this.#countsFromNs === null) {
      const { blocks, ms } = this.task.warmUp!;
      const end = index === 0 ? Math.min(run.end, run.first + blocks) : next;
      const leftNs = Math.ceil(ms * 1e6 - spentNs);
      if (next < end && leftNs > 0) return { run, end, counts: false, deviceBudgetNs: leftNs };
      this.#countsFromNs = this.shared.deviceNs;
    }
    const deviceBudgetNs = this.#leftNs(spentNs);
    if (deviceBudgetNs === null) return null;
    this.#hasBegun = true;
    return { run, end: run.end, counts: this.task.firstReading, deviceBudgetNs };
  }

  #leftNs(spentNs: number): number | null {
    const { deviceBudgetMs, warmUp } = this.task;
    if (deviceBudgetMs === null) return 0;
    const leftNs = Math.ceil(deviceBudgetMs * 1e6 - spentNs);
    if (leftNs > 0) return leftNs;
    return warmUp === undefined || this.#hasBegun ? null : LEAST_NS;
  }
}
