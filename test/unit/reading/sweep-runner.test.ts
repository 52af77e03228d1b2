// Storms of failures: when it is looked for the disk, who reads meanwhile, and what that makes of the
// failures.

import { afterEach, describe, expect, test, vi } from 'vitest';
import { native } from '../../../src/addon/native.ts';
import { CONTROL, type WorkerShared } from '../../../src/addon/worker-shared.ts';
import { newContext, type ScanContext } from '../../../src/engine/context.ts';
import { planScan } from '../../../src/engine/options.ts';
import { inspectTarget } from '../../../src/index.ts';
import type { Reading, SweepRun, SweepTask } from '../../../src/reading/sweep.ts';
import { SweepRunner } from '../../../src/reading/sweep-runner.ts';
import type { SweepEnd } from '../../../src/reading/worker-control.ts';
import { errorOfCode } from '../../../src/vocabulary/classes.ts';

const SECTORS = 1000;
const IO = errorOfCode('IO').native;
const WHOLE: SweepRun = { fromLba: 0, toLba: SECTORS, first: 0, end: SECTORS };
const ORDER = { runs: [WHOLE], unitSectors: 1, phaseLba: 0 };

interface Told {
  readonly task: Omit<SweepTask, 'workers' | 'workerIndex'>;
  tell(reading: Reading): void;
  /** Failures in a row, as the worker counts them. */
  row(count: number): void;
}
type Step = (told: Told) => Partial<SweepEnd>;

afterEach(() => {
  vi.restoreAllMocks();
});

function setRow({ memory, index }: WorkerShared, row: number): void {
  const { workerBytes, offsets } = native.layout;
  new Int32Array(memory, index * workerBytes)[offsets.row! / 4] = row;
}

const failure = (from: number, to = from + 1): Reading => ({
  from,
  to,
  latencyNs: 1e6,
  error: IO,
  errno: 5,
  late: false,
});

/** A disk that brings what the steps say, one a sweep, and in presence checks reads or does not. */
async function scripted(steps: Step[], isThere: boolean | boolean[] = true, jobs = 3) {
  const target = await inspectTarget(`sim:size=${SECTORS}s,kind=ssd`);
  const context = newContext(target, planScan(target, { blockSectors: 1, jobs }), null);
  const { control } = context;
  const limits: number[] = [];
  const orders: (readonly SweepRun[])[] = [];
  const checks: { words: string[]; run: SweepRun }[] = [];
  const answers = Array.isArray(isThere) ? [...isThere] : null;
  vi.spyOn(control, 'sweep').mockImplementation(async (worker, task, tell) => {
    if (worker === control.probe) {
      checks.push({ words: wordsOf(context), run: task.runs[0]! });
      const reads = answers === null ? (isThere as boolean) : answers.shift()!;
      tell({ ...failure(task.runs[0]!.fromLba), error: reads ? 0 : IO });
      return { stop: 'done', run: 0, next: 1, abandoned: false };
    }
    limits.push(task.rowLimit);
    orders.push(task.runs);
    const end = steps.shift()!({ task, tell, row: (count) => setRow(worker, count) });
    return { stop: 'done', run: 0, next: SECTORS, abandoned: false, ...end };
  });
  const read = [{ fromLba: 7, toLba: 8, first: 0, end: 1 }];
  const runner = new SweepRunner(context, () => read);
  return { context, runner, worker: control.workers[0]!, limits, orders, checks };
}

function wordsOf({ control }: ScanContext): string[] {
  const names = Object.keys(CONTROL) as (keyof typeof CONTROL)[];
  return [...control.workers, control.probe].map(
    (worker) => names.find((name) => CONTROL[name] === worker.control)!,
  );
}

const storm =
  (next: number, rows = 32): Step =>
  ({ tell, row }) => {
    row(rows);
    for (let i = 0; i < rows; i++) tell(failure(next - rows + i));
    return { stop: 'row', next };
  };
const done: Step = ({ row }) => {
  row(0);
  return {};
};

describe('a storm', () => {
  test('is 32 failures in a row, and twice as many each time that the disk was there', async () => {
    const { runner, worker, limits, orders } = await scripted([
      storm(100),
      storm(200, 64),
      storm(400, 128),
      done,
    ]);
    const end = await runner.run(worker, ORDER, () => {});
    expect(end).toEqual({ outcome: 'done', run: 0, next: SECTORS });
    expect(limits).toEqual([32, 64, 128, 256]);
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
    expect(limits).toEqual([32, 37]);
  });

  test('is 32 again once a failure followed a good reading', async () => {
    const { runner, worker, limits } = await scripted([
      storm(100),
      ({ tell, row }) => {
        row(0); // it read
        tell(failure(150));
        return {};
      },
      done,
    ]);
    await runner.run(worker, ORDER, () => {});
    await runner.run(worker, ORDER, () => {});
    expect(limits).toEqual([32, 64, 32]);
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

describe('the failures that a phase ended with', () => {
  const ending =
    (rows: number): Step =>
    ({ tell, row }) => {
      row(rows);
      tell(failure(SECTORS - rows, SECTORS));
      return {};
    };

  test.each([
    [31, 0],
    [32, 1],
  ])('%d on a disk that never read: looked for %d times', async (rows, looks) => {
    const { runner, worker, checks } = await scripted([ending(rows)]);
    await runner.run(worker, ORDER, () => {});
    expect(await runner.verifyTrails()).toBe(true);
    expect(checks).toHaveLength(looks);
  });

  test('32 of two workers together are as many', async () => {
    const { context, runner, checks } = await scripted([ending(16), ending(16)]);
    const [a, b] = context.control.workers as [WorkerShared, WorkerShared];
    await runner.run(a, ORDER, () => {});
    await runner.run(b, ORDER, () => {});
    expect(await runner.verifyTrails()).toBe(true);
    expect(checks).toHaveLength(1);
  });

  test('one, on a disk that read before: it is looked for', async () => {
    const { context, runner, worker, checks } = await scripted([ending(1)], false);
    vi.spyOn(context.control, 'anyGoodReading', 'get').mockReturnValue(true);
    await runner.run(worker, ORDER, () => {});
    expect(await runner.verifyTrails()).toBe(false);
    expect(checks).toHaveLength(1);
    expect(context.trouble!.message).toMatch(/also where it read well before$/);
  });

  test('none: nothing is looked for', async () => {
    const { runner, worker, checks } = await scripted([done]);
    await runner.run(worker, ORDER, () => {});
    expect(await runner.verifyTrails()).toBe(true);
    expect(checks).toHaveLength(0);
  });

  test('are not the disk’s where the user stopped, or it was lost', async () => {
    const { context, runner, worker, checks } = await scripted([ending(1)]);
    await runner.run(worker, ORDER, () => {});
    context.stopping = true;
    expect(await runner.verifyTrails()).toBe(false);
    context.stopping = false;
    context.trouble = { code: 'ERR_GONE', errno: null, message: '' };
    expect(await runner.verifyTrails()).toBe(false);
    expect(checks).toHaveLength(0);
  });

  test('are the last ones, cut to as many blocks as failed in a row', async () => {
    const { runner, worker } = await scripted([
      ({ tell, row }) => {
        row(6);
        tell(failure(10, 20));
        tell(failure(40, 44));
        return {};
      },
    ]);
    await runner.run(worker, ORDER, () => {});
    const trail = [...runner.trailing(worker, 1, 0)].map(({ from, to }) => [from, to]);
    expect(trail).toEqual([
      [40, 44],
      [18, 20],
    ]);
    expect(runner.trustedBelow(worker, 50, 1, 0)).toBe(18);
    expect(runner.trustedBelow(worker, 15, 1, 0)).toBe(15);
  });

  test('are no more once a presence check found the disk', async () => {
    const { runner, worker } = await scripted([storm(100), done]);
    await runner.run(worker, ORDER, () => {});
    setRow(worker, 5);
    expect([...runner.trailing(worker, 1, 0)]).toEqual([]);
  });
});

describe('a sweep ends', () => {
  test.each(['done', 'enough', 'budget'] as const)('%s, as it says', async (stop) => {
    const { runner, worker } = await scripted([() => ({ stop, next: 12 })]);
    expect(await runner.run(worker, ORDER, () => {})).toEqual({ outcome: stop, run: 0, next: 12 });
  });

  test('by its control word: stopped', async () => {
    const { runner, worker } = await scripted([() => ({ stop: 'control', next: 12 })]);
    expect((await runner.run(worker, ORDER, () => {})).outcome).toBe('stopped');
  });

  test('hung, in a read of so long', async () => {
    const { context, runner, worker } = await scripted([() => ({ stop: 'hung', next: 12 })]);
    expect((await runner.run(worker, ORDER, () => {})).outcome).toBe('lost');
    expect(context.trouble).toMatchObject({
      code: 'ERR_HUNG',
      message: expect.stringMatching(/ is hung: no answer for 600 s at LBA 0$/),
    });
  });

  test('as the disk cannot be opened any more', async () => {
    const said = { code: 'ERR_GONE', errno: 'ENXIO', syscall: 'open', message: 'no such device' };
    const { context, runner, worker } = await scripted([() => ({ stop: 'gone', failure: said })]);
    expect((await runner.run(worker, ORDER, () => {})).outcome).toBe('lost');
    expect(context.trouble).toMatchObject({ code: 'ERR_GONE', errno: 'ENXIO' });
    expect(context.trouble!.message).toMatch(
      /could not be opened again: no such device \(ERR_GONE\)$/,
    );
  });

  test('at a reading after which nothing can be read, which is not told on', async () => {
    const told: Reading[] = [];
    const { context, runner, worker } = await scripted([
      ({ tell }) => {
        tell({ ...failure(9), error: errorOfCode('GONE').native });
        return { stop: 'gone', next: 9 };
      },
    ]);
    expect((await runner.run(worker, ORDER, (reading) => told.push(reading))).outcome).toBe('lost');
    expect(told).toEqual([]);
    expect(context.trouble).toMatchObject({ code: 'ERR_GONE', errno: 'EIO' });
    expect(context.trouble!.message).toMatch(/ left at LBA 9 \(EIO\)$/);
  });

  test('before it begins, where enough blocks have failed', async () => {
    const { context, runner, worker, limits } = await scripted([]);
    Atomics.store(new Uint32Array(context.failedBlocks), 0, 3);
    const order = { ...ORDER, failedBlocks: context.failedBlocks, failedLimit: 3 };
    expect(await runner.run(worker, order, () => {})).toEqual({
      outcome: 'enough',
      run: 0,
      next: 0,
    });
    expect(limits).toEqual([]);
  });
});
