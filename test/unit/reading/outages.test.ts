// Outages that come one after the other: what failed in one is read again, and what fails in the next
// meanwhile is read once more.

import { afterEach, describe, expect, test, vi } from 'vitest';
import type { LbaRange } from '../../../src/vocabulary/ranges.ts';
import { done, failure, ORDER, type Step, scripted } from './scripted-sweeps.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** A look at the disk: what had read fails, and something else reads. */
const DOUBTFUL = [false, true];
/** What had failed in a look is tried last in the next. */
const looks = (count: number) => Array.from({ length: count }, () => DOUBTFUL).flat();
const KNOWN = Array.from({ length: 20 }, (_, i) => i);

/** Neighbours that fail are reported as one. */
const storm =
  (next: number, rows = 32): Step =>
  ({ tell, row }) => {
    row(rows);
    tell(failure(next - rows, next));
    return { stop: 'row', next };
  };

/** Of 100 … 131. */
const RUN: LbaRange = { from: 100, to: 132 };
const outages = (count: number): Step[] => Array.from({ length: count }, () => storm(132));
const allOfThem: Step = (told) => ({ ...done(told), next: 132 });

async function scan(steps: Step[], known: number) {
  const { runner, worker, orders, context } = await scripted(steps, looks(known), 1, KNOWN);
  const failed = new Set<number>();
  const takenBack: LbaRange[] = [];
  const readAgain: LbaRange[] = [];
  const order = {
    ...ORDER,
    takeBack: (from: number, to: number) => {
      takenBack.push({ from, to });
      for (let lba = from; lba < to; lba++) failed.delete(lba);
    },
    readAgain: (from: number, to: number) => readAgain.push({ from, to }),
  };
  const end = await runner.run(worker, order, ({ from, to }) => {
    for (let lba = from; lba < to; lba++) failed.add(lba);
  });
  const runs = orders.map(([run]) => [run!.first, run!.end]);
  return { end, runs, failed, takenBack, readAgain, there: await runner.verifyTrails(), context };
}

describe('an outage', () => {
  test('is read again', async () => {
    const { end, runs, failed, takenBack, readAgain } = await scan(
      [...outages(1), allOfThem, done],
      1,
    );
    expect(end.outcome).toBe('done');
    expect(runs).toEqual([
      [0, 1000],
      [100, 132],
      [132, 1000],
    ]);
    expect([failed.size, takenBack, readAgain]).toEqual([0, [RUN], [RUN]]);
  });

  test('that comes again meanwhile: it is read again once more', async () => {
    const { end, runs, failed, there } = await scan([...outages(3), allOfThem, done], 3);
    expect([end.outcome, there, failed.size]).toEqual(['done', true, 0]);
    expect(runs).toEqual([
      [0, 1000],
      [100, 132],
      [100, 132],
      [100, 132],
      [132, 1000],
    ]);
  });

  test('that comes again in the second half: only what it failed is read once more', async () => {
    const long = storm(164, 64);
    const half = storm(150);
    const rest: Step = (told) => ({ ...done(told), next: 164 });
    const again: Step = (told) => ({ ...done(told), next: 150 });
    const { end, runs, failed, there } = await scan([long, half, again, rest, done], 2);
    expect([end.outcome, there, failed.size]).toEqual(['done', true, 0]);
    expect(runs).toEqual([
      [0, 1000],
      [100, 164],
      [118, 150],
      [150, 164],
      [164, 1000],
    ]);
  });

  test('that comes again and again is the disk’s at last', async () => {
    const { end, failed, runs } = await scan([...outages(9), done], 9);
    expect(end.outcome).toBe('done');
    expect(failed.size).toBe(32);
    expect(runs).toHaveLength(10);
  });
});
