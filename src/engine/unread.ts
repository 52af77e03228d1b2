// What of a map is not read yet: all of a new one, what is left of a resumed one.

import { UNREAD_BYTE } from '../vocabulary/classes.ts';
import type { BlockRange } from '../vocabulary/ranges.ts';

/** The ranges of blocks that are read, or with `read` false of those that are not, upwards. */
export function rangesOf(map: Uint8Array, read: boolean): BlockRange[] {
  const ranges: BlockRange[] = [];
  for (let block = 0; block < map.length; ) {
    const end = endOfRange(map, block);
    if ((map[block] !== UNREAD_BYTE) === read) ranges.push({ first: block, end });
    block = end;
  }
  return ranges;
}

/** The ranges of [first, end) that were read, up to where more blocks are unread than may be in flight. */
export function readBeyond(
  map: Uint8Array,
  first: number,
  end: number,
  mostUnread: number,
): BlockRange[] {
  const ranges: BlockRange[] = [];
  let unread = 0;
  for (let block = first; block < end && unread <= mostUnread; block++) {
    if (map[block] === UNREAD_BYTE) {
      unread++;
      continue;
    }
    const from = block;
    while (block < end && map[block] !== UNREAD_BYTE) block++;
    ranges.push({ first: from, end: block });
    unread++; // the block that ended it
  }
  return ranges;
}

function endOfRange(map: Uint8Array, first: number): number {
  if (map[first] !== UNREAD_BYTE) {
    const end = map.indexOf(UNREAD_BYTE, first);
    return end < 0 ? map.length : end;
  }
  let end = first + 1;
  while (end < map.length && map[end] === UNREAD_BYTE) end++;
  return end;
}

/** The same blocks in ranges that so many workers can share evenly. */
export function shared(ranges: readonly BlockRange[], workers: number): BlockRange[] {
  const blocks = ranges.reduce((sum, { first, end }) => sum + end - first, 0);
  // Each worker gets the same number, give or take one; a gap begins a range of its own.
  const shares: BlockRange[] = [];
  let taken = 0;
  let share = 1;
  for (const { first, end } of ranges) {
    for (let block = first; block < end; ) {
      const limit = Math.floor((blocks * share) / workers);
      const piece = Math.min(end - block, limit - taken);
      if (piece > 0) shares.push({ first: block, end: block + piece });
      block += piece;
      taken += piece;
      if (taken >= limit) share++;
    }
  }
  return shares;
}
