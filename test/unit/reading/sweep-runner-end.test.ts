// What a phase's last failures are, and how a sweep ends.

import { afterEach, describe, expect, test, vi } from 'vitest';
import type { WorkerShared } from '../../../src/addon/worker-shared.ts';
import type { Reading } from '../../../src/reading/sweep.ts';
import { errorOfCode } from '../../../src/vocabulary/classes.ts';
import {
  done,
  failure,
  ORDER,
  SECTORS,
  type Step,
  scripted,
  setRow,
  storm,
} from './scripted-sweeps.ts';

afterEach(() => {
  vi.restoreAllMocks();
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

  test('stay the disk’s once a good reading followed, though more fail that are not reported', async () => {
    const { runner, worker } = await scripted([
      ({ tell, row }) => {
        row(2);
        tell(failure(10, 12));
        return {};
      },
    ]);
    await runner.run(worker, ORDER, () => {});
    expect([...runner.trailing(worker, 1, 0)]).toHaveLength(1);
    setRow(worker, 0); // it read
    expect([...runner.trailing(worker, 1, 0)]).toEqual([]);
    setRow(worker, 1); // and failed once more
    expect([...runner.trailing(worker, 1, 0)]).toEqual([]);
  });

  test('before the pass, of the probe, stay open until any worker read', async () => {
    const { context, runner } = await scripted([], false);
    const { probe, workers } = context.control;
    setRow(probe, 1);
    await runner.run(probe, ORDER, () => {});
    const trail = () => [...runner.trailing(probe, 1, 0)].map(({ from, to }) => [from, to]);
    expect(trail()).toEqual([[0, 1]]);
    vi.spyOn(workers[2]!, 'goodReadings', 'get').mockReturnValue(1);
    expect(trail()).toEqual([]);
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
    const halt = vi.spyOn(context.control, 'halt');
    expect((await runner.run(worker, ORDER, () => {})).outcome).toBe('lost');
    expect(context.trouble).toMatchObject({
      code: 'ERR_HUNG',
      message: expect.stringMatching(/ is hung: no answer for 600 s at LBA 0$/),
    });
    // Nobody else reads on.
    expect(halt).toHaveBeenCalledTimes(1);
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

  test.each([
    [true, 'ERR_METHOD', /^the drive of .* could not be opened again, though the disk is there: /],
    [false, 'ERR_GONE', /could not be opened again: \/dev\/sg3 \(ERR_METHOD\)$/],
  ])('as its drive cannot be had any more: the disk is there, %s', async (isThere, code, words) => {
    const said = { code: 'ERR_METHOD', errno: 'ENODEV', syscall: 'open', message: '/dev/sg3' };
    const { context, runner, worker } = await scripted([() => ({ stop: 'gone', failure: said })]);
    const { target } = context;
    const serial = isThere ? target.device.serial : 'ANOTHER';
    Object.assign(context, { target: { ...target, device: { ...target.device, serial } } });
    expect((await runner.run(worker, ORDER, () => {})).outcome).toBe('lost');
    expect(context.trouble).toMatchObject({ code, errno: 'ENODEV' });
    expect(context.trouble!.message).toMatch(words);
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
    expect(context.trouble!.message).toMatch(/ left at LBA 9: .*\(EIO\)$/);
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
