// The newest snapshot of an open map or a closed one, and what changed since.

import { withChanges } from './apply-changes.ts';
import type { KeptChanges } from './book.ts';
import { type Change, changePages, decodeChange } from './changes.ts';
import { FIRST_CHANGE_PAGE, type MapLayout, PAGE_BYTES } from './format.ts';
import { type PageState, pageAt, payloadOf, sequenceOf } from './page.ts';
import { wholeBody } from './page-contents.ts';
import { payloadsOf } from './prefix.ts';
import { decodeSnapshot, type Snapshot } from './snapshot.ts';

/** The pages of one, and what they are. */
export interface AreaRead {
  readonly pages: Buffer;
  readonly states: readonly PageState[];
}

export interface NewestSnapshot {
  readonly area: number;
  readonly body: Buffer;
  readonly generation: number;
  /** What it says, with all that changed since. */
  readonly snapshot: Snapshot;
  /** null: nothing did. */
  readonly changes: KeptChanges | null;
  /** Nothing hints at a newer one, nor at more changes. */
  readonly isNewest: boolean;
}

/** Null: none is whole. Throws ERR_USAGE where it says what surfscan does not write. Changes are only
 * looked for in a map that was not `closed`. */
export function newestSnapshot(
  layout: MapLayout,
  areas: readonly AreaRead[],
  closed: boolean,
): NewestSnapshot | null {
  let best: { area: number; generation: number; body: Buffer } | null = null;
  for (const [area, { pages, states }] of areas.entries()) {
    const body = wholeBody(layout, pages, states);
    const generation = sequenceOf(pages);
    if (body !== null && (best === null || generation > best.generation)) {
      best = { area, generation, body };
    }
  }
  if (best === null) return null;
  const { area, generation } = best;
  const base = decodeSnapshot(layout, best.body);
  const logs = closed
    ? []
    : areas.map((read, of) => readChanges(layout, of === area ? null : read, generation));
  const at = logs.findIndex(({ changes }) => changes.length > 0);
  const log = logs[at];
  const last = log?.sequence ?? generation;
  const isNewest = areas.every((read) => holdsNothingBeyond(read, last));
  if (log === undefined) return { ...best, snapshot: base, changes: null, isNewest };
  const { state } = log.changes.at(-1)!;
  const snapshot = { state, findings: withChanges(base.findings, log.changes) };
  const kept = areas[at]!.pages.subarray(FIRST_CHANGE_PAGE * PAGE_BYTES, log.end * PAGE_BYTES);
  return { ...best, snapshot, changes: { area: at, pages: kept }, isNewest };
}

interface ChangesRead {
  readonly changes: readonly Change[];
  /** Of the last. */
  readonly sequence: number;
  /** The page behind the last. */
  readonly end: number;
}

/** Up to the first that is not whole: what comes behind it was written later, or is of another log. */
function readChanges(layout: MapLayout, read: AreaRead | null, generation: number): ChangesRead {
  const changes: Change[] = [];
  let sequence = generation;
  let end = FIRST_CHANGE_PAGE;
  while (read !== null && end < layout.areaPages) {
    const first = pageAt(read.pages, end);
    const count = read.states[end] === 'valid' ? changePages(payloadOf(first), generation) : 0;
    const next = sequenceOf(first);
    if (count === 0 || end + count > layout.areaPages || next <= sequence) break;
    const pages = read.pages.subarray(end * PAGE_BYTES, (end + count) * PAGE_BYTES);
    const isWhole = read.states
      .slice(end, end + count)
      .every((state, i) => state === 'valid' && sequenceOf(pageAt(pages, i)) === next);
    if (!isWhole) break;
    changes.push(decodeChange(payloadsOf(pages), layout.grid));
    sequence = next;
    end += count;
  }
  return { changes, sequence, end };
}

function holdsNothingBeyond({ pages, states }: AreaRead, sequence: number): boolean {
  return states.every(
    (state, i) =>
      state === 'blank' || (state === 'valid' && sequenceOf(pageAt(pages, i)) <= sequence),
  );
}
