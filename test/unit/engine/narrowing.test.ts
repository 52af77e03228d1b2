// Narrowing of failed blocks to physical sectors, and its limit.

import { describe, expect, test } from 'vitest';
import { inspectTarget, Run, runReport } from '../../../src/index.ts';
import type { ScanJson } from '../../../src/report/run-json.ts';
import { badOf, scanSim } from './scan-sim.ts';

test('--refine-limit is said once, though narrowing is entered twice', async () => {
  const scan = await scanSim('size=100000s,bad=1000-1999,slow=5000@700', {
    blockSectors: 8,
    refineLimitSeconds: 0.02,
  });
  expect(scan.notes).toEqual([
    'narrowing stopped at its limit of 0.02 s (--refine-limit)',
    expect.stringMatching(/^\d+ sectors of failed blocks were not narrowed/),
  ]);
  expect(badOf(scan)).toHaveLength(2);
});

describe('a sector that comes late when it is read alone', () => {
  // Late in its block, twice, and once alone; the fourth time it is quick.
  test('is read again: a good one is not called bad', async () => {
    const spec = 'size=1MiB,bad=1000,slow=1003@31000*3';
    const scan = await scanSim(spec, { blockSectors: 8, jobs: 1 });
    expect(badOf(scan)).toEqual(['1000-1000 UNC']);
  });

  test('late again is bad, TIME', async () => {
    const spec = 'size=1MiB,bad=1000,slow=1003@31000*4';
    const scan = await scanSim(spec, { blockSectors: 8, jobs: 1 });
    expect(badOf(scan)).toEqual(['1000-1000 UNC', '1003-1003 TIME']);
  });
});

test('a limit that a late sector reaches is said, though that one is read again', async () => {
  const scan = await scanSim('size=1MiB,bad=1000,slow=1003@31000*3', {
    ...{ blockSectors: 8, jobs: 1, refineLimitSeconds: 20 },
  });
  expect(badOf(scan)).toEqual(['1000-1000 UNC', '1004-1007 TIME?']);
  expect(scan.notes).toContain('narrowing stopped at its limit of 20 s (--refine-limit)');
});

test('the disk leaves among failures without a name: no sector of them is bad alone', async () => {
  // Ten blocks, then the sectors of the first, one by one: the disk leaves at the fifth.
  const spec = 'sim:size=100s,bad=0-9/IO,gone=15';
  const run = await Run.plan([await inspectTarget(spec)], { blockSectors: 10 });
  const scan = runReport(await run.scan()).scans[0] as ScanJson;
  expect(scan.error?.code).toBe('ERR_GONE');
  expect(badOf(scan)).toEqual(['0-9 IO?']);
  expect(run.scans[0]!.progress()).toMatchObject({ badSectors: 0, failedBlocksLeft: 1 });
});

test.each([
  ['bad=10', 1],
  ['bad=10,bad=500-507,bad=520', 10],
])('how far it has come is by the sectors that are to be read alone: %s', async (bad, badSectors) => {
  const run = await Run.plan([await inspectTarget(`sim:size=10000s,${bad}`)], { blockSectors: 8 });
  await run.scan();
  expect(run.scans[0]!.progress()).toMatchObject({ badSectors, phaseDone: 1 });
});
