// What of a map is not read yet: all of a new one, what is left of a resumed one.

import { UNREAD_BYTE } from '../vocabulary/classes.ts';
import type { BlockRange } from '../vocabulary/ranges.ts';

/** The ranges of blocks that are read, upwards. */
export function readRanges(map: Uint8Array): BlockRange[] {
  const ranges: BlockRange[] = [];
  for (let block = endOfUnread(map, 0); block < map.length; block = endOfUnread(map, block)) {
    const next = map.indexOf(UNREAD_BYTE, block);
    const end = next < 0 ? map.length : next;
    ranges.push({ first: block, end });
    block = end;
  }
  return ranges;
}

/** What lies between ranges that go upwards, of so many blocks in all. */
export function gapsOf(ranges: readonly BlockRange[], blocks: number): BlockRange[] {
  const gaps: BlockRange[] = [];
  let first = 0;
  for (const range of [...ranges, { first: blocks, end: blocks }]) {
    if (range.first > first) gaps.push({ first, end: range.first });
    first = range.end;
  }
  return gaps;
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

const WORD_BYTES = Int32Array.BYTES_PER_ELEMENT;

/** The first block from there on that was read, or the map's end: four blocks at a time. */
function endOfUnread(map: Uint8Array, first: number): number {
  const { buffer, byteOffset, length } = map;
  const skew = byteOffset % WORD_BYTES;
  const words = new Int32Array(buffer, byteOffset - skew, Math.floor((skew + length) / WORD_BYTES));
  let block = first;
  while (block < length && map[block] === UNREAD_BYTE && (block + skew) % WORD_BYTES !== 0) block++;
  if (map[block] !== UNREAD_BYTE) return block;
  let word = (block + skew) / WORD_BYTES;
  while (word < words.length && words[word] === 0) word++;
  block = Math.max(block, word * WORD_BYTES - skew);
  while (block < length && map[block] === UNREAD_BYTE) block++;
  return block;
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
