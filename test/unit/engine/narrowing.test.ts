// Narrowing of failed blocks to physical sectors, and its limit.

import { describe, expect, test } from 'vitest';
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
