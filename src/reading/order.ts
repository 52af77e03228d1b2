// What a sweep is asked to read, as its runner takes it, and how it ends.

import { Grid } from '../vocabulary/grid.ts';
import type { LbaRange } from '../vocabulary/ranges.ts';
import type { SweepRun, SweepTask } from './sweep.ts';
import type { SweepEnd } from './worker-control.ts';

export type Outcome = 'done' | 'stopped' | 'enough' | 'budget' | 'lost';

export interface SweepOutcome {
  readonly outcome: Outcome;
  /** Where the sweep ended: the run of the order, and the block in it. */
  readonly run: number;
  readonly next: number;
}

/** What is not given: no map, no limit, counted nowhere, and no good reading recorded. */
export type Order = Pick<SweepTask, 'runs' | 'unitSectors' | 'phaseLba'> &
  Partial<
    Pick<
      SweepTask,
      'map' | 'failedBlocks' | 'failedLimit' | 'firstReading' | 'recordFromMs' | 'deviceBudgetMs'
    >
  > & {
    /** Through the drive itself, where it can be had. */
    readonly byDrive?: boolean;
    /** Failures [from, to) that were told count no more: they are read again at once, as the disk failed
     * where it had read well, too, and is there. Absent: they count. */
    readonly takeBack?: (from: number, to: number) => void;
    /** What was taken back is read again. */
    readonly readAgain?: (from: number, to: number) => void;
  };

/** What is left of the runs where a sweep ended. */
export function restOf(runs: readonly SweepRun[], end: SweepEnd): SweepRun[] {
  return [{ ...runs[end.run]!, first: end.next }, ...runs.slice(end.run + 1)];
}

/** Ranges in an order's grid, upwards, each with the run that reads it; those of earlier orders are left out. */
export function runsOver(
  ranges: readonly LbaRange[],
  { runs, unitSectors, phaseLba }: Order,
): { readonly run: SweepRun; readonly range: LbaRange }[] {
  const found: { run: SweepRun; range: LbaRange }[] = [];
  for (const { from, to } of [...ranges].sort((a, b) => a.from - b.from)) {
    for (const run of runs) {
      const range = { from: Math.max(from, run.fromLba), to: Math.min(to, run.toLba) };
      if (range.from >= range.to) continue;
      const grid = new Grid(run.fromLba, run.toLba, unitSectors, phaseLba);
      const [first, end] = [grid.blockOf(range.from), grid.blockOf(range.to - 1) + 1];
      found.push({ run: { ...run, first, end }, range });
    }
  }
  return found;
}
