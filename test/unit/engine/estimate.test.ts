// How long a scan will still take, told while it runs.

import { describe, expect, test } from 'vitest';
import { Estimate, expectedFall, type Part } from '../../../src/engine/estimate.ts';
import { inspectTarget, Run } from '../../../src/index.ts';
import { stepMiddleNs } from '../../../src/vocabulary/latency-scale.ts';

const FRAMES = 1000;
const NOTHING = { blocks: 0, limitSeconds: 3600 };

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
      ...{ phase: 'pass' as const, seconds, read, phaseDone: 0, narrowing: NOTHING },
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
    ...{ phase: 'again' as const, seconds, read: [], left: [], phaseDone, narrowing: NOTHING },
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

describe('of narrowing', () => {
  const at = (phase: 'pass' | 'narrowing', seconds: number, blocks: number, more = {}) => ({
    ...{ phase, seconds, read: [], left: [], phaseDone: 0 },
    narrowing: { blocks, limitSeconds: 3600 },
    ...more,
  });

  test('before its turn: a read that fails for each failed block, as long as those of the pass', () => {
    const estimate = new Estimate(0);
    expect(estimate.narrowingSeconds(at('pass', 5, 0))).toBe(0);
    expect(estimate.narrowingSeconds(at('pass', 5, 3)), 'a scan that goes on').toBeNull();
    estimate.failed(2);
    estimate.failed(6);
    expect(estimate.narrowingSeconds(at('pass', 9, 3))).toBeCloseTo(12);
  });

  test('it is part of what a pass tells, where it is known', () => {
    const estimate = new Estimate(0);
    const pass = (blocks: number) => ({
      ...at('pass', 100, blocks),
      ...{ read: [{ from: 0, to: 0.5 }], left: [{ from: 0.5, to: 1 }] },
    });
    estimate.look({ ...at('pass', 0, 0), left: [{ from: 0, to: 1 }] }, 0);
    expect(estimate.remainingSeconds(pass(3))).toBeCloseTo(100);
    estimate.failed(4);
    expect(estimate.remainingSeconds(pass(3))).toBeCloseTo(112);
  });

  test('no more than its limit leaves, and nothing where nothing is narrowed', () => {
    const estimate = new Estimate(0);
    estimate.failed(7);
    const limited = (limitSeconds: number) => ({ narrowing: { blocks: 1000, limitSeconds } });
    expect(estimate.narrowingSeconds(at('pass', 9, 1000, limited(60)))).toBe(60);
    expect(estimate.narrowingSeconds(at('pass', 9, 1000, limited(0.5)))).toBe(0.5);
    expect(estimate.narrowingSeconds(at('pass', 9, 1000, limited(0)))).toBe(0);
    expect(new Estimate(0).narrowingSeconds(at('pass', 9, 1000, limited(0)))).toBe(0);
    estimate.look(at('narrowing', 10, 1000), 0);
    expect(estimate.remainingSeconds(at('narrowing', 20, 1000, limited(50)))).toBe(50);
    expect(estimate.remainingSeconds(at('narrowing', 90, 1000, limited(-20)))).toBe(0);
  });

  test('under way: as the pass has shown at first, then by what blocks have cost', () => {
    const estimate = new Estimate(0);
    estimate.failed(4);
    estimate.look(at('narrowing', 100, 100), 0);
    const done = (part: number, seconds: number) =>
      estimate.remainingSeconds(at('narrowing', seconds, 0, { phaseDone: part }));
    expect(done(0, 100)).toBeCloseTo(400);
    // The first failing sector of the first block: no tenth of a percent is done.
    expect(done(1 / 25_600, 104)).toBeLessThan(1000);
    // A block costs 10 s.
    expect(done(0.5, 600)! / 500).toBeCloseTo(1, 1);
    expect(done(1, 1100)).toBeCloseTo(0);
  });

  test('of a scan that goes on: unknown, then by what is done', () => {
    const estimate = new Estimate(0);
    estimate.look(at('narrowing', 0, 8), 0);
    expect(estimate.remainingSeconds(at('narrowing', 3, 8))).toBeNull();
    expect(estimate.remainingSeconds(at('narrowing', 10, 6, { phaseDone: 0.25 }))).toBeCloseTo(30);
  });

  test('a scan learns it from its own failing reads, on the wall’s clock', async () => {
    const spec = 'sim:size=64MiB,kind=ssd,speed=2,bad=1000@800,bad=5000@800,bad=9000@800';
    const run = await Run.plan([await inspectTarget(spec)], { depth: 1 });
    const told: { phase: string; takes: number | null; blocks: number; left: number | null }[] = [];
    const [scan] = run.scans;
    const look = () => {
      const { phase, narrowingSeconds, failedBlocksLeft, remainingSeconds } = scan!.progress();
      const [takes, left] = [narrowingSeconds, remainingSeconds];
      told.push({ phase, takes, blocks: failedBlocksLeft, left });
    };
    // Whenever something fails, and now and then: no machine is too busy for the former.
    scan!.listen({ defect: look, phase: look });
    const timer = setInterval(look, 20);
    await run.scan();
    clearInterval(timer);
    const waiting = told.filter(({ phase, blocks }) => phase === 'pass' && blocks > 0);
    expect(waiting.length).toBeGreaterThanOrEqual(3);
    // 800 ms at twice the speed.
    for (const { takes, blocks } of waiting) expect(takes).toBeCloseTo(0.4 * blocks, 1);
    const narrowing = told.filter(({ phase }) => phase === 'narrowing');
    expect(narrowing.some(({ left }) => left !== null && left > 0)).toBe(true);
  });
});

test('a scan that goes on is judged by what it reads itself', () => {
  const estimate = new Estimate(0);
  const standing = (to: number, seconds: number) => ({
    ...{ phase: 'pass' as const, seconds, phaseDone: 0, narrowing: NOTHING },
    read: [{ from: 0, to }],
    left: [{ from: to, to: 1 }],
  });
  estimate.look(standing(0.5, 0), 0.5);
  expect(estimate.remainingSeconds(standing(0.5, 0))).toBeNull();
  estimate.look(standing(0.6, 100), 0.6);
  expect(estimate.remainingSeconds(standing(0.6, 100))).toBeCloseTo(400);
});

test('a time in which nothing was read is no part of the speed of late', () => {
  const estimate = new Estimate(0);
  const standing = (to: number, seconds: number) => ({
    ...{ phase: 'pass' as const, seconds, phaseDone: 0, narrowing: NOTHING },
    read: [{ from: 0, to }],
    left: [{ from: to, to: 1 }],
  });
  for (const [to, seconds] of [
    [0, 0],
    [0.5, 100],
    [0.5, 200],
  ] as const) {
    estimate.look(standing(to, seconds), to);
  }
  // Halfway between the 200 s of what was read last and the 400 s of all.
  expect(estimate.remainingSeconds(standing(0.5, 200))).toBeCloseTo(150);
});
