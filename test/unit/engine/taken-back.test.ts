// What failed while the disk may have been away is taken back, in each phase, and read again: only what
// fails then is believed.

import { describe, expect, test } from 'vitest';
import type { ScanContext } from '../../../src/engine/context.ts';
import { Narrowing } from '../../../src/engine/narrowing.ts';
import { Pass } from '../../../src/engine/pass.ts';
import { rereadSlow } from '../../../src/engine/reread-slow.ts';
import { retryBad } from '../../../src/engine/retries.ts';
import { Untaken } from '../../../src/engine/untaken.ts';
import {
  type Answer,
  contextOf,
  failedReading,
  goodReading,
  lateReading,
  scriptedRunner,
} from './scripted-runner.ts';

const said = (list: { items: readonly { from: number; to: number }[] }) =>
  list.items.map(({ from, to }) => [from, to]);
const value = { error: 'UNC', errno: null } as const;

describe('narrowing', () => {
  /** A failed block, [8, 16), narrowed as the answers say. */
  async function narrowed(...answers: Answer[]) {
    const context = await contextOf('size=100s', { blockSectors: 8 });
    context.findings.failed.set(8, 16, value);
    const { runner, orders } = scriptedRunner(answers);
    const outcome = await new Narrowing(context, runner).run();
    const { failed, bad, weak } = context.findings;
    return { outcome, orders, failed: said(failed), bad: said(bad), weak: said(weak) };
  }

  test('a sector that reads when it is read again is not bad', async () => {
    const { bad, weak, outcome } = await narrowed(({ order, tell }) => {
      tell(failedReading(9));
      tell(failedReading(12));
      order.takeBack!(12, 13);
    });
    expect(outcome).toBe('done');
    expect([bad, weak]).toEqual([[[9, 10]], []]);
  });

  test('all of them: the block is weak', async () => {
    const { failed, bad, weak } = await narrowed(({ order, tell }) => {
      tell(failedReading(9, 11));
      order.takeBack!(8, 16);
    });
    expect([failed, bad, weak]).toEqual([[], [], [[8, 16]]]);
  });

  test('one that came late is read once more; not one that was taken back', async () => {
    const late = await narrowed(
      ({ tell }) => tell(lateReading(12)),
      ({ tell }) => tell(goodReading(12)),
    );
    expect(late.orders).toHaveLength(2);
    expect(late.orders[1]).toMatchObject({ runs: [{ fromLba: 12, toLba: 13 }], recordFromMs: 0 });
    expect([late.failed, late.bad, late.weak]).toEqual([[], [], [[8, 16]]]);
    const taken = await narrowed(({ order, tell }) => {
      tell(lateReading(12));
      order.takeBack!(12, 13);
    });
    expect(taken.orders).toHaveLength(1);
    expect(taken.weak).toEqual([[8, 16]]);
  });

  test('late again is bad', async () => {
    const { bad, weak } = await narrowed(
      ({ tell }) => tell(lateReading(12)),
      ({ tell }) => tell({ ...lateReading(12), error: 4 }),
    );
    expect([bad, weak]).toEqual([[[12, 13]], []]);
  });
});

describe('the pass', () => {
  test('blocks are unread again, counted no more, and the map file takes them out', async () => {
    const context = await contextOf('size=100s', { blockSectors: 8 });
    const { map, findings, corrections, failedBlocks, rewritten } = context;
    const answer: Answer = ({ order, tell }) => {
      map.fill(50);
      map.fill(247, 1, 4);
      Atomics.store(new Uint32Array(failedBlocks), 0, 3);
      tell(failedReading(8, 16));
      tell(failedReading(16, 24));
      tell(failedReading(24, 32));
      order.takeBack!(16, 40);
      expect([...map.subarray(0, 6)]).toEqual([50, 247, 0, 0, 50, 50]);
      expect(rewritten).toEqual([
        { first: 2, end: 3 },
        { first: 3, end: 4 },
      ]);
      order.readAgain!(16, 33);
      order.readAgain!(40, 48);
    };
    const { runner } = scriptedRunner([answer]);
    expect(await new Pass(context, runner, [{ first: 0, end: map.length }]).run()).toBe('done');
    expect(said(findings.failed)).toEqual([[8, 16]]);
    expect(corrections.UNC).toBe(-2);
    expect(Atomics.load(new Uint32Array(failedBlocks), 0)).toBe(0);
    expect(context.rollbacks).toBe(1);
    expect(rewritten.slice(2)).toEqual([
      { first: 2, end: 5 },
      { first: 5, end: 6 },
    ]);
  });
});

describe('reading slow blocks again', () => {
  test('a failure that is taken back is none', async () => {
    const context = await contextOf('size=100s', { blockSectors: 8 });
    for (const from of [8, 24]) {
      context.findings.addSlow({ ...goodReading(from, from + 8), latencyNs: 7e8 });
    }
    const { runner } = scriptedRunner([
      ({ order, tell }) => {
        tell(failedReading(8, 16));
        order.takeBack!(8, 16);
        tell({ ...goodReading(8, 16), latencyNs: 6e8 });
        tell(failedReading(24, 32));
      },
    ]);
    expect(await rereadSlow(context, runner)).toBe('done');
    expect(said(context.findings.failed)).toEqual([[24, 32]]);
    expect(context.findings.slow.get(8)).toMatchObject({ againNs: 6e8, rereadDone: true });
  });

  test.each([
    ['before it', [0, 10], true],
    ['up to it', [0, 11], false],
    ['from its last sector on', [19, 30], false],
    ['behind it', [20, 30], true],
  ] as const)('of a failure [10, 20), what lies %s', (_, [from, to], stays) => {
    const untaken = new Untaken();
    untaken.tell(failedReading(10, 20));
    untaken.tell(goodReading(10, 20));
    untaken.order.takeBack(from, to);
    expect(untaken.take()).toHaveLength(stays ? 2 : 1);
  });

  test('the last so many wait', () => {
    const untaken = new Untaken();
    for (const lba of [1, 2, 3]) untaken.tell(goodReading(lba));
    expect(untaken.take(2).map(({ from }) => from)).toEqual([1]);
    expect(untaken.take(9)).toEqual([]);
    expect(untaken.take().map(({ from }) => from)).toEqual([2, 3]);
  });
});

describe('retries', () => {
  const reads = ({ findings }: ScanContext) =>
    findings.bad.items.map(({ from, to, value }) => [from, to, value.reads]);

  async function retried(answer: Answer) {
    const context = await contextOf('size=100s', { blockSectors: 8, retries: 1 });
    context.findings.bad.set(10, 20, { ...value, exact: true, reads: 1 });
    const { runner } = scriptedRunner([answer]);
    expect(await retryBad(context, runner)).toBe('done');
    return context;
  }

  test.each([
    [
      'in its middle',
      [13, 16],
      [
        [10, 13, 2],
        [16, 20, 2],
      ],
    ],
    ['at its begin', [5, 12], [[12, 20, 2]]],
    ['at its end', [19, 25], [[10, 19, 2]]],
    ['none of it', [20, 25], [[10, 20, 2]]],
    ['all of it', [10, 20], []],
  ] as const)('of a failure, what was taken back %s reads', async (_, [from, to], left) => {
    const context = await retried(({ order, tell }) => {
      tell(failedReading(10, 20));
      order.takeBack!(from, to);
    });
    expect(reads(context)).toEqual(left);
    const weak = said(context.findings.weak).reduce((sum, [first, end]) => sum + end! - first!, 0);
    expect(weak).toBe(10 - left.reduce((sum, [first, end]) => sum + end - first, 0));
  });
});
