// Reads in flight, then workers, are taken out of a pass that is slow with them: by the latencies since the
// last look.

import { afterEach, describe, expect, test, vi } from 'vitest';
import { emptyHistogram, percentilesNs } from '../../../src/addon/histogram.ts';
import type { ScanPlan } from '../../../src/engine/options.ts';
import { Pass } from '../../../src/engine/pass.ts';
import { contextOf, scriptedRunner } from './scripted-runner.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** The bucket of a latency: the first whose readings are at least as long. */
function bucketOf(ms: number): number {
  return emptyHistogram().findIndex((_, i) => {
    const one = emptyHistogram();
    one[i] = 1;
    return percentilesNs(one, [0.5])[0]! >= ms * 1e6;
  });
}
const [QUICK, SLOW] = [bucketOf(1), bucketOf(3)];

/** A pass under way, of 4 workers unless it is said otherwise. */
async function underWay(change: Partial<ScanPlan>, jobs = 4) {
  const plan = { mayShrinkJobs: false, mayShrinkDepth: false, bytesPerSecond: 1e6, ...change };
  const context = await contextOf('size=100000s,kind=ssd', { jobs, blockSectors: 8 }, plan);
  const { control } = context;
  const [limitRate, limitDepth, retire] = (['limitRate', 'limitDepth', 'retire'] as const).map(
    (name) => vi.spyOn(control, name).mockImplementation(() => {}),
  );
  const never = () => new Promise<never>(() => {});
  const { runner } = scriptedRunner(Array.from({ length: jobs }, () => never));
  const pass = new Pass(context, runner, [{ first: 0, end: context.grid.blocks }]);
  void pass.run();
  limitRate!.mockClear();
  const counts = emptyHistogram();
  vi.spyOn(control.workers[0]!, 'addHistogramTo').mockImplementation((sum) => {
    for (const [i, count] of counts.entries()) sum[i]! += count;
  });
  const look = (readings: number, bucket: number) => {
    counts[bucket]! += readings;
    pass.shrink();
  };
  return { context, look, limitRate: limitRate!, limitDepth: limitDepth!, retire: retire! };
}

const indices = (calls: unknown[][]) =>
  calls.map(([worker]) => (worker as { index: number }).index);

describe('reads in flight', () => {
  test('half of them, again and again, down to one', async () => {
    const { context, look, limitDepth, retire } = await underWay({
      mayShrinkDepth: true,
      depth: 5,
    });
    for (let i = 0; i < 6; i++) look(256, SLOW);
    expect(limitDepth.mock.calls).toEqual([[3], [2], [1]]);
    expect(retire).not.toHaveBeenCalled();
    expect(context.leastDepth).toBe(1);
    expect(context.notes.slice(-3)).toEqual([
      'the disk was slow with 5 reads in flight: 3 went on',
      'the disk was slow with 3 reads in flight: 2 went on',
      'the disk was slow with 2 reads in flight: 1 went on',
    ]);
  });

  test('before workers, if both may go', async () => {
    const { look, limitDepth, retire } = await underWay({
      mayShrinkDepth: true,
      mayShrinkJobs: true,
      depth: 2,
    });
    look(256, SLOW);
    expect([limitDepth.mock.calls.length, retire.mock.calls.length]).toEqual([1, 0]);
    look(256, SLOW);
    expect([limitDepth.mock.calls.length, retire.mock.calls.length]).toEqual([1, 2]);
  });
});

describe('workers', () => {
  test('half of them, rounded down; the rest shares the rate', async () => {
    const { context, look, limitRate, retire } = await underWay({ mayShrinkJobs: true }, 5);
    look(256, SLOW);
    expect(indices(retire.mock.calls)).toEqual([3, 4]);
    const kept = context.control.workers.slice(0, 3);
    expect(limitRate.mock.calls).toEqual([[1e6, kept]]);
    expect(context.notes.at(-1)).toBe('the disk was slow with 5 workers: 3 went on');
  });

  test('the last one stays', async () => {
    const { look, retire } = await underWay({ mayShrinkJobs: true }, 1);
    look(256, SLOW);
    expect(retire).not.toHaveBeenCalled();
  });
});

describe('nothing goes', () => {
  const both = { mayShrinkDepth: true, mayShrinkJobs: true, depth: 8 };

  test('where neither may', async () => {
    const { look, limitDepth, retire } = await underWay({ depth: 8 });
    look(1000, SLOW);
    expect([limitDepth.mock.calls, retire.mock.calls]).toEqual([[], []]);
  });

  test('where the median is under 3 ms', async () => {
    const { look, limitDepth } = await underWay(both);
    look(1000, SLOW - 1);
    expect(limitDepth).not.toHaveBeenCalled();
    look(1000, QUICK);
    look(400, SLOW);
    look(400, QUICK);
    expect(limitDepth.mock.calls).toEqual([[4]]);
  });

  test('before there are 256 readings more than at the last look', async () => {
    const { look, limitDepth } = await underWay(both);
    look(255, SLOW);
    expect(limitDepth).not.toHaveBeenCalled();
    look(1, SLOW);
    expect(limitDepth).toHaveBeenCalledTimes(1);
    look(255, SLOW);
    expect(limitDepth).toHaveBeenCalledTimes(1);
    look(1, SLOW);
    expect(limitDepth).toHaveBeenCalledTimes(2);
  });
});
