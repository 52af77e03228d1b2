// The main property: random faults in, exactly those out, whatever disk and options.
// SURFSCAN_SEED=… repeats a run, SURFSCAN_DISKS=… scans so many disks.

import { expect, test } from 'vitest';
import { checkDisks } from './check-disks.ts';
import { SEED } from './seed.ts';

const DISKS = Number(process.env.SURFSCAN_DISKS ?? 1000);

test(`random faults in, those out: SURFSCAN_SEED=${SEED}, ${DISKS} disks`, async () => {
  console.log(`SURFSCAN_SEED=${SEED} SURFSCAN_DISKS=${DISKS}`);
  const { failures, exact, why } = await checkDisks(SEED, DISKS);
  console.log(`${exact} of ${DISKS} disks were judged exactly; the others:`, why);
  expect(failures.join('\n\n')).toBe('');
  if (DISKS >= 100) expect(exact).toBeGreaterThan(DISKS / 2);
});
