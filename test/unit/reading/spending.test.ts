// How a sweep's time goes: the warm-up first, which counts nowhere, then its budget.

import { describe, expect, test } from 'vitest';
import type { WorkerShared } from '../../../src/addon/worker-shared.ts';
import { Spending } from '../../../src/reading/spending.ts';
import type { SweepTask } from '../../../src/reading/sweep.ts';

const RUN = { fromLba: 0, toLba: 1000, first: 10, end: 20 };

/** Of a worker whose disk's clock is past its beginning. */
function spending(change: Partial<SweepTask>) {
  const shared = { deviceNs: 5e6 };
  const task = { deviceBudgetMs: null, firstReading: true, ...change } as SweepTask;
  const of = new Spending(task, shared as WorkerShared);
  return {
    of,
    pass: (ns: number) => {
      shared.deviceNs += ns;
    },
  };
}

describe('without a warm-up', () => {
  test.each([true, false])('no budget: all of the run, counted: %s', (firstReading) => {
    const { of, pass } = spending({ firstReading });
    const all = { run: RUN, end: 20, counts: firstReading, deviceBudgetNs: 0 };
    expect(of.next(RUN, 0, 10)).toEqual(all);
    pass(1e12);
    expect(of.next(RUN, 3, 15)).toEqual(all);
    expect(of.countedNs).toBe(1e12);
  });

  test('a budget: what is left of it, rounded up, until nothing is', () => {
    const { of, pass } = spending({ deviceBudgetMs: 2.000_000_5 });
    expect(of.next(RUN, 0, 10)!.deviceBudgetNs).toBe(2_000_001);
    pass(1_999_999);
    expect(of.next(RUN, 0, 11)!.deviceBudgetNs).toBe(2);
    pass(1);
    expect(of.next(RUN, 0, 12)!.deviceBudgetNs).toBe(1);
    pass(1);
    expect(of.next(RUN, 0, 13)).toBeNull();
    expect(of.countedNs).toBe(2_000_001);
  });

  test('none from the beginning: nothing is read', () => {
    expect(spending({ deviceBudgetMs: 0 }).of.next(RUN, 0, 10)).toBeNull();
  });
});

describe('a warm-up', () => {
  const warmUp = { blocks: 4, ms: 3.000_000_5 };

  test('of so many blocks of the first run, and not counted', () => {
    const { of, pass } = spending({ warmUp });
    const first = { run: RUN, end: 14, counts: false, deviceBudgetNs: 3_000_001 };
    expect(of.next(RUN, 0, 10)).toEqual(first);
    pass(1e6);
    expect(of.next(RUN, 0, 13)).toEqual({ ...first, deviceBudgetNs: 2_000_001 });
    expect(of.countedNs).toBe(0);
    pass(1e6);
    expect(of.next(RUN, 0, 14)).toEqual({ run: RUN, end: 20, counts: true, deviceBudgetNs: 0 });
    expect(of.countedNs).toBe(0);
    pass(7);
    expect(of.countedNs).toBe(7);
  });

  test('no longer than it may take, to the nanosecond', () => {
    const { of, pass } = spending({ warmUp });
    of.next(RUN, 0, 10);
    pass(3_000_000);
    expect(of.next(RUN, 0, 11)).toMatchObject({ counts: false, deviceBudgetNs: 1 });
    pass(1);
    expect(of.next(RUN, 0, 11)).toMatchObject({ counts: true });
    // It is over for good.
    expect(of.next(RUN, 0, 11)).toMatchObject({ counts: true });
  });

  test('of a run that is shorter than it, the run', () => {
    expect(spending({ warmUp: { blocks: 40, ms: 3 } }).of.next(RUN, 0, 10)!.end).toBe(20);
  });

  test('is over with the first run', () => {
    const { of } = spending({ warmUp });
    expect(of.next(RUN, 1, 10)).toMatchObject({ counts: true, end: 20 });
  });

  test('that took the whole budget: something is read all the same, once', () => {
    const { of, pass } = spending({ warmUp, deviceBudgetMs: 3 });
    of.next(RUN, 0, 10);
    pass(4e6);
    expect(of.next(RUN, 0, 14)).toEqual({ run: RUN, end: 20, counts: true, deviceBudgetNs: 1 });
    pass(1);
    expect(of.next(RUN, 0, 15)).toBeNull();
  });

  test('is taken from the budget', () => {
    const { of, pass } = spending({ warmUp, deviceBudgetMs: 5 });
    of.next(RUN, 0, 10);
    pass(2e6);
    expect(of.next(RUN, 0, 14)!.deviceBudgetNs).toBe(3e6);
  });
});
