// What of a scan's findings goes into its map with the next update: all, or what changed since the last. Of
// a dying disk all are a long list, of which little changes.

import { type FindingsChanges, mostBytesOf } from '../map-file/changes.ts';
import type { MapFindings } from '../map-file/contents.ts';
import type { MapFile } from '../map-file/map-file.ts';
import type { MapUpdate } from '../map-file/update.ts';
import type { DisturbedRange } from '../vocabulary/defects.ts';
import type { BlockRange, LbaRange } from '../vocabulary/ranges.ts';
import { SpanList } from '../vocabulary/span-list.ts';
import type { ScanContext } from './context.ts';
import { outside } from './masks.ts';

/** They take so much of a core, and of the time of the map's disk, at most: those of a killed scan may be
 * older than its blocks. What failed since is then failed and not narrowed. */
const SHARE = 0.01;
/** What the map's disk is taken to write. */
const MAP_BYTES_A_MS = 100_000;
/** But no longer apart than this. What changes is what was found since: no more than a disk can fail in the
 * time, and a killed scan is to lose the last second at most. */
const MOST_PAUSE_MS = { all: 60_000, changes: 500 } as const;
/** So many ranges are told apart of those that changed. */
const MOST_RANGES = 1000;

export type KeptUpdate = Pick<MapUpdate, 'findings' | 'changes'>;

export class KeptFindings {
  /** Where something changed since the last that was written. */
  readonly #changed = new SpanList(MOST_RANGES);
  /** What of this the file has, as far as is known. */
  #disturbed: readonly DisturbedRange[] = [];
  #next: readonly DisturbedRange[] = [];
  #chosen: 'all' | 'changes' | 'nothing' = 'nothing';
  #beganMs = 0;
  #tookMs = 0;
  /** When they are written next. */
  readonly #dueMs = { all: 0, changes: 0 };

  constructor(
    private readonly context: ScanContext,
    private readonly file: Pick<MapFile, 'awaits' | 'snapshotCost'>,
  ) {}

  /**
   * For the next update. `masked`, sorted: blocks whose findings are left out, as they may be read again
   * and be good before the next are written; `unmasked`: those that were before. `atOnce`: all, whatever
   * that takes.
   */
  choose(disturbed: readonly DisturbedRange[], { masked, unmasked, atOnce }: Masking): KeptUpdate {
    this.#beganMs = performance.now();
    this.#next = disturbed;
    this.#note(masked, unmasked);
    const masks = masked.map((blocks) => this.#sectorsOf(blocks));
    const update = this.#due(masks, atOnce);
    this.#chosen = update.changes ? 'changes' : update.findings === null ? 'nothing' : 'all';
    this.#tookMs = performance.now() - this.#beganMs;
    return update;
  }

  /** What was chosen is in the file, or could not be written. */
  written(isInFile: boolean): void {
    if (this.#chosen === 'nothing') return;
    const pauseMs = Math.min(MOST_PAUSE_MS[this.#chosen], this.#costMs() / SHARE);
    this.#dueMs[this.#chosen] = this.#beganMs + pauseMs;
    if (!isInFile) return;
    this.#changed.clear();
    this.#disturbed = this.#next;
  }

  #note(masked: readonly BlockRange[], unmasked: readonly BlockRange[]): void {
    const { touched } = this.context.findings;
    this.#changed.addAll(touched.spans);
    touched.clear();
    for (const blocks of [...masked, ...unmasked]) {
      const { from, to } = this.#sectorsOf(blocks);
      this.#changed.add(from, to);
    }
  }

  #due(masks: readonly LbaRange[], atOnce: boolean): KeptUpdate {
    const { roomForChanges, isOwed, mostFindings } = this.file.awaits;
    const count = this.context.findings.entries + this.#next.length;
    if (!atOnce && roomForChanges > 0 && count <= mostFindings) {
      if (this.#beganMs < this.#dueMs.changes) return { findings: null };
      const changes = this.#changes(masks);
      if (mostBytesOf(changes) <= roomForChanges) return { findings: null, changes };
    }
    const isDue = atOnce || isOwed || this.#beganMs >= this.#dueMs.all;
    return { findings: isDue ? this.#all(masks) : null };
  }

  #all(masks: readonly LbaRange[]): MapFindings {
    return { ...without(this.context.findings.toKeep(), masks), disturbed: this.#next };
  }

  #changes(masks: readonly LbaRange[]): FindingsChanges {
    const { findings, grid } = this.context;
    const ranges = this.#changed.spans.map(({ from, to }) => ({ from, to }));
    const parts = ranges.map((range) => findings.toKeepWithin(range, grid));
    const kept = {
      failed: parts.flatMap(({ failed }) => failed),
      bad: parts.flatMap(({ bad }) => bad),
      weak: parts.flatMap(({ weak }) => weak),
      slow: parts.flatMap(({ slow }) => slow),
    };
    const disturbedRanges = differing(this.#disturbed, this.#next);
    const disturbed = this.#next.filter(({ from }) =>
      disturbedRanges.some((range) => range.from <= from && from < range.to),
    );
    return { ranges, disturbedRanges, findings: { ...without(kept, masks), disturbed } };
  }

  #costMs(): number {
    const { busyMs, bytes } = this.file.snapshotCost;
    return Math.max(this.#tookMs + busyMs, bytes / MAP_BYTES_A_MS);
  }

  #sectorsOf({ first, end }: BlockRange): LbaRange {
    const { grid } = this.context;
    return { from: grid.startOf(first), to: grid.endOf(end - 1) };
  }
}

export interface Masking {
  readonly masked: readonly BlockRange[];
  readonly unmasked: readonly BlockRange[];
  readonly atOnce: boolean;
}

type Lists = Omit<MapFindings, 'disturbed'>;

function without({ failed, bad, weak, slow }: Lists, masks: readonly LbaRange[]): Lists {
  return {
    failed: outside(failed, masks),
    bad: outside(bad, masks),
    weak: outside(weak, masks),
    slow: outside(slow, masks),
  };
}

/** The range in which two sorted, disjoint lists differ; none: they are equal. */
function differing(
  old: readonly DisturbedRange[],
  now: readonly DisturbedRange[],
): readonly LbaRange[] {
  const isSame = (a?: DisturbedRange, b?: DisturbedRange) =>
    a?.from === b?.from && a?.to === b?.to && a?.foreignSectors === b?.foreignSectors;
  const least = Math.min(old.length, now.length);
  let first = 0;
  while (first < least && isSame(old[first], now[first])) first++;
  let last = 0;
  while (last < least - first && isSame(old.at(-1 - last), now.at(-1 - last))) last++;
  const parts = [old, now].flatMap((list) => list.slice(first, list.length - last));
  if (parts.length === 0) return [];
  const from = Math.min(...parts.map((part) => part.from));
  return [{ from, to: Math.max(...parts.map((part) => part.to)) }];
}
