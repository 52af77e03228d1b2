// --max-bad N: the pass stops when N bad sectors are known; narrowing still runs.

import { describe, expect, test } from 'vitest';
import { badOf, scanSim } from './scan-sim.ts';

describe('--max-bad', () => {
  test('stops the pass at the block, narrows it, leaves the rest unread', async () => {
    const scan = await scanSim('size=1000s,bad=15,bad=55,bad=95', { blockSectors: 10, maxBad: 2 });
    expect(badOf(scan)).toEqual(['15-15 UNC', '55-55 UNC']);
    expect(scan.coverage).toEqual({ total: 1000, good: 58, bad: 2, unread: 940 });
    expect(scan.finished).toBeNull();
    expect(scan.error).toBeUndefined();
    // That it was stopped is said of a user's stop alone.
    expect(scan.notes).toEqual(['the pass stopped: --max-bad 2']);
  });

  for (const jobs of [2, 4, 16]) {
    test(`of ${jobs} workers: what failed is narrowed`, async () => {
      const scan = await scanSim('size=100GB,bad=1003', { blockSectors: 8, jobs, maxBad: 1 });
      expect(badOf(scan)).toEqual(['1003-1003 UNC']);
      expect(scan.coverage.unread).toBeGreaterThan(0);
    });
  }

  test('that a storm reaches: nothing more is read', async () => {
    const scan = await scanSim('size=1000s,bad=100-131/IO', { blockSectors: 1, maxBad: 32 });
    expect(badOf(scan)).toEqual(['100-131 IO']);
    expect(scan.coverage.unread).toBe(1000 - 132);
  });
});
