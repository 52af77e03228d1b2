// Which blocks of a scan read well: a presence check reads them again.

import type { SweepRun } from '../reading/sweep.ts';
import { FIRST_STEP, LAST_STEP } from '../vocabulary/classes.ts';
import type { ScanContext } from './context.ts';

/** At most so many are given. */
const TRIES = 8;
/** Bytes of the map that are searched for each, at first: a disk that fails throughout has a check after
 * each 32 blocks. */
const LOOK_BLOCKS = 4096;

/** Blocks with a good first reading, spread over what has been read: a drive's cache may still
 * answer for the newest when nothing else does. */
export function blocksThatRead(context: ScanContext): SweepRun[] {
  const { map, shares } = context;
  const found = new Set<number>();
  for (let attempt = 0; attempt < 2 * TRIES && found.size < TRIES; attempt++) {
    const share = shares[attempt % shares.length];
    if (share === undefined) break;
    const part = (attempt + 0.5) / (2 * TRIES);
    const start = share.first + Math.floor((share.next - share.first) * part);
    const block = firstGood(map, start, Math.min(share.next, start + LOOK_BLOCKS));
    if (block !== null) found.add(block);
  }
  // Where few have read, they may lie anywhere.
  for (const { first, end } of shares) {
    for (let next = first; found.size < TRIES; ) {
      const block = firstGood(map, next, end);
      if (block === null) break;
      found.add(block);
      next = block + 1;
    }
  }
  return [...found].map((block) => blockRun(context, block));
}

function firstGood(map: Uint8Array, first: number, end: number): number | null {
  for (let block = first; block < end; block++) {
    if (map[block]! >= FIRST_STEP && map[block]! <= LAST_STEP) return block;
  }
  return null;
}

function blockRun({ grid }: ScanContext, block: number): SweepRun {
  return { fromLba: grid.startOf(block), toLba: grid.endOf(block), first: 0, end: 1 };
}
