// What a scan gives its map to keep.

import { defect } from '../vocabulary/errors.ts';
import type { BlockRange } from '../vocabulary/ranges.ts';
import type { FindingsChanges } from './changes.ts';
import type { MapFindings } from './contents.ts';
import type { MapState } from './state.ts';

export interface MapUpdate {
  /** The live map: read when a page's turn comes. */
  readonly map: Uint8Array;
  /** The blocks that may have changed since the last update. */
  readonly dirty: readonly BlockRange[];
  /** Sorted and disjoint. Workers may still be at the blocks outside: they are written as unread. */
  readonly readable: readonly BlockRange[];
  readonly state: MapState;
  /** All of them; null: neither findings nor state are written this time, unless there are `changes`. */
  readonly findings: MapFindings | null;
  /** Instead of all: what changed since the last update that was written with either. No more than there
   * is room for. What could not be written is to be brought again. */
  readonly changes?: FindingsChanges;
}

/** What the next update may bring. */
export interface Awaited {
  /** Bytes of changes (mostBytesOf), at most; 0: all findings. */
  readonly roomForChanges: number;
  /** What findings the file has is not known: all are to be written. */
  readonly isOwed: boolean;
  /** So many findings have room. */
  readonly mostFindings: number;
}

/** Throws ERR_DEFECT where it is of another map than one of so many blocks. */
export function assertFits({ map, dirty, readable }: MapUpdate, blocks: number): void {
  let reached = 0;
  for (const { first, end } of readable) {
    if (first < reached || end < first) throw defect('map: readable blocks are out of order');
    reached = end;
  }
  const most = dirty.reduce((end, range) => Math.max(end, range.end), reached);
  const isOdd = dirty.some(({ first, end }) => first < 0 || end < first);
  if (map.length === blocks && most <= blocks && !isOdd) return;
  throw defect(`map: an update of blocks up to ${most} of ${map.length}, and it has ${blocks}`);
}
