// What a disk's workers are commanded, and how long nobody answers before it is said or they are left.

import { describe, expect, test, vi } from 'vitest';
import { CONTROL } from '../../../src/addon/worker-shared.ts';
import type { WorkerControl } from '../../../src/reading/worker-control.ts';
import { aControl, holdClock, pool, sweeping } from './held-sweeps.ts';

const words = ({ workers, probe }: WorkerControl) =>
  [...workers, probe].map(({ control }) =>
    Object.keys(CONTROL).find((word) => CONTROL[word as keyof typeof CONTROL] === control),
  );

holdClock();

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
