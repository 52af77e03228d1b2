// A scan in numbers: what verdicts, one-line reports and metrics are made of. Without lists, so that it
// costs the same whatever was found.

import { isSlowAgain } from '../vocabulary/defects.ts';
import type { Extent } from '../vocabulary/extents.ts';
import type { ScanResult } from './result.ts';

export interface ScanSummary
  extends Pick<
    ScanResult,
    | 'device'
    | 'host'
    | 'trouble'
    | 'mapTrouble'
    | 'started'
    | 'finished'
    | 'range'
    | 'mode'
    | 'coverage'
    | 'blocks'
    | 'latencyUs'
    | 'bytesPerSecond'
    | 'smart'
    | 'verdict'
    | 'rules'
  > {
  /** Of the bad sectors, those that only lie in a block that failed. */
  readonly notNarrowedSectors: number;
  readonly weakSectors: number;
  /** Of them: blocks that failed and of which every sector reads, and sectors that failed alone, too. */
  readonly weakBlocks: number;
  readonly weakAloneSectors: number;
  /** Over 500 ms when read again, too. */
  readonly slowBlocks: number;
  readonly slowZones: number;
}

export function summaryOf(result: ScanResult): ScanSummary {
  const { bad, weak, slow, slowZones } = result;
  const blockOf = (lba: number) => Math.floor(lba / result.mode.blockSectors);
  return {
    ...withoutLists(result),
    notNarrowedSectors: sectorsOf(bad.filter(({ value }) => !value.exact)),
    weakSectors: sectorsOf(weak),
    weakBlocks: weak.reduce(
      (sum, { from, to, value }) => (value.exact ? sum : sum + blockOf(to - 1) - blockOf(from) + 1),
      0,
    ),
    weakAloneSectors: sectorsOf(weak.filter(({ value }) => value.exact)),
    slowBlocks: slow.filter(isSlowAgain).length,
    slowZones: slowZones.length,
  };
}

function withoutLists({
  bad,
  weak,
  slow,
  slowZones,
  recovered,
  disturbed,
  notes,
  compared,
  elapsedSeconds,
  ...rest
}: ScanResult) {
  return rest;
}

function sectorsOf(extents: readonly Readonly<Extent<unknown>>[]): number {
  return extents.reduce((sum, { from, to }) => sum + to - from, 0);
}
