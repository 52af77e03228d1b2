// Ranges of sectors and of blocks, and how to look something up among sorted ones.

/** LBAs, [from, to): what the program reckons in. */
export interface LbaRange {
  readonly from: number;
  readonly to: number;
}

/** LBAs, both inclusive: as people, partition tables and kernels print them, and so do reports. */
export interface LbaSpan {
  readonly firstLba: number;
  readonly lastLba: number;
}

export const rangeOf = ({ firstLba, lastLba }: LbaSpan): LbaRange => ({
  from: firstLba,
  to: lastLba + 1,
});

export const spanOf = ({ from, to }: LbaRange): LbaSpan => ({ firstLba: from, lastLba: to - 1 });

/** Block indices of a grid, [first, end). */
export interface BlockRange {
  readonly first: number;
  readonly end: number;
}

/** The first whole number of [low, high) that `holds` is true of, or `high`: it is false of all below. */
export function firstThat(low: number, high: number, holds: (index: number) => boolean): number {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** Of sorted, disjoint ranges the one that holds `lba`. */
export function rangeAt<T extends LbaRange>(ranges: readonly T[], lba: number): T | undefined {
  const found = ranges[firstEndingAfter(ranges, lba)];
  return found !== undefined && found.from <= lba ? found : undefined;
}

/** The parts of sorted, disjoint ranges that lie in [from, to). */
export function rangesWithin(ranges: readonly LbaRange[], { from, to }: LbaRange): LbaRange[] {
  const found: LbaRange[] = [];
  for (let i = firstEndingAfter(ranges, from); i < ranges.length && ranges[i]!.from < to; i++) {
    found.push({ from: Math.max(ranges[i]!.from, from), to: Math.min(ranges[i]!.to, to) });
  }
  return found;
}

function firstEndingAfter(ranges: readonly LbaRange[], lba: number): number {
  return firstThat(0, ranges.length, (index) => ranges[index]!.to > lba);
}
