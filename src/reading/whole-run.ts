// Runs for sweeps that go over all of an LBA range.

import { Grid } from '../vocabulary/grid.ts';
import type { SweepRun } from './sweep.ts';

/** [fromLba, toLba) in units whose edges lie at phaseLba + k · unitSectors. */
export function wholeRun(
  fromLba: number,
  toLba: number,
  unitSectors: number,
  phaseLba: number,
): SweepRun {
  return { fromLba, toLba, first: 0, end: new Grid(fromLba, toLba, unitSectors, phaseLba).blocks };
}

/** The first LBA of a run's unit, or the run's end. */
export function lbaInRun(
  run: SweepRun,
  unit: number,
  unitSectors: number,
  phaseLba: number,
): number {
  if (unit >= run.end) return run.toLba;
  return new Grid(run.fromLba, run.toLba, unitSectors, phaseLba).startOf(unit);
}
