// So many disks at the same time, and no more; all of them in the end.

import { describe, expect, test } from 'vitest';
import { inspectTarget } from '../../../src/disks/inspect.ts';
import { Run } from '../../../src/engine/run.ts';
import { hasResult } from '../../../src/engine/run-entry.ts';
import { ALL_AT_ONCE, type AtOnce, inTurns } from '../../../src/engine/turns.ts';

const DISKS = 5;

async function planned() {
  const targets = Array.from({ length: DISKS }, (_, i) =>
    inspectTarget(`sim:size=1GB,serial=D${i},bad=${1000 * i}`),
  );
  return Run.plan(await Promise.all(targets), { jobs: 1 + (DISKS % 2) });
}

/** That have begun and are not over. */
const running = (run: Run) =>
  run.scans.filter((scan) => {
    const { phase, doneSectors } = scan.progress();
    return phase !== 'ended' && doneSectors > 0;
  }).length;

test('no more than so many of a controller; who hangs on none that is known waits for all alone', async () => {
  const targets = await Promise.all(
    ['a', 'a', 'a', 'b', undefined, undefined].map(async (controller, i) => ({
      ...(await inspectTarget(`sim:size=1GB,serial=D${i}`)),
      ...(controller === undefined ? {} : { controller }),
    })),
  );
  const run = await Run.plan(targets, { jobs: 1 });
  const begun = new Set<number>();
  const seen: number[][] = [];
  for (const [i, scan] of run.scans.entries()) {
    const phase = () => {
      begun.add(i);
      seen.push([...begun].filter((other) => !run.scans[other]!.hasEnded));
    };
    scan.listen({ defect: () => {}, phase });
  }
  const entries = await run.scan(() => {}, { all: 4, perController: 1 });
  expect(entries.every((entry) => hasResult(entry) && entry.coverage.unread === 0)).toBe(true);
  expect(begun).toEqual(new Set(targets.keys()));
  for (const each of seen) {
    expect(each.filter((i) => i < 3).length).toBeLessThanOrEqual(1);
    expect(each.length).toBeLessThanOrEqual(4);
  }
});

describe('whose turn it is', () => {
  const order = async (controllers: readonly (string | undefined)[], atOnce: AtOnce) => {
    const said: string[] = [];
    await inTurns(controllers, atOnce, async (i) => {
      said.push(`+${i}`);
      await new Promise(setImmediate);
      said.push(`-${i}`);
    });
    return said.join(' ');
  };

  test('the next whose controller is free, not the first alone', async () => {
    const each = { all: 2, perController: 1 };
    expect(await order(['a', 'a', 'b', undefined], each)).toBe('+0 +2 -0 +1 -2 +3 -1 -3');
    expect(await order(['a', 'a'], ALL_AT_ONCE)).toBe('+0 +1 -0 -1');
    expect(await order([undefined, undefined], each)).toBe('+0 +1 -0 -1');
    expect(await order([], each)).toBe('');
  });

  test('what rejects is told', async () => {
    const rejects = () => Promise.reject(new Error('no'));
    await expect(inTurns(['a'], ALL_AT_ONCE, rejects)).rejects.toThrow('no');
  });
});

describe.each([1, 2, 4, DISKS, 99])('%d at once', (atOnce) => {
  test('all are scanned, and never more side by side', async () => {
    const run = await planned();
    let most = 0;
    const looking = setInterval(() => {
      most = Math.max(most, running(run));
    }, 1);
    const entries = await run.scan(
      () => {
        most = Math.max(most, running(run));
      },
      { ...ALL_AT_ONCE, all: atOnce },
    );
    clearInterval(looking);
    expect(entries.map((entry) => hasResult(entry) && entry.coverage.bad)).toEqual(
      Array.from({ length: DISKS }, () => 1),
    );
    expect(most).toBeLessThanOrEqual(atOnce);
  });
});

test('a run that is stopped reads nothing of those that wait', async () => {
  const run = await planned();
  const entries = await run.scan(() => run.stop(), { ...ALL_AT_ONCE, all: 1 });
  const unread = entries.map((entry) => hasResult(entry) && entry.coverage.unread > 0);
  expect(unread).toEqual([false, true, true, true, true]);
  for (const entry of entries.slice(1)) {
    expect(hasResult(entry) && entry.coverage.good).toBe(0);
  }
});
