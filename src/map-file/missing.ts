// What the bytes of a map say of blocks that have no finding.

import { tally } from '../addon/tally.ts';
import {
  CLASSES,
  errorOfByte,
  errorOfCode,
  FIRST_ERROR_BYTE,
  SLOW_MS,
} from '../vocabulary/classes.ts';
import {
  type Failure,
  joinFailures,
  KEPT_SLOW_BLOCKS,
  type SlowBlock,
} from '../vocabulary/defects.ts';
import { type Extent, ExtentList } from '../vocabulary/extents.ts';
import type { Grid } from '../vocabulary/grid.ts';
import { stepEdgesNs } from '../vocabulary/latency-scale.ts';
import type { LbaRange } from '../vocabulary/ranges.ts';
import type { MapContents, MapFindings } from './contents.ts';
import type { Forgotten } from './forgotten.ts';

const FIRST_SLOW_STEP = CLASSES.find(({ limitMs }) => limitMs > SLOW_MS)!.firstStep;
const LATE_BYTE = errorOfCode('TIME').byte;
/** Blocks are looked at one by one only where a piece of the map has some that are slow or failed. */
const PIECE_BLOCKS = 65_536;

export interface Place {
  readonly map: Uint8Array;
  readonly grid: Grid;
  /** Extents that a list may have. */
  readonly mostPlaces: number;
  readonly forgotten: Forgotten;
}

export interface Missing {
  readonly failed: Extent<Failure>[];
  /** At most KEPT_SLOW_BLOCKS of them. */
  readonly slow: SlowBlock[];
  readonly slowBlocks: number;
}

/** What blocks that failed or were slow are without. Makes blocks unread where their bytes alone do not
 * say enough, and where there are too many places. */
export function missingFindings(
  findings: MapFindings,
  { closed, state }: Pick<MapContents, 'closed' | 'state'>,
  { map, grid, mostPlaces, forgotten }: Place,
): Missing {
  const late = findings.slow.filter((block) => block.late);
  const ofFailed = [findings.failed, findings.bad, findings.weak, late].map(overlapsUpwards);
  const ofSlow = overlapsUpwards(findings.slow);
  const failed = new ExtentList<Failure>(joinFailures);
  const slow: SlowBlock[] = [];
  let slowBlocks = 0;
  // Those that had no room were read again, or were not to be.
  const rereadDone = state.complete && state.recordsLeftOut > 0;
  for (const block of oddBlocks(map)) {
    const byte = map[block]!;
    const range = { from: grid.startOf(block), to: grid.endOf(block) };
    if (byte >= FIRST_ERROR_BYTE) {
      // Each is asked: they go upwards together.
      if (ofFailed.map((overlaps) => overlaps(range)).includes(true)) continue;
      // It may have come late, and a late block is not bad before it is read again: until its map is
      // closed, that may be what was not written any more.
      if (!closed && byte === LATE_BYTE) forgotten.block(block);
      else if (failed.length < mostPlaces) {
        failed.set(range.from, range.to, { error: errorOfByte(byte).code, errno: null });
      } else {
        forgotten.isFull = true;
        forgotten.block(block);
      }
    } else if (!ofSlow(range)) {
      slowBlocks++;
      if (slow.length === KEPT_SLOW_BLOCKS) continue;
      const latencyNs = stepEdgesNs[byte]!;
      slow.push({ ...range, latencyNs, late: false, againNs: null, rereadDone });
    }
  }
  return { failed: failed.items.map((item) => ({ ...item })), slow, slowBlocks };
}

/** Slow and failed blocks, upwards. */
function* oddBlocks(map: Uint8Array): Generator<number> {
  for (let first = 0; first < map.length; first += PIECE_BLOCKS) {
    const end = Math.min(first + PIECE_BLOCKS, map.length);
    const counts = tally(map, first, end);
    if (!counts.subarray(FIRST_SLOW_STEP).some((count) => count > 0)) continue;
    for (let block = first; block < end; block++) if (map[block]! >= FIRST_SLOW_STEP) yield block;
  }
}

/** Whether a range overlaps one of the sorted items; to be asked of ever higher ranges. */
function overlapsUpwards(items: readonly LbaRange[]): (range: LbaRange) => boolean {
  let next = 0;
  return ({ from, to }) => {
    while (next < items.length && items[next]!.to <= from) next++;
    return next < items.length && items[next]!.from < to;
  };
}
