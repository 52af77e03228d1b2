// What of a scan's findings a map has room for. No disk is too bad to be kept, and what is left out must
// not read as good: a block that failed and has no finding is one that failed and was not narrowed
// (reconcile.ts), so all findings of a block are kept, or none.

import { FIRST_ERROR_BYTE, UNREAD_BYTE } from '../vocabulary/classes.ts';
import type { SlowBlock } from '../vocabulary/defects.ts';
import type { Grid } from '../vocabulary/grid.ts';
import { firstThat, type LbaRange } from '../vocabulary/ranges.ts';
import type { MapFindings } from './contents.ts';
import type { MapLayout } from './format.ts';
import { countFindings } from './records.ts';
import type { Snapshot } from './snapshot.ts';

export interface Fitted {
  readonly findings: MapFindings;
  /** How many are not among them, whole or in part. */
  readonly leftOut: number;
  /** The blocks from here on count as unread: what their bytes do not say had no room. null: none. */
  readonly forgetFromLba: number | null;
}

/** What of a snapshot has room, and how many findings have none. */
export function fitSnapshot(
  { state, findings }: Snapshot,
  map: Uint8Array,
  { grid, records }: MapLayout,
): { snapshot: Snapshot; leftOut: number } {
  const fitted = fitFindings(findings, map, grid, records);
  const { leftOut, forgetFromLba } = fitted;
  const recordsLeftOut = Math.max(state.recordsLeftOut, leftOut);
  // What is not in the map is not told of it.
  const outcome = leftOut > 0 || forgetFromLba !== null ? null : state.outcome;
  const kept = { ...state, recordsLeftOut, forgetFromLba, outcome };
  return { snapshot: { state: kept, findings: fitted.findings }, leftOut };
}

type Lists = Pick<MapFindings, 'failed' | 'bad' | 'weak'>;

/** `map`: the bytes of `grid`'s blocks. */
export function fitFindings(
  findings: MapFindings,
  map: Uint8Array,
  grid: Grid,
  room: number,
): Fitted {
  const count = countFindings(findings);
  if (count <= room) return { findings, leftOut: 0, forgetFromLba: null };
  const needed = neededOf(findings, map, grid);
  // What others read at the same time is told, and decides nothing.
  const disturbed = findings.disturbed.slice(0, Math.max(0, room - needed.count));
  const forgetFromLba = needed.cutFor(room);
  const endLba = forgetFromLba ?? grid.toLba;
  const rest = room - disturbed.length - needed.countBelow(endLba);
  const cutLba = Math.min(endLba, largestCut(findings, grid, rest));
  const lists = {
    failed: keptOf(findings.failed, needed.failed, cutLba, endLba),
    bad: keptOf(findings.bad, needed.bad, cutLba, endLba),
    weak: keptOf(findings.weak, needed.weak, cutLba, endLba),
  };
  const used = lists.failed.length + lists.bad.length + lists.weak.length + disturbed.length;
  const slow = slowThatFit(findings.slow, room - used, endLba);
  const fitted = { ...lists, slow, disturbed };
  return { findings: fitted, leftOut: Math.max(1, count - countFindings(fitted)), forgetFromLba };
}

/** Findings that no byte would stand for: of failures in blocks whose first reading was good, and late
 * answers. */
class Needed {
  /** Where they begin, upwards. */
  readonly #edges: Float64Array;

  constructor(
    readonly failed: MapFindings['failed'],
    readonly bad: MapFindings['bad'],
    readonly weak: MapFindings['weak'],
    slow: readonly LbaRange[],
    private readonly grid: Grid,
  ) {
    const lists: readonly (readonly LbaRange[])[] = [failed, bad, weak, slow];
    const all = lists.map((list) => Float64Array.from(list, ({ from }) => from));
    const edges = new Float64Array(all.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const list of all) {
      edges.set(list, at);
      at += list.length;
    }
    this.#edges = edges.sort();
  }

  get count(): number {
    return this.#edges.length;
  }

  countBelow(lba: number): number {
    return firstThat(0, this.#edges.length, (index) => this.#edges[index]! >= lba);
  }

  /** The start of the block from which on they have no room; null: all have. */
  cutFor(room: number): number | null {
    if (this.count <= room) return null;
    return this.grid.startOf(this.grid.blockOf(this.#edges[room]!));
  }
}

function neededOf({ failed, bad, weak, slow }: MapFindings, map: Uint8Array, grid: Grid): Needed {
  return new Needed(
    partsInGood(failed, map, grid),
    partsInGood(bad, map, grid),
    partsInGood(weak, map, grid),
    slow.filter(isTold),
    grid,
  );
}

/** What only the finding says: that it came late, or how long it took when read again. */
function isTold({ late, againNs }: Readonly<SlowBlock>): boolean {
  return late || againNs !== null;
}

/** The parts of extents that lie in blocks whose first reading was good. */
function partsInGood<T extends LbaRange>(items: readonly T[], map: Uint8Array, grid: Grid): T[] {
  const isGood = (block: number) => map[block]! < FIRST_ERROR_BYTE && map[block] !== UNREAD_BYTE;
  const parts: T[] = [];
  for (const item of items) {
    const end = grid.blockOf(item.to - 1) + 1;
    for (let block = grid.blockOf(item.from); block < end; block++) {
      if (!isGood(block)) continue;
      const from = Math.max(item.from, grid.startOf(block));
      while (block < end && isGood(block)) block++;
      parts.push({ ...item, from, to: Math.min(item.to, grid.endOf(block - 1)) });
    }
  }
  return parts;
}

/** The start of the highest block below which no more than `room` of them begin. */
function largestCut(lists: Lists, grid: Grid, room: number): number {
  const fits = (lba: number) =>
    beginBelow(lists.failed, lba) + beginBelow(lists.bad, lba) + beginBelow(lists.weak, lba) <=
    room;
  if (fits(grid.toLba)) return grid.toLba;
  const first = firstThat(1, grid.blocks, (block) => !fits(grid.startOf(block)));
  return grid.startOf(first - 1);
}

function beginBelow(items: readonly LbaRange[], lba: number): number {
  return firstThat(0, items.length, (index) => items[index]!.from >= lba);
}

/** Extents below the cut; behind it only the parts that are needed, up to the end. */
function keptOf<T extends LbaRange>(
  items: readonly T[],
  needed: readonly T[],
  cutLba: number,
  endLba: number,
): T[] {
  return [...partsWithin(items, 0, cutLba), ...partsWithin(needed, cutLba, endLba)];
}

function* partsWithin<T extends LbaRange>(
  items: readonly T[],
  fromLba: number,
  toLba: number,
): Generator<T> {
  const first = firstThat(0, items.length, (index) => items[index]!.to > fromLba);
  for (let i = first; i < items.length && items[i]!.from < toLba; i++) {
    const item = items[i]!;
    yield { ...item, from: Math.max(item.from, fromLba), to: Math.min(item.to, toLba) };
  }
}

/** All that tell more than the byte, and as many of the others as there is room for. */
function slowThatFit<T extends Readonly<SlowBlock>>(
  slow: readonly T[],
  room: number,
  endLba: number,
): T[] {
  const below = slow.slice(0, beginBelow(slow, endLba));
  let others = room - below.filter(isTold).length;
  return below.filter((block) => isTold(block) || others-- > 0);
}
