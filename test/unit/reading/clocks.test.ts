// Time that counts: without pauses, without the program's own sleep, and on the disk's clock.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { native } from '../../../src/addon/native.ts';
import { allocateWorkers, WorkerShared } from '../../../src/addon/worker-shared.ts';
import { HangWatch } from '../../../src/reading/hang-watch.ts';
import { Spending } from '../../../src/reading/spending.ts';
import { Stopwatch } from '../../../src/reading/stopwatch.ts';
import type { SweepTask, WarmUp } from '../../../src/reading/sweep.ts';
import type { SweepContext } from '../../../src/reading/sweep-context.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

test('a stopwatch leaves the pauses out', () => {
  const watch = new Stopwatch();
  expect([watch.running, watch.seconds]).toEqual([false, 0]);
  watch.start();
  vi.advanceTimersByTime(1000);
  watch.start(); // it runs already
  vi.advanceTimersByTime(500);
  expect([watch.running, watch.seconds]).toEqual([true, 1.5]);
  watch.stop();
  vi.advanceTimersByTime(9000);
  expect([watch.running, watch.seconds]).toEqual([false, 1.5]);
  watch.stop();
  watch.start();
  vi.advanceTimersByTime(250);
  expect(watch.seconds).toBe(1.75);
});

describe('a disk is hung', () => {
  const watched = () => {
    const control = {
      oldest: null as { lba: number; ms: number } | null,
      slept: vi.fn(),
      abandon: vi.fn(),
      oldestRead: () => control.oldest,
    };
    const context = {
      control,
      plan: { hangMs: 2000 },
      trouble: null,
      target: { device: { path: '/dev/sdx' } },
    } as unknown as SweepContext;
    return { control, context, watch: new HangWatch(context) };
  };

  test('when a read takes longer than allowed, once', () => {
    const { control, context, watch } = watched();
    watch.check();
    control.oldest = { lba: 7, ms: 2000 };
    watch.check();
    expect(context.trouble).toBeNull();
    control.oldest = { lba: 7, ms: 2001 };
    watch.check();
    watch.check();
    expect(context.trouble).toEqual({
      code: 'ERR_HUNG',
      errno: null,
      message: '/dev/sdx is hung: no answer for 2 s at LBA 7',
    });
    expect(control.abandon).toHaveBeenCalledTimes(1);
  });

  test('and not when the program itself was stopped for more than a second', () => {
    const { control, watch } = watched();
    vi.advanceTimersByTime(1000);
    watch.check();
    expect(control.slept).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1001);
    watch.check();
    expect(control.slept).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(250);
    watch.check();
    expect(control.slept).toHaveBeenCalledTimes(1);
  });
});

describe('the disk’s time', () => {
  const RUN = { fromLba: 0, toLba: 800, first: 0, end: 100 };
  let shared: WorkerShared;

  function spending(deviceBudgetMs: number | null, warmUp?: WarmUp, firstReading = true): Spending {
    shared = new WorkerShared(allocateWorkers(1), 0);
    spend(5); // of earlier sweeps
    const task = { firstReading, deviceBudgetMs, ...(warmUp === undefined ? {} : { warmUp }) };
    return new Spending(task as SweepTask, shared);
  }

  let spentMs = 0;
  function spend(ms: number): void {
    spentMs = (ms === 5 ? 0 : spentMs) + ms;
    const longs = new BigUint64Array(shared.memory);
    longs[native.layout.offsets.deviceNs! / 8] = BigInt(spentMs * 1e6);
  }

  test('without a budget is any', () => {
    const time = spending(null);
    expect(time.next(RUN, 0, 0)).toEqual({ run: RUN, end: 100, counts: true, deviceBudgetNs: 0 });
    spend(1000);
    expect(time.next(RUN, 0, 7)).toMatchObject({ deviceBudgetNs: 0 });
    expect(time.countedNs).toBe(1e9);
  });

  test('is spent down to nothing', () => {
    const time = spending(10);
    expect(time.next(RUN, 0, 0)).toMatchObject({ deviceBudgetNs: 10e6 });
    spend(9);
    expect(time.next(RUN, 0, 9)).toMatchObject({ deviceBudgetNs: 1e6 });
    spend(1);
    expect(time.next(RUN, 0, 10)).toBeNull();
  });

  test('counts what first readings are told to count', () => {
    expect(spending(null, undefined, false).next(RUN, 0, 0)).toMatchObject({ counts: false });
  });

  test('of a warm-up is not counted: until its blocks are read, or its time is over', () => {
    const byBlocks = spending(100, { blocks: 10, ms: 50 });
    expect(byBlocks.next(RUN, 0, 0)).toEqual({
      run: RUN,
      end: 10,
      counts: false,
      deviceBudgetNs: 50e6,
    });
    spend(20);
    expect(byBlocks.countedNs).toBe(0);
    expect(byBlocks.next(RUN, 0, 10)).toEqual({
      run: RUN,
      end: 100,
      counts: true,
      deviceBudgetNs: 80e6,
    });
    spend(30);
    expect(byBlocks.countedNs).toBe(30e6);

    const byTime = spending(100, { blocks: 10, ms: 50 });
    byTime.next(RUN, 0, 0);
    spend(50);
    expect(byTime.next(RUN, 0, 3)).toMatchObject({ end: 100, counts: true, deviceBudgetNs: 50e6 });
  });

  test('of a warm-up ends with the first run', () => {
    const time = spending(null, { blocks: 1000, ms: 50 });
    expect(time.next(RUN, 0, 0)).toMatchObject({ end: 100, counts: false });
    expect(time.next(RUN, 1, 0)).toMatchObject({ end: 100, counts: true });
  });

  test('that a warm-up has used up: something is read all the same, once', () => {
    const time = spending(10, { blocks: 5, ms: 50 });
    expect(time.next(RUN, 0, 0)).toMatchObject({ counts: false });
    spend(20);
    expect(time.next(RUN, 0, 5)).toMatchObject({ counts: true, deviceBudgetNs: 1 });
    expect(time.next(RUN, 0, 6)).toBeNull();
  });
});
