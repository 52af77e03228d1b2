// Which sectors are bad in one of two scans and not in the other.

import type { Extent } from '../vocabulary/extents.ts';
import type { Grid } from '../vocabulary/grid.ts';
import { firstThat, type LbaRange } from '../vocabulary/ranges.ts';
import { type ComparedFailure, type EarlierScan, type Pair, readRanges } from './compared-scan.ts';
import { inside, joined, outside } from './masks.ts';

export interface BadChange extends Readonly<Extent<ComparedFailure>> {
  /** What it touches that is bad in both: it widens that. */
  readonly beside: LbaRange | null;
}

/** Sorted, each sector in one list at most. */
export interface BadChanges {
  /** Bad now, and read well before. */
  readonly added: readonly BadChange[];
  /** Bad before, and read well now. */
  readonly gone: readonly BadChange[];
  /** Bad now, and not read before. */
  readonly firstRead: readonly BadChange[];
  /** Bad before, and not read now. */
  readonly notReadAgain: readonly BadChange[];
}

type Bad = readonly Readonly<Extent<ComparedFailure>>[];

export function compareBad({ old, now }: Pick<Pair, 'old' | 'now'>): BadChanges {
  const common = inside(joined(old.result.bad), joined(now.result.bad));
  const [readBefore, readNow] = [readRanges(old), readRanges(now)];
  const withNeighbour = (list: Bad) =>
    list.map((bad) => ({ ...bad, beside: touching(common, bad) }));
  const [onlyNow, onlyBefore] = [without(now, old.result.bad), without(old, now.result.bad)];
  return {
    added: withNeighbour(inside(onlyNow, readBefore)),
    gone: withNeighbour(inside(onlyBefore, readNow)),
    firstRead: withNeighbour(outside(onlyNow, readBefore)),
    notReadAgain: withNeighbour(outside(onlyBefore, readNow)),
  };
}

/** What of a scan's bad sectors is no other way of saying what `others` says: a block that failed and was
 * not narrowed is the same failure as bad sectors in it. */
function without({ grid, result }: EarlierScan, others: Bad): Bad {
  const exact = result.bad.filter(({ value }) => value.exact);
  const whole = result.bad.filter(({ value }) => !value.exact);
  const parts = [
    ...outside(exact, joined(others)),
    ...(whole.length === 0 ? [] : outside(whole, wholeBlocks(others, grid))),
  ];
  return parts.sort((a, b) => a.from - b.from);
}

/** The blocks that hold some of it. */
function wholeBlocks(ranges: Bad, grid: Grid): readonly LbaRange[] {
  const own = inside(ranges, [{ from: grid.fromLba, to: grid.toLba }]);
  return joined(
    own.map(({ from, to }) => ({
      from: grid.startOf(grid.blockOf(from)),
      to: grid.endOf(grid.blockOf(to - 1)),
    })),
  );
}

function touching(ranges: readonly LbaRange[], { from, to }: LbaRange): LbaRange | null {
  const next = firstThat(0, ranges.length, (index) => ranges[index]!.to >= from);
  const found = ranges[next];
  return found !== undefined && (found.to === from || found.from === to)
    ? { from: found.from, to: found.to }
    : null;
}
