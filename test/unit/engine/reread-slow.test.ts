// Slow and late blocks are read again, alone: once slow and always slow are told apart.

import { describe, expect, test } from 'vitest';
import { badOf, scanSim } from './scan-sim.ts';

describe('a slow block', () => {
  test.each([
    ['is read again: once slow', 'slow=1000@700*1', 'quick', 'pass'],
    ['is read again: always slow', 'slow=1000@700', 'slow', 'fail'],
    ['of 500 ms is slow', 'slow=1000@500', 'slow', 'fail'],
    ['that came late, and reads', 'slow=1000@31000*1', 'quick', 'pass'],
    ['that came late, and reads slowly', 'slow=1000@31000*1,slow=1001@700', 'slow', 'fail'],
  ])('%s', async (_, faults, again, verdict) => {
    const scan = await scanSim(`size=1MiB,${faults}`, { blockSectors: 8 });
    expect(scan.slow).toHaveLength(1);
    expect(scan.slow[0]).toMatchObject({ from: 1000, to: 1007 });
    expect(scan.slow[0]!.again_us! >= 500_000 ? 'slow' : 'quick').toBe(again);
    expect([scan.verdict, scan.bad, scan.coverage.good]).toEqual([verdict, [], 2048]);
  });

  test('of less than 500 ms is none', async () => {
    const scan = await scanSim('size=1MiB,slow=1000@499.9');
    expect([scan.slow, scan.blocks['>500ms'], scan.blocks['<500ms']]).toEqual([[], 0, 1]);
  });
});

describe('a late block', () => {
  test.each([
    ['late again: bad, TIME, and narrowed', 'hang=1000@31000', '1000-1000 TIME'],
    ['that fails then: that error', 'slow=1000@31000*1,bad=1003/IDNF', '1003-1003 IDNF'],
    ['whose failure came late: TIME', 'bad=1000-1001/UNC@31000', '1000-1001 TIME'],
    [
      'of two sectors, each with its own error',
      'hang=1000@31000,bad=1003',
      '1000-1000 TIME,1003-1003 UNC',
    ],
  ])('%s', async (_, faults, bad) => {
    const scan = await scanSim(`size=1MiB,${faults}`, { blockSectors: 8 });
    expect(badOf(scan).join()).toBe(bad);
    expect(scan.blocks).toMatchObject({ TIME: 1, UNC: 0, IDNF: 0 });
    expect(scan.slow).toEqual([]);
  });

  test('exactly at the timeout is not late', async () => {
    const scan = await scanSim('size=1MiB,slow=1000@2000', { timeoutSeconds: 2 });
    expect([scan.blocks.TIME, scan.slow.length, scan.bad]).toEqual([0, 1, []]);
  });

  test('with --no-refine is bad as a whole', async () => {
    const scan = await scanSim('size=1MiB,hang=1000@31000', { blockSectors: 8, refine: false });
    expect(badOf(scan)).toEqual(['1000-1007 TIME?']);
    expect(scan.notes).toHaveLength(1);
  });
});

test('of 1200 slow blocks the slowest 1000 are read again, and that is said', async () => {
  const faults = Array.from({ length: 1200 }, (_, i) => `slow=${i * 16}@${600 + ((i * 7) % 1200)}`);
  const scan = await scanSim(`size=20000s,kind=ssd,${faults.join()}`, { blockSectors: 8 });
  expect(scan.slow).toHaveLength(1200);
  const skipped = scan.slow.filter(({ again_us }) => again_us === null);
  expect(skipped).toHaveLength(200);
  expect(skipped.every(({ latency_us }) => latency_us < 800_000)).toBe(true);
  expect(scan.rules[1]).toEqual({ rule: '>500ms>0', value: 1000, failed: true });
  expect(scan.notes).toEqual(['of 1200 slow blocks the slowest 1000 were read again']);
});

test('late blocks are all read again, however many', async () => {
  const scan = await scanSim('size=12000s,slow=8-11999@31000*1100', { blockSectors: 8 });
  expect(scan.blocks.TIME).toBe(1100);
  expect(scan.slow.filter(({ again_us }) => again_us === null)).toEqual([]);
  expect(scan.coverage.good).toBe(12_000);
});
