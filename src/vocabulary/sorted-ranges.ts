// Looking up in sorted, disjoint ranges: reports have a hundred thousand of them.

/** LBAs, [from, to). */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** The range that holds `lba`. */
export function rangeAt<T extends Range>(ranges: readonly T[], lba: number): T | undefined {
  const found = ranges[firstEndingAfter(ranges, lba)];
  return found !== undefined && found.from <= lba ? found : undefined;
}

/** The parts of `ranges` that lie in [from, to). */
export function rangesWithin(ranges: readonly Range[], { from, to }: Range): Range[] {
  const found: Range[] = [];
  for (let i = firstEndingAfter(ranges, from); i < ranges.length && ranges[i]!.from < to; i++) {
    found.push({ from: Math.max(ranges[i]!.from, from), to: Math.min(ranges[i]!.to, to) });
  }
  return found;
}

function firstEndingAfter(ranges: readonly Range[], lba: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ranges[middle]!.to <= lba) low = middle + 1;
    else high = middle;
  }
  return low;
}
