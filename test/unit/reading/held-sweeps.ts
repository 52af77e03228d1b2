// A disk's workers over sweeps that end when the test says so, by a clock that the test holds.

import { afterEach, beforeEach, vi } from 'vitest';
import type { WorkerShared } from '../../../src/addon/worker-shared.ts';
import type { WorkerPool } from '../../../src/reading/pool.ts';
import type { SweepMessage } from '../../../src/reading/sweep.ts';
import { type SweepEnd, WorkerControl } from '../../../src/reading/worker-control.ts';

export const RUNS = [{ fromLba: 0, toLba: 1000, first: 3, end: 10 }];

export const TASK = {
  address: { kind: 'sim', spec: '', shared: new SharedArrayBuffer(0), depth: 1 },
  runs: RUNS,
  unitSectors: 100,
  phaseLba: 0,
  map: null,
  failedBlocks: null,
  failedLimit: 0,
  firstReading: false,
  recordFromMs: null,
  timeoutMs: 30_000,
  hangMs: null,
  rowLimit: 32,
  deviceBudgetMs: null,
} as const;

/** Sweeps that end when the test says so. */
export class HeldPool {
  readonly ends: ((message: Partial<SweepMessage>) => void)[] = [];
  tell: (message: SweepMessage) => void = () => {};

  sweep(_: unknown, tell: (message: SweepMessage) => void): Promise<SweepMessage> {
    this.tell = tell;
    return new Promise((resolve) => {
      this.ends.push((message) =>
        resolve({ records: new Float64Array(), run: 0, next: 10, stop: 'done', ...message }),
      );
    });
  }
}

/** Of the control that was made last. */
export let pool: HeldPool;

export function aControl(jobs = 3, clockRate = 1, readBefore = false): WorkerControl {
  pool = new HeldPool();
  const control = new WorkerControl(jobs, clockRate, readBefore);
  control.employ(pool as unknown as WorkerPool);
  return control;
}

export function sweeping(control: WorkerControl, worker: WorkerShared): { end: SweepEnd | null } {
  const sweep: { end: SweepEnd | null } = { end: null };
  void control
    .sweep(worker, TASK, () => {})
    .then((end) => {
      sweep.end = end;
    });
  return sweep;
}

/** For all tests of a file. */
export function holdClock(): void {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });

  afterEach(() => {
    vi.useRealTimers();
  });
}
