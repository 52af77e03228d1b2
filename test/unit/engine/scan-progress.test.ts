// A scan's progress, of known shares.

import { beforeEach, describe, expect, test } from 'vitest';
import { native } from '../../../src/addon/native.ts';
import { newContext, type ScanContext } from '../../../src/engine/context.ts';
import { planScan } from '../../../src/engine/options.ts';
import { scanProgress } from '../../../src/engine/scan-progress.ts';
import type { Phase } from '../../../src/engine/scan-view.ts';
import { inspectTarget } from '../../../src/index.ts';

let context: ScanContext;
beforeEach(async () => {
  const target = await inspectTarget('sim:size=10000s,kind=ssd');
  // Blocks of 8 sectors of LBA 100 to 899: the first is of 4, the last of 4.
  const range = { from: () => 100, to: () => 899, blockSectors: 8, jobs: 2 };
  context = newContext(target, planScan(target, range), null);
});

const progress = (
  phase: Phase = 'pass',
  change: { paused?: boolean; elapsedSeconds?: number } = {},
) =>
  scanProgress(context, {
    phase,
    paused: false,
    elapsedSeconds: 10,
    remainingSeconds: 7,
    narrowingSeconds: 0,
    lastAnswer: null,
    alarm: null,
    bytesPerSecondNow: 1,
    bytesPerSecondMean: 2,
    ...change,
  });

function inFlightAt(worker: number, lba: number): void {
  const { memory, index } = context.control.workers[worker]!;
  const { workerBytes, offsets } = native.layout;
  new BigUint64Array(memory, index * workerBytes)[offsets.inFlightLba! / 8] = BigInt(lba);
}

describe('what is done', () => {
  test('is what the shares have read, short blocks and all', () => {
    context.shares.push({ first: 50, next: 101, end: 101 }, { first: 0, next: 2, end: 50 });
    const { doneSectors, totalSectors, phaseDone, shares } = progress();
    expect([doneSectors, totalSectors]).toEqual([404 + 12, 800]);
    expect(phaseDone).toBe(416 / 800);
    expect(shares.map(({ first }) => first)).toEqual([0, 50]);
  });

  test('of nothing is nothing', () => {
    context.shares.push({ first: 0, next: 0, end: 50 });
    expect(progress()).toMatchObject({ doneSectors: 0, phaseDone: 0 });
  });

  test('of a later phase is that phase’s', () => {
    context.shares.push({ first: 0, next: 101, end: 101 });
    context.phaseDone = 0.25;
    expect(progress('narrowing')).toMatchObject({ phaseDone: 0.25 });
    expect(progress('waiting')).toMatchObject({ phaseDone: 1 });
  });
});

describe('where the head is', () => {
  test('in the pass: the furthest worker', () => {
    inFlightAt(0, 200);
    inFlightAt(1, 500);
    expect(progress().currentLba).toBe(500);
    // One reads in later phases.
    expect(progress('narrowing').currentLba).toBe(200);
  });

  test('before anything is read: where it begins', () => {
    expect(progress().currentLba).toBe(100);
  });

  test('when it has ended: the last sector that was read', () => {
    context.shares.push({ first: 50, next: 60, end: 101 }, { first: 0, next: 3, end: 50 });
    expect(progress('ended').currentLba).toBe(104 + 59 * 8 - 1);
    context.shares.splice(0, 1, { first: 50, next: 50, end: 101 });
    expect(progress('ended').currentLba).toBe(104 + 2 * 8 - 1);
  });
});

test('where it ended before anything was read: at the end of the first block', () => {
  expect(progress('ended').currentLba).toBe(103);
  context.shares.push({ first: 0, next: 0, end: 50 }, { first: 50, next: 50, end: 101 });
  expect(progress('ended').currentLba).toBe(103);
});

test('what it does', () => {
  expect(progress().activity).toBe('running');
  expect(progress('pass', { paused: true }).activity).toBe('paused');
  context.stopping = true;
  expect(progress('pass', { paused: true }).activity).toBe('stopping');
  expect(progress('ended', { paused: true }).activity).toBe('ended');
});

test('slow blocks are those that are kept, and those that are not', () => {
  const slow = { latencyNs: 6e8, error: 0, errno: 0, late: false, drive: 0, named: false };
  context.findings.addSlow({ from: 104, to: 112, ...slow });
  context.findings.slowNotKept = 3;
  expect(progress().slowBlocks).toBe(4);
});
