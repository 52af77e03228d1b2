// What a disk's workers are commanded, and how long nobody answers before it is said or they are left.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { native } from '../../../src/addon/native.ts';
import { CONTROL, type WorkerShared } from '../../../src/addon/worker-shared.ts';
import type { WorkerPool } from '../../../src/reading/pool.ts';
import type { SweepMessage } from '../../../src/reading/sweep.ts';
import { type SweepEnd, WorkerControl } from '../../../src/reading/worker-control.ts';

const { offsets } = native.layout;
const RUNS = [{ fromLba: 0, toLba: 1000, first: 3, end: 10 }];
const TASK = {
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
class HeldPool {
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

let pool: HeldPool;
function aControl(jobs = 3, clockRate = 1, readBefore = false): WorkerControl {
  pool = new HeldPool();
  const control = new WorkerControl(jobs, clockRate, readBefore);
  control.employ(pool as unknown as WorkerPool);
  return control;
}

const words = ({ workers, probe }: WorkerControl) =>
  [...workers, probe].map(({ control }) =>
    Object.keys(CONTROL).find((word) => CONTROL[word as keyof typeof CONTROL] === control),
  );

function sweeping(control: WorkerControl, worker: WorkerShared): { end: SweepEnd | null } {
  const sweep: { end: SweepEnd | null } = { end: null };
  void control
    .sweep(worker, TASK, () => {})
    .then((end) => {
      sweep.end = end;
    });
  return sweep;
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('what the workers are commanded', () => {
  test('while it is looked for the disk, nobody but the probe reads', () => {
    const control = aControl();
    control.freeze(true);
    expect(words(control)).toEqual(['pause', 'pause', 'pause', 'run']);
    control.freeze(false);
    expect(words(control)).toEqual(['run', 'run', 'run', 'run']);
  });

  test('a sweep that begins meanwhile does not read either', () => {
    const control = aControl();
    control.freeze(true);
    sweeping(control, control.workers[1]!);
    expect(words(control)[1]).toBe('pause');
  });

  test('a pause is for all', () => {
    const control = aControl();
    control.pause();
    expect(words(control)).toEqual(['pause', 'pause', 'pause', 'pause']);
    control.freeze(true);
    expect(words(control)).toEqual(['pause', 'pause', 'pause', 'pause']);
    control.resume();
    expect(words(control)).toEqual(['pause', 'pause', 'pause', 'run']);
  });

  test('a stop is for all, and the last word', () => {
    const control = aControl();
    control.stop();
    control.pause();
    control.freeze(true);
    expect(words(control)).toEqual(['stop', 'stop', 'stop', 'stop']);
  });

  test('while a read is late nothing is sent by the others; then they go on', () => {
    const control = aControl();
    control.hold(new Set([control.workers[1]!]));
    expect(words(control)).toEqual(['pause', 'run', 'pause', 'run']);
    control.release();
    expect(words(control)).toEqual(['run', 'run', 'run', 'run']);
  });

  test('one that is taken out stays out', () => {
    const control = aControl();
    control.retire(control.workers[2]!);
    control.resume();
    expect(words(control)).toEqual(['run', 'run', 'stop', 'run']);
    expect(control.workers.map((worker) => control.isRetired(worker))).toEqual([
      false,
      false,
      true,
    ]);
  });

  test.each([
    'halt',
    'abandon',
  ] as const)('%s ends the sweeps under way, and no later one', async (call) => {
    const control = aControl();
    sweeping(control, control.workers[0]!);
    control[call]();
    control.resume(); // what else is commanded meanwhile does not send it on
    expect(words(control)).toEqual(['stop', 'run', 'run', 'run']);
    pool.ends[0]!({ stop: 'control' });
    await vi.advanceTimersByTimeAsync(0);
    sweeping(control, control.workers[0]!);
    expect(words(control)[0]).toBe('run');
  });
});

describe('a sweep', () => {
  test('ends as its last message says', async () => {
    const control = aControl();
    const sweep = sweeping(control, control.workers[0]!);
    pool.ends[0]!({ stop: 'row', run: 0, next: 7 });
    await vi.advanceTimersByTimeAsync(0);
    expect(sweep.end).toMatchObject({ stop: 'row', run: 0, next: 7, abandoned: false });
    expect([control.abandoned, control.unanswered]).toEqual([false, false]);
  });

  test('without the answer to a read: it is known', async () => {
    const control = aControl();
    sweeping(control, control.workers[0]!);
    pool.ends[0]!({ stop: 'control', outstanding: 1 });
    await vi.advanceTimersByTimeAsync(0);
    expect(control.unanswered).toBe(true);
  });

  test.each([
    'stop',
    'abandon',
  ] as const)('after %s a read has 1.5 s to come back', async (call) => {
    const control = aControl();
    const sweep = sweeping(control, control.workers[0]!);
    pool.tell({ records: new Float64Array(), run: 0, next: 5 });
    control[call]();
    await vi.advanceTimersByTimeAsync(1499);
    expect([sweep.end, control.abandoned]).toEqual([null, false]);
    await vi.advanceTimersByTimeAsync(1);
    expect(sweep.end).toEqual({ stop: 'control', run: 0, next: 5, abandoned: true });
    expect(control.abandoned).toBe(true);
  });

  test('that ends within it was not left', async () => {
    const control = aControl();
    const sweep = sweeping(control, control.workers[0]!);
    control.stop();
    await vi.advanceTimersByTimeAsync(1000);
    pool.ends[0]!({ stop: 'control' });
    await vi.advanceTimersByTimeAsync(1000);
    expect([sweep.end?.abandoned, control.abandoned]).toEqual([false, false]);
  });

  test('that was left before it told anything stands at its first block', async () => {
    const control = aControl();
    const sweep = sweeping(control, control.workers[0]!);
    control.stop();
    await vi.advanceTimersByTimeAsync(2000);
    expect(sweep.end).toMatchObject({ run: 0, next: 3 });
  });
});

describe('reads that are out', () => {
  const NOW_NS = 1e12;
  beforeEach(() => {
    vi.spyOn(native, 'monotonicNs').mockReturnValue(NOW_NS);
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  /** Since so many milliseconds; null: none is. */
  function out(worker: WorkerShared, ms: number | null, lba = 17): void {
    const longs = new BigUint64Array(worker.memory, worker.index * native.layout.workerBytes);
    longs[offsets.inFlightSinceNs! / 8] = ms === null ? 0n : BigInt(NOW_NS - ms * 1e6);
    longs[offsets.inFlightLba! / 8] = BigInt(lba);
  }

  test('are shown once they have been out for 5 s, the longest', () => {
    const control = aControl();
    for (const worker of control.workers) sweeping(control, worker);
    const [a, b] = control.workers as [WorkerShared, WorkerShared];
    out(a, 4999);
    expect(control.wait).toBeNull();
    out(a, 5000);
    expect(control.wait).toEqual({ lba: 17, seconds: 5 });
    out(b, 27_000, 18);
    expect(control.wait).toEqual({ lba: 18, seconds: 27 });
    out(a, 28_000);
    expect(control.wait).toEqual({ lba: 17, seconds: 28 });
  });

  test('of who has no sweep are not', () => {
    const control = aControl();
    out(control.workers[0]!, 60_000);
    expect([control.wait, control.oldestRead()]).toEqual([null, null]);
    expect([...control.lateWorkers(1)]).toEqual([]);
  });

  test('are late when they take longer than the timeout, on the disk’s clock', () => {
    const control = aControl(2, 4);
    const [a, b] = control.workers as [WorkerShared, WorkerShared];
    for (const worker of [a, b]) sweeping(control, worker);
    out(a, 250);
    out(b, 251);
    expect([...control.lateWorkers(1000)]).toEqual([b]);
    expect(control.oldestRead()).toEqual({ lba: 17, ms: 1004 });
  });

  test('of a disk without a clock of its own are never late', () => {
    const control = aControl(1, Number.POSITIVE_INFINITY);
    sweeping(control, control.workers[0]!);
    out(control.workers[0]!, 1e6);
    expect([control.oldestRead(), control.lateWorkers(1).size]).toEqual([null, 0]);
  });

  test('do not count the time that the program itself was stopped', () => {
    const control = aControl();
    sweeping(control, control.workers[0]!);
    out(control.workers[0]!, 60_000);
    control.slept();
    expect(control.oldestRead()).toBeNull();
    vi.spyOn(native, 'monotonicNs').mockReturnValue(NOW_NS + 6e9);
    expect(control.oldestRead()).toEqual({ lba: 17, ms: 6000 });
  });

  test('are known by their LBAs, the probe’s too', () => {
    const control = aControl();
    out(control.workers[1]!, 1, 100);
    out(control.probe, 1, 200);
    expect(control.readingAt()).toEqual([100, 200]);
  });
});

describe('what ever read well', () => {
  test('in an earlier run', () => {
    expect(aControl().anyGoodReading).toBe(false);
    expect(aControl(1, 1, true).anyGoodReading).toBe(true);
  });

  test.each(['latencyMinNs', 'lastAloneNext'])('by any worker, as %s tells', (field) => {
    const control = aControl();
    const { memory, index } = control.workers[2]!;
    const longs = new BigUint64Array(memory, index * native.layout.workerBytes);
    longs[offsets[field]! / 8] = 1n;
    expect(control.anyGoodReading).toBe(true);
  });
});

test('a rate is the disk’s: those that read share it, the probe has all of it', () => {
  const control = aControl();
  const rates = () =>
    [...control.workers, control.probe].map(({ memory, index }) =>
      Number(
        new BigUint64Array(memory, index * native.layout.workerBytes)[
          offsets.rateBytesPerSecond! / 8
        ],
      ),
    );
  control.limitRate(1000, control.workers);
  expect(rates()).toEqual([334, 334, 334, 1000]);
  control.limitRate(1000, control.workers.slice(0, 1));
  expect(rates()).toEqual([1000, 334, 334, 1000]);
  control.limitRate(null, control.workers);
  expect(rates()).toEqual([0, 0, 0, 0]);
});
