// Which of a disk's reads are out, for how long, and what ever read well.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { native } from '../../../src/addon/native.ts';
import type { WorkerShared } from '../../../src/addon/worker-shared.ts';
import { aControl, holdClock, sweeping } from './held-sweeps.ts';

const { offsets } = native.layout;

holdClock();

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

  test('of a sweep between two of them are none', () => {
    const control = aControl();
    sweeping(control, control.workers[0]!);
    expect([control.wait, control.oldestRead()]).toEqual([null, null]);
    expect([...control.lateWorkers(0)]).toEqual([]);
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
    out(control.workers[0]!, 60_000);
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
