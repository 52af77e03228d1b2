// What a map file holds.

import type { BadValue, DisturbedRange, Failure, SlowBlock } from '../vocabulary/defects.ts';
import type { Extent } from '../vocabulary/extents.ts';
import type { BlockRange } from '../vocabulary/ranges.ts';
import type { MapHeader } from './header.ts';
import type { MapState } from './state.ts';

/** Each list sorted and disjoint; a sector is in at most one of `failed` and `bad`. */
export interface MapFindings {
  readonly failed: readonly Readonly<Extent<Failure>>[];
  readonly bad: readonly Readonly<Extent<BadValue>>[];
  readonly weak: readonly Readonly<Extent<BadValue>>[];
  readonly slow: readonly Readonly<SlowBlock>[];
  readonly disturbed: readonly DisturbedRange[];
}

export const NO_FINDINGS: MapFindings = { failed: [], bad: [], weak: [], slow: [], disturbed: [] };

/** Said as long as not all findings have room in a map. */
export const LEFT_OUT_NOTE =
  'more was found than the map has room for: what did not fit is kept as failed blocks, not narrowed';

export interface MapContents {
  readonly header: MapHeader;
  readonly state: MapState;
  readonly findings: MapFindings;
  /** One byte a block, of a SharedArrayBuffer. */
  readonly map: Uint8Array;
  /** It was closed in order. */
  readonly closed: boolean;
  /** What was recovered, and how. */
  readonly notes: readonly string[];
  /** Blocks that are unread, and have another byte in the file. */
  readonly forgotten?: readonly BlockRange[];
}
