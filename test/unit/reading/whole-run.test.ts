// An LBA range in units whose edges the disk gives.

import { expect, test } from 'vitest';
import { lbaInRun, wholeRun } from '../../../src/reading/whole-run.ts';

test.each([
  // from, to, unit, phase, and where each unit begins
  [0, 24, 8, 0, [0, 8, 16]],
  [5, 24, 8, 0, [5, 8, 16]],
  [8, 17, 8, 0, [8, 16]],
  [5, 24, 8, 7, [5, 7, 15, 23]],
  [5, 8, 1, 0, [5, 6, 7]],
  [9, 10, 8, 0, [9]],
])('LBA %d to %d by %d from %d on', (from, to, unit, phase, begins) => {
  const run = wholeRun(from, to, unit, phase);
  expect(run).toEqual({ fromLba: from, toLba: to, first: 0, end: begins.length });
  expect(begins.map((_, i) => lbaInRun(run, i, unit, phase))).toEqual(begins);
  for (const behind of [begins.length, begins.length + 1]) {
    expect(lbaInRun(run, behind, unit, phase)).toBe(to);
  }
});
