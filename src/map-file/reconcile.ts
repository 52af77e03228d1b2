// Makes findings agree with the map's bytes. In a map that was closed in order they do; of one that was
// recovered, pages and findings may be of different moments.

import { UNREAD_BYTE } from '../vocabulary/classes.ts';
import { type Failure, joinFailures, KEPT_SLOW_BLOCKS } from '../vocabulary/defects.ts';
import { type Extent, ExtentList } from '../vocabulary/extents.ts';
import type { LbaRange } from '../vocabulary/ranges.ts';
import { formatCount } from '../vocabulary/units.ts';
import { LEFT_OUT_NOTE, type MapContents, type MapFindings } from './contents.ts';
import { Forgotten } from './forgotten.ts';
import { MapLayout } from './format.ts';
import { missingFindings, type Place } from './missing.ts';

/** Lists have a bound, as a map of 24 TB could have 100 million places. */
const MOST_PLACES = 4_000_000;

/**
 * What was found in blocks that are unread is dropped. Of a block that failed, or was slow, and has no
 * finding one is made, from its byte. A block becomes unread where nobody can say what it holds: see
 * `forgotten`. Linear in blocks and findings.
 */
export function reconcile(contents: MapContents, mostPlaces = MOST_PLACES): MapContents {
  const { map, header, state } = contents;
  const { grid } = new MapLayout(header);
  const forgotten = new Forgotten(map);
  if (state.forgetFromLba !== null) forgotten.from(grid.blockOf(state.forgetFromLba));
  const place = { map, grid, mostPlaces, forgotten };
  const findings = withoutUnread(contents.findings, place);
  const missing = missingFindings(findings, contents, place);
  const stillRead = findings.slow.filter((block) => !isUnread(block, place));
  const kept = Math.max(0, KEPT_SLOW_BLOCKS - findings.slow.length);
  const slowNotKept =
    kept === 0
      ? Math.max(state.slowNotKept, missing.slowBlocks)
      : Math.max(0, missing.slowBlocks - kept);
  const notes = [...contents.notes];
  const isLeftOut = state.recordsLeftOut > 0;
  if (isLeftOut && !state.notes.includes(LEFT_OUT_NOTE)) notes.push(LEFT_OUT_NOTE);
  if (forgotten.isFull) {
    notes.push(
      `blocks failed in more than ${formatCount(mostPlaces)} places: those behind them are told as unread`,
    );
  }
  return {
    ...contents,
    state: { ...state, slowNotKept },
    findings: {
      ...findings,
      failed: merged(findings.failed, missing.failed),
      slow: [...stillRead, ...missing.slow.slice(0, kept)].sort(byFrom),
    },
    notes,
    ...(forgotten.ranges.length === 0 ? {} : { forgotten: forgotten.ranges }),
  };
}

function withoutUnread(findings: MapFindings, place: Place): MapFindings {
  const { failed, bad, weak } = findings;
  const isRead = (range: LbaRange) => !isUnread(range, place);
  const parts = {
    failed: readParts(failed, place),
    bad: readParts(bad, place),
    weak: readParts(weak, place),
  };
  const cut = [parts.failed, parts.bad, parts.weak].find((list) => list.length > place.mostPlaces);
  if (cut === undefined) {
    const { slow, disturbed } = findings;
    return { ...parts, slow: slow.filter(isRead), disturbed: disturbed.filter(isRead) };
  }
  // Only of a map that no scan wrote: what a part would say is not known where there are too many.
  place.forgotten.isFull = true;
  place.forgotten.from(place.grid.blockOf(cut[place.mostPlaces]!.from));
  return withoutUnread(findings, place);
}

/** The parts of extents that lie in blocks that were read: no more than one above the most. */
function readParts<T extends LbaRange>(items: readonly T[], { map, grid, mostPlaces }: Place): T[] {
  const parts: T[] = [];
  for (const item of items) {
    const end = grid.blockOf(item.to - 1) + 1;
    let from = item.from;
    while (from < item.to && parts.length <= mostPlaces) {
      const first = grid.blockOf(from);
      const unread = map.subarray(first, end).indexOf(UNREAD_BYTE);
      const to = unread < 0 ? item.to : Math.max(from, grid.startOf(first + unread));
      if (to > from) parts.push({ ...item, from, to });
      if (unread < 0) break;
      let next = first + unread;
      while (next < end && map[next] === UNREAD_BYTE) next++;
      from = Math.max(to, grid.startOf(next));
    }
  }
  return parts;
}

/** Whether no block of the range was read. */
function isUnread({ from, to }: LbaRange, { map, grid }: Place): boolean {
  for (let block = grid.blockOf(from); block <= grid.blockOf(to - 1); block++) {
    if (map[block] !== UNREAD_BYTE) return false;
  }
  return true;
}

/** Two sorted lists that do not overlap, as one. */
function merged(
  a: readonly Readonly<Extent<Failure>>[],
  b: readonly Readonly<Extent<Failure>>[],
): readonly Readonly<Extent<Failure>>[] {
  if (b.length === 0) return a;
  const list = new ExtentList<Failure>(joinFailures);
  let next = 0;
  for (const { from, to, value } of a) {
    for (; next < b.length && b[next]!.from < from; next++) {
      list.set(b[next]!.from, b[next]!.to, b[next]!.value);
    }
    list.set(from, to, value);
  }
  for (const { from, to, value } of b.slice(next)) list.set(from, to, value);
  return list.items;
}

function byFrom(a: LbaRange, b: LbaRange): number {
  return a.from - b.from;
}
