// Narrowing of failed blocks to physical sectors, and its limit.

import { expect, test } from 'vitest';
import { badOf, scanSim } from './scan-sim.ts';

test('--refine-limit is said once, though narrowing is entered twice', async () => {
  const scan = await scanSim('size=100000s,bad=1000-1999,slow=5000@700', {
    blockSectors: 8,
    refineLimitSeconds: 0.02,
  });
  expect(scan.notes).toEqual([
    'narrowing stopped at its limit of 0.02 s (--refine-limit): the rest of the failed blocks is called bad as a whole',
  ]);
  expect(badOf(scan)).toHaveLength(2);
});
