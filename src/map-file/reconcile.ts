// Makes findings agree with the map's bytes. In a map that was closed in order they do; of one that was
// recovered, pages and findings may be of different moments.

import { native } from '../addon/native.ts';
import {
  CLASSES,
  errorOfByte,
  FIRST_ERROR_BYTE,
  SLOW_MS,
  UNREAD_BYTE,
} from '../vocabulary/classes.ts';
import {
  type Failure,
  joinFailures,
  KEPT_SLOW_BLOCKS,
  type SlowBlock,
} from '../vocabulary/defects.ts';
import { usageError } from '../vocabulary/errors.ts';
import { type Extent, ExtentList } from '../vocabulary/extents.ts';
import type { Grid } from '../vocabulary/grid.ts';
import { stepEdgesNs } from '../vocabulary/latency-scale.ts';
import type { LbaRange } from '../vocabulary/ranges.ts';
import { formatCount } from '../vocabulary/units.ts';
import type { MapContents, MapFindings } from './contents.ts';
import { MapLayout } from './format.ts';

const FIRST_SLOW_STEP = CLASSES.find(({ limitMs }) => limitMs > SLOW_MS)!.firstStep;
/** Blocks are looked at one by one only where a piece of the map has some that are slow or failed. */
const PIECE_BLOCKS = 65_536;
/** A disk with more does not need a list of them; a hostile map could have billions. */
const MOST_FAILED_EXTENTS = 1_000_000;

/**
 * What was found in blocks that are unread is dropped. Of a block that failed, or was slow, and has no
 * finding one is made, from its byte. Linear in blocks and findings. Throws ERR_USAGE where the failed
 * blocks lie in more than a million places.
 */
export function reconcile(contents: MapContents): MapContents {
  const { map, header, state } = contents;
  const { grid } = new MapLayout(header);
  const findings = withoutUnread(contents.findings, map, grid);
  const missing = missingFindings(findings, map, grid);
  const kept = Math.max(0, KEPT_SLOW_BLOCKS - findings.slow.length);
  const slowNotKept =
    kept === 0
      ? Math.max(state.slowNotKept, missing.slowBlocks)
      : Math.max(0, missing.slowBlocks - kept);
  return {
    ...contents,
    state: { ...state, slowNotKept },
    findings: {
      ...findings,
      failed: merged(findings.failed, missing.failed),
      slow: [...findings.slow, ...missing.slow.slice(0, kept)].sort(byFrom),
    },
  };
}

function withoutUnread(findings: MapFindings, map: Uint8Array, grid: Grid): MapFindings {
  const isRead = (range: LbaRange) => !isUnread(range, map, grid);
  return {
    failed: readParts(findings.failed, map, grid),
    bad: readParts(findings.bad, map, grid),
    weak: readParts(findings.weak, map, grid),
    slow: findings.slow.filter(isRead),
    disturbed: findings.disturbed.filter(isRead),
  };
}

/** The parts of extents that lie in blocks that were read. */
function readParts<T extends LbaRange>(items: readonly T[], map: Uint8Array, grid: Grid): T[] {
  const parts: T[] = [];
  for (const item of items) {
    const end = grid.blockOf(item.to - 1) + 1;
    let from = item.from;
    while (from < item.to) {
      const first = grid.blockOf(from);
      const unread = map.subarray(first, end).indexOf(UNREAD_BYTE);
      const to = unread < 0 ? item.to : Math.max(from, grid.startOf(first + unread));
      if (to > from) parts.push({ ...item, from, to });
      if (unread < 0) break;
      let next = first + unread;
      while (next < end && map[next] === UNREAD_BYTE) next++;
      from = Math.max(to, grid.startOf(next));
    }
    assertListable(parts.length);
  }
  return parts;
}

/** Whether no block of the range was read. */
function isUnread({ from, to }: LbaRange, map: Uint8Array, grid: Grid): boolean {
  for (let block = grid.blockOf(from); block <= grid.blockOf(to - 1); block++) {
    if (map[block] !== UNREAD_BYTE) return false;
  }
  return true;
}

interface Missing {
  readonly failed: Extent<Failure>[];
  /** At most KEPT_SLOW_BLOCKS of them. */
  readonly slow: SlowBlock[];
  readonly slowBlocks: number;
}

/** What blocks that failed or were slow are without. */
function missingFindings(findings: MapFindings, map: Uint8Array, grid: Grid): Missing {
  const late = findings.slow.filter((block) => block.late);
  const ofFailed = [findings.failed, findings.bad, findings.weak, late].map(overlapsUpwards);
  const ofSlow = overlapsUpwards(findings.slow);
  const failed = new ExtentList<Failure>(joinFailures);
  const slow: SlowBlock[] = [];
  let slowBlocks = 0;
  for (const block of oddBlocks(map)) {
    const byte = map[block]!;
    const range = { from: grid.startOf(block), to: grid.endOf(block) };
    if (byte >= FIRST_ERROR_BYTE) {
      // Each is asked: they go upwards together.
      if (ofFailed.map((overlaps) => overlaps(range)).includes(true)) continue;
      failed.set(range.from, range.to, { error: errorOfByte(byte).code, errno: null });
      assertListable(failed.length);
    } else if (!ofSlow(range)) {
      slowBlocks++;
      if (slow.length === KEPT_SLOW_BLOCKS) continue;
      const latencyNs = stepEdgesNs[byte]!;
      slow.push({ ...range, latencyNs, late: false, againNs: null, rereadDone: false });
    }
  }
  return { failed: failed.items.map((item) => ({ ...item })), slow, slowBlocks };
}

/** Slow and failed blocks, upwards. */
function* oddBlocks(map: Uint8Array): Generator<number> {
  for (let first = 0; first < map.length; first += PIECE_BLOCKS) {
    const end = Math.min(first + PIECE_BLOCKS, map.length);
    const tally = native.tally(map, first, end);
    if (!tally.subarray(FIRST_SLOW_STEP).some((count) => count > 0)) continue;
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

/** Two sorted lists that do not overlap, as one. */
function merged(
  a: readonly Readonly<Extent<Failure>>[],
  b: readonly Readonly<Extent<Failure>>[],
): readonly Readonly<Extent<Failure>>[] {
  if (b.length === 0) return a;
  const list = new ExtentList<Failure>(joinFailures);
  for (const { from, to, value } of [...a, ...b].sort(byFrom)) list.set(from, to, value);
  return list.items;
}

function byFrom(a: LbaRange, b: LbaRange): number {
  return a.from - b.from;
}

function assertListable(extents: number): void {
  if (extents <= MOST_FAILED_EXTENTS) return;
  throw usageError(
    `its failed blocks lie in more than ${formatCount(MOST_FAILED_EXTENTS)} places: use larger blocks`,
  );
}
