// A disk that is there, and failed where it had read well: what failed in a row before may have been its
// absence, and is read once more before it counts.

import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Order } from '../../../src/reading/order.ts';
import type { Reading } from '../../../src/reading/sweep.ts';
import { done, failure, ORDER, type Step, scripted, storm, WHOLE } from './scripted-sweeps.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** The first that had read well fails, the second reads. */
const DOUBT = [false, true];

function noted(change: Partial<Order> = {}) {
  const [taken, again, told]: [number[][], number[][], Reading[]] = [[], [], []];
  const order: Order = {
    ...ORDER,
    takeBack: (from, to) => taken.push([from, to]),
    readAgain: (from, to) => again.push([from, to]),
    ...change,
  };
  return { order, taken, again, told, tell: (reading: Reading) => told.push(reading) };
}

const each = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => [from + i, from + i + 1]);
const runsOf = (from: number, to: number) =>
  each(from, to).map(([first, end]) => ({ ...WHOLE, first, end }));

/** Fails once more, in the middle, and reads then. */
const failsOnce: Step = ({ tell, row }) => {
  tell(failure(80));
  row(0);
  return { next: 100 };
};
/** Ends with a failure. */
const ending: Step = ({ tell, row }) => {
  row(1);
  tell(failure(999));
  return {};
};

describe('after a storm', () => {
  test('the failures of the storm are taken back, read again, and then it goes on', async () => {
    const { runner, worker, orders, limits } = await scripted(
      [storm(100), failsOnce, done],
      DOUBT,
      3,
      [7, 8],
    );
    const { order, taken, again, told, tell } = noted();
    const end = await runner.run(worker, order, tell);
    expect(end).toMatchObject({ outcome: 'done', run: 0 });
    expect(taken).toEqual(each(68, 100));
    expect(again).toEqual(each(68, 100));
    expect(orders.slice(1)).toEqual([runsOf(68, 100), [{ ...WHOLE, first: 100 }]]);
    expect(limits).toEqual([32, 32, 32]);
    expect(told.map(({ from }) => from)).toEqual([...each(68, 100).map(([from]) => from), 80]);
    expect(runner.trailing(worker, 1, 0)).toEqual([]);
  });

  test('read again, all of it is: neither budget nor limit ends that', async () => {
    const { context, runner, worker } = await scripted(
      [storm(100), failsOnce, done],
      DOUBT,
      3,
      [7, 8],
    );
    const { failedBlocks } = context;
    const { order, tell } = noted({ failedBlocks, failedLimit: 50, deviceBudgetMs: 7 });
    await runner.run(worker, order, tell);
    const { calls } = vi.mocked(context.control.sweep).mock;
    const tasks = calls.filter(([of]) => of === worker).map(([, task]) => task);
    expect(tasks.map(({ failedLimit }) => failedLimit)).toEqual([50, 0, 50]);
    expect(tasks.map(({ deviceBudgetMs }) => deviceBudgetMs)).toEqual([7, null, 7]);
  });

  test('of an order that takes nothing back, it counts at once', async () => {
    const { runner, worker, orders } = await scripted([storm(100), done], DOUBT, 3, [7, 8]);
    expect((await runner.run(worker, ORDER, () => {})).outcome).toBe('done');
    expect(orders.slice(1)).toEqual([[{ ...WHOLE, first: 100 }]]);
  });

  test('on a disk that is there without a doubt, too', async () => {
    const { runner, worker, orders } = await scripted([storm(100), done], true, 3, [7, 8]);
    const { order, taken, tell } = noted();
    expect((await runner.run(worker, order, tell)).outcome).toBe('done');
    expect(taken).toEqual([]);
    expect(orders).toHaveLength(2);
  });

  test('stopped meanwhile: what was taken back is not known', async () => {
    const stopped: Step = () => ({ stop: 'control', next: 70 });
    const { runner, worker, orders } = await scripted([storm(100), stopped], DOUBT, 3, [7, 8]);
    const { order, taken, tell } = noted();
    const end = await runner.run(worker, order, tell);
    expect(end).toEqual({ outcome: 'stopped', run: 0, next: 100 });
    expect(orders).toHaveLength(2);
    expect(runner.trailing(worker, 1, 0).map(({ from, to }) => [from, to])).toEqual(taken);
    expect(runner.trustedBelow(worker, 100, 1, 0)).toBe(68);
  });
});

describe('at the end of a phase', () => {
  async function ended(steps: Step[], answers: boolean[]) {
    const found = await scripted([ending, ...steps], answers, 3, [7, 8]);
    vi.spyOn(found.context.control, 'anyGoodReading', 'get').mockReturnValue(true);
    const { order, taken, tell } = noted();
    await found.runner.run(found.worker, order, tell);
    const verified = await found.runner.verifyTrails();
    return { ...found, taken, verified };
  }

  test('the last failures are read again: they read, and the disk is not looked for again', async () => {
    const { verified, taken, orders, checks } = await ended([done], DOUBT);
    expect([verified, taken]).toEqual([true, [[999, 1000]]]);
    expect(orders[1]).toEqual([{ ...WHOLE, first: 999 }]);
    expect(checks).toHaveLength(2);
  });

  test('they fail again, and the disk is there: they are its own', async () => {
    const { verified, runner, worker, checks } = await ended([ending], [...DOUBT, true]);
    expect(verified).toBe(true);
    expect(checks).toHaveLength(3);
    expect(runner.trailing(worker, 1, 0)).toEqual([]);
  });

  test('they fail again, and the disk is not there: they are not', async () => {
    const { verified, context } = await ended([ending], [...DOUBT, false, false]);
    expect(verified).toBe(false);
    expect(context.trouble).toMatchObject({ code: 'ERR_GONE' });
  });

  test('stopped meanwhile: nobody knows', async () => {
    const { verified, checks } = await ended([() => ({ stop: 'control' })], DOUBT);
    expect(verified).toBe(false);
    expect(checks).toHaveLength(2);
  });
});
