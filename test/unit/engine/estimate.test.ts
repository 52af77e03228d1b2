// How long a scan will still take, told while it runs.

import { describe, expect, test } from 'vitest';
import { Estimate, expectedFall, type Part } from '../../../src/engine/estimate.ts';
import { inspectTarget, Run } from '../../../src/index.ts';
import { stepMiddleNs } from '../../../src/vocabulary/latency-scale.ts';

const FRAMES = 1000;

/** Of a pass whose every part takes what `secondsOf` says: at each part of the disk the worst of what was told
 * from there on, as a part of the truth. */
function worstError(fall: number, secondsOf: (part: number) => number, from: number): number {
  const estimate = new Estimate(fall);
  const times = Array.from({ length: FRAMES }, (_, part) => secondsOf(part));
  const total = times.reduce((sum, time) => sum + time, 0);
  let seconds = 0;
  let worst = 0;
  for (let part = 0; part < FRAMES; part++) {
    const at = part / FRAMES;
    const read: Part[] = part === 0 ? [] : [{ from: 0, to: at }];
    const standing = {
      ...{ phase: 'pass' as const, seconds, read, phaseDone: 0 },
      left: [{ from: at, to: 1 }],
    };
    estimate.look(standing, at);
    const told = estimate.remainingSeconds(standing);
    const rest = total - seconds;
    // The last moments are no part of anybody's plans.
    if (at >= from && at < 0.99) worst = Math.max(worst, Math.abs((told ?? 0) - rest) / rest);
    seconds += times[part]!;
  }
  return worst;
}

test('within 10 % from a tenth of the way on, on the simulated disk that slows to half', async () => {
  const run = await Run.plan([await inspectTarget('sim:size=20GB')], {});
  await run.scan();
  const { map, grid } = run.scans[0]!;
  const edge = (part: number) => Math.floor((part * grid.blocks) / FRAMES);
  const secondsOf = (part: number) => {
    let ns = 0;
    for (let block = edge(part); block < edge(part + 1); block++) ns += stepMiddleNs(map[block]!);
    return ns / 1e9;
  };
  expect(secondsOf(FRAMES - 1) / secondsOf(0)).toBeGreaterThan(1.8);
  expect(worstError(expectedFall(true), secondsOf, 0.1)).toBeLessThan(0.1);
  // Without its curve it would not be.
  expect(worstError(expectedFall(false), secondsOf, 0.1)).toBeGreaterThan(0.2);
});

test.each([0.45, 0.55, 0.6])('of disks whose inner tracks are %f as quick, too', (inner) => {
  const fall = 1 - inner ** 2;
  const secondsOf = (part: number) => 1 / Math.sqrt(1 - fall * (part / FRAMES));
  expect(worstError(expectedFall(true), secondsOf, 0.1)).toBeLessThan(0.1);
});

test('of a disk that is as quick everywhere it is the part that is left', () => {
  expect(worstError(expectedFall(false), () => 0.5, 0.001)).toBeLessThan(1e-9);
});

describe('of another phase', () => {
  const at = (phaseDone: number, seconds: number) => ({
    ...{ phase: 'narrowing' as const, seconds, read: [], left: [], phaseDone },
  });

  test('it is by what of it is done, from its own beginning', () => {
    const estimate = new Estimate(0);
    estimate.look(at(0, 1000), 0);
    expect(estimate.remainingSeconds(at(0, 1003))).toBeNull();
    expect(estimate.remainingSeconds(at(0.25, 1010))).toBeCloseTo(30);
  });

  test('nothing is known before it was looked at', () => {
    expect(new Estimate(0).remainingSeconds(at(0.25, 10))).toBeNull();
  });
});

test('a scan that goes on is judged by what it reads itself', () => {
  const estimate = new Estimate(0);
  const standing = (to: number, seconds: number) => ({
    ...{ phase: 'pass' as const, seconds, phaseDone: 0 },
    read: [{ from: 0, to }],
    left: [{ from: to, to: 1 }],
  });
  estimate.look(standing(0.5, 0), 0.5);
  expect(estimate.remainingSeconds(standing(0.5, 0))).toBeNull();
  estimate.look(standing(0.6, 100), 0.6);
  expect(estimate.remainingSeconds(standing(0.6, 100))).toBeCloseTo(400);
});
