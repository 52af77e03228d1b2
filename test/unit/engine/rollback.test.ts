// Failures that say nothing of the disk's sectors are taken back: unread again, in all that counts them.

import { beforeEach, describe, expect, test } from 'vitest';
import type { ScanContext } from '../../../src/engine/context.ts';
import {
  forgetIfNothingRead,
  forgetTrailingBlocks,
  forgetUnresolvedLate,
  takeBackBlocks,
} from '../../../src/engine/rollback.ts';
import { errorOfCode } from '../../../src/vocabulary/classes.ts';
import {
  contextOf,
  failedReading,
  goodReading,
  lateReading,
  scriptedRunner,
} from './scripted-runner.ts';

const [IO, TIME, GOOD] = [errorOfCode('IO'), errorOfCode('TIME').byte!, 90];

/** 100 blocks of 8 sectors, the last of 4, all good. */
let context: ScanContext;
beforeEach(async () => {
  context = await contextOf('size=796s', { blockSectors: 8, jobs: 2 });
  context.map.fill(GOOD);
});

/** Blocks [first, end) failed. */
function fail(first: number, end: number, error = IO): void {
  const { grid, map, findings, failedBlocks } = context;
  map.fill(error.byte!, first, end);
  for (let block = first; block < end; block++) {
    const reading = failedReading(grid.startOf(block), grid.endOf(block));
    findings.addFailed({ ...reading, error: error.native });
  }
  Atomics.add(new Uint32Array(failedBlocks), 0, end - first);
}

const failedCount = () => Atomics.load(new Uint32Array(context.failedBlocks), 0);
const unreadBlocks = () =>
  [...context.map.entries()].flatMap(([i, byte]) => (byte === 0 ? [i] : []));

describe('taken back', () => {
  test('blocks are unread, and nothing counts them any more', () => {
    fail(10, 14);
    takeBackBlocks(context, 88, 104);
    expect(unreadBlocks()).toEqual([11, 12]);
    expect(context.corrections.IO).toBe(-2);
    expect(failedCount()).toBe(2);
    expect(context.findings.failed.items.map(({ from, to }) => [from, to])).toEqual([
      [80, 88],
      [104, 112],
    ]);
    expect(context.rewritten).toEqual([
      { first: 11, end: 12 },
      { first: 12, end: 13 },
    ]);
    expect(context.rollbacks).toBe(1);
  });

  test('the last block, which is short', () => {
    fail(98, 100);
    takeBackBlocks(context, 784, 796);
    expect(unreadBlocks()).toEqual([98, 99]);
    expect(context.findings.failed.length).toBe(0);
    expect(failedCount()).toBe(0);
  });

  test('what read meanwhile stays', () => {
    fail(10, 12);
    context.map[10] = GOOD;
    takeBackBlocks(context, 80, 96);
    expect(unreadBlocks()).toEqual([11]);
    expect(context.corrections.IO).toBe(-1);
  });
});

describe('of a disk that may never have been there', () => {
  test('no failure counts', () => {
    context.map.fill(0);
    fail(0, 5);
    forgetIfNothingRead(context);
    expect(unreadBlocks()).toHaveLength(100);
    expect(context.findings.failed.length).toBe(0);
    expect([context.corrections.IO, context.rollbacks]).toEqual([-5, 1]);
  });

  test('but all do where one names a defect', () => {
    context.map.fill(0);
    fail(0, 5);
    fail(5, 6, errorOfCode('UNC'));
    forgetIfNothingRead(context);
    expect(context.findings.failed.sectors).toBe(48);
    expect(context.rollbacks).toBe(0);
  });
});

describe('late blocks that were not read again', () => {
  const late = (block: number) => {
    const { grid, map, findings } = context;
    map[block] = TIME;
    findings.addSlow(lateReading(grid.startOf(block), grid.endOf(block)));
  };

  test('are unread, and that is said', () => {
    late(20);
    late(99);
    forgetUnresolvedLate(context);
    expect(unreadBlocks()).toEqual([20, 99]);
    expect(context.corrections.TIME).toBe(-2);
    expect(context.findings.slow.size).toBe(0);
    expect(context.endNotes).toEqual([
      'late blocks that were not read again, and so are unread: 2',
    ]);
    expect(context.rollbacks).toBe(1);
  });

  test('none: nothing is said; nor of those that were, or that are slow alone', () => {
    late(20);
    context.findings.slow.set(160, { ...context.findings.slow.get(160)!, againNs: 5e6 });
    context.findings.addSlow({ ...goodReading(240, 248), latencyNs: 7e8 });
    forgetUnresolvedLate(context);
    expect([context.endNotes, context.rollbacks, unreadBlocks()]).toEqual([[], 0, []]);
  });
});

test('at the pass’s end what trails behind each reader', () => {
  fail(10, 14);
  fail(50, 51, errorOfCode('UNC'));
  const { runner } = scriptedRunner([]);
  const asked: unknown[] = [];
  runner.trailing = (reader, unitSectors, phaseLba) => {
    asked.push([unitSectors, phaseLba]);
    return reader === context.control.readers[0] ? [{ from: 96, to: 112 }] : [];
  };
  forgetTrailingBlocks(context, runner);
  expect(unreadBlocks()).toEqual([12, 13]);
  expect(asked).toEqual(context.control.readers.map(() => [8, 0]));
  expect(context.rollbacks).toBe(1);
});
