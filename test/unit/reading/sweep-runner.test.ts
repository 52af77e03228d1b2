// Storms of failures: when it is looked for the disk, who reads meanwhile, and what that makes of the
// failures.

import { afterEach, describe, expect, test, vi } from 'vitest';
import type { WorkerShared } from '../../../src/addon/worker-shared.ts';
import {
  done,
  failure,
  ORDER,
  SECTORS,
  scripted,
  storm,
  WHOLE,
  wordsOf,
} from './scripted-sweeps.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('a storm', () => {
  test('is 32 failures in a row, each time', async () => {
    const { runner, worker, limits, orders } = await scripted([
      storm(100),
      storm(200),
      storm(400),
      done,
    ]);
    const end = await runner.run(worker, ORDER, () => {});
    expect(end).toEqual({ outcome: 'done', run: 0, next: SECTORS });
    expect(limits).toEqual([32, 32, 32, 32]);
    expect(orders.map(([run]) => run!.first)).toEqual([0, 100, 200, 400]);
  });

  test('counts on from the failures that the worker’s last sweep ended with', async () => {
    const { runner, worker, limits } = await scripted([
      ({ tell, row }) => {
        row(5);
        tell(failure(0, 5));
        return {};
      },
      done,
    ]);
    await runner.run(worker, ORDER, () => {});
    await runner.run(worker, ORDER, () => {});
    expect(limits).toEqual([32, 32]);
  });

  test('in a run’s last block: the next run is read, or nothing is left', async () => {
    const second = { ...WHOLE, first: 500 };
    const { runner, worker, orders } = await scripted([
      storm(SECTORS),
      (told) => ({ ...storm(SECTORS)(told), run: 0 }),
    ]);
    const reached: number[] = [];
    const end = await runner.run(
      worker,
      { ...ORDER, runs: [WHOLE, second] },
      () => {},
      (run) => reached.push(run),
    );
    expect(orders).toEqual([[WHOLE, second], [second]]);
    expect(end).toEqual({ outcome: 'done', run: 1, next: SECTORS });
  });

  test('while it is looked for the disk, nobody else reads', async () => {
    const { context, runner, worker, checks } = await scripted([storm(100), done]);
    await runner.run(worker, ORDER, () => {});
    expect(checks).toEqual([
      {
        words: ['pause', 'pause', 'pause', 'run'],
        run: { fromLba: 7, toLba: 8, first: 0, end: 1 },
      },
    ]);
    expect(wordsOf(context)).toEqual(['run', 'run', 'run', 'run']);
  });

  test('of several workers at once: it is looked for once', async () => {
    const { context, runner, checks } = await scripted([storm(100), storm(200), done, done]);
    const [a, b] = context.control.workers as [WorkerShared, WorkerShared];
    await Promise.all([runner.run(a, ORDER, () => {}), runner.run(b, ORDER, () => {})]);
    expect(checks).toHaveLength(1);
  });

  test('on a disk that is not there: it left, and nothing more is read', async () => {
    const { context, runner, worker, limits } = await scripted([storm(100)], false);
    const end = await runner.run(worker, ORDER, () => {});
    expect(end).toEqual({ outcome: 'lost', run: 0, next: 100 });
    expect(context.trouble).toMatchObject({ code: 'ERR_GONE' });
    expect(context.trouble!.message).toMatch(/left: it answers every read with an error$/);
    expect((await runner.run(worker, ORDER, () => {})).outcome).toBe('lost');
    expect(limits).toHaveLength(1);
  });

  test('when the user stopped: it is not said that the disk left', async () => {
    const { context, runner, worker } = await scripted([storm(100)], false);
    context.stopping = true;
    expect((await runner.run(worker, ORDER, () => {})).outcome).toBe('stopped');
    expect(context.trouble).toBeNull();
  });
});
