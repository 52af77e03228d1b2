// What a map holds of a scan, less the blocks that are masked: those count as unread.

import type { BlockRange, LbaRange } from '../vocabulary/ranges.ts';
import type { ScanShare } from './context.ts';

/** The blocks that are read. `masked`: sorted, disjoint or not. */
export function readBlocks(
  shares: readonly ScanShare[],
  masked: readonly BlockRange[],
): BlockRange[] {
  const inOrder = [...shares].sort((a, b) => a.first - b.first);
  const begun = inOrder.filter(({ first, next }) => next > first);
  const read = begun.map(({ first, next }) => ({ from: first, to: next }));
  const masks = masked.map(({ first, end }) => ({ from: first, to: end }));
  return outside(read, masks).map(({ from, to }) => ({ first: from, end: to }));
}

/** The parts of sorted, disjoint ranges outside of sorted ones. */
export function outside<T extends LbaRange>(
  items: readonly T[],
  masks: readonly LbaRange[],
): readonly T[] {
  if (masks.length === 0) return items;
  const parts: T[] = [];
  let firstMask = 0;
  for (const item of items) {
    while (firstMask < masks.length && masks[firstMask]!.to <= item.from) firstMask++;
    let at = item.from;
    for (let i = firstMask; i < masks.length && masks[i]!.from < item.to; i++) {
      const mask = masks[i]!;
      if (mask.from > at) parts.push({ ...item, from: at, to: mask.from });
      at = Math.max(at, mask.to);
    }
    if (at < item.to) parts.push({ ...item, from: at });
  }
  return parts;
}

/** The parts of sorted, disjoint ranges inside of others. */
export function inside<T extends LbaRange>(
  items: readonly T[],
  ranges: readonly LbaRange[],
): readonly T[] {
  const parts: T[] = [];
  let first = 0;
  for (const item of items) {
    while (first < ranges.length && ranges[first]!.to <= item.from) first++;
    for (let i = first; i < ranges.length && ranges[i]!.from < item.to; i++) {
      const { from, to } = ranges[i]!;
      parts.push({ ...item, from: Math.max(from, item.from), to: Math.min(to, item.to) });
    }
  }
  return parts;
}

/** Sorted and disjoint, whatever order and overlap they came in. */
export function joined(ranges: readonly LbaRange[]): readonly LbaRange[] {
  const all: { from: number; to: number }[] = [];
  for (const { from, to } of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = all.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else all.push({ from, to });
  }
  return all;
}
