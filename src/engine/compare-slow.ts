// Which blocks became slow, and which did recover. Block by block nothing is told below 150 ms: that is noise.

import { CLASSES, FIRST_STEP } from '../vocabulary/classes.ts';
import { stepMiddleNs } from '../vocabulary/latency-scale.ts';
import type { LbaRange } from '../vocabulary/ranges.ts';
import type { ComparedScan, Pair } from './compared-scan.ts';
import { inside } from './masks.ts';

/** `again`: read again, alone; null: it was not. */
export interface Timing {
  readonly latencyNs: number;
  readonly againNs: number | null;
}

export interface SlowChange extends LbaRange {
  readonly old: Timing;
  readonly now: Timing;
}

/** Sorted; neighbours are one, of the worst of each. */
export interface SlowChanges {
  readonly added: readonly SlowChange[];
  readonly gone: readonly SlowChange[];
}

const LIMIT = CLASSES.find(({ name }) => name === '<500ms')!;
const LIMIT_STEP = LIMIT.firstStep;
const LIMIT_NS = CLASSES[CLASSES.indexOf(LIMIT) - 1]!.limitMs * 1e6;

export function compareSlow({ old, now, quiet }: Pair): SlowChanges {
  return {
    added: merged(onlyIn(now, old, quiet).map(([range, a, b]) => ({ ...range, old: b, now: a }))),
    gone: merged(onlyIn(old, now, quiet).map(([range, a, b]) => ({ ...range, old: a, now: b }))),
  };
}

/** Blocks of `scan` that were slow twice, and that read well below the limit in `other`. */
function onlyIn(scan: ComparedScan, other: ComparedScan, quiet: readonly LbaRange[]) {
  const found: [LbaRange, Timing, Timing][] = [];
  const slow = scan.slow.filter(
    ({ latencyNs, againNs }) => Math.min(latencyNs, againNs ?? 0) >= LIMIT_NS,
  );
  for (const { from, to, latencyNs, againNs } of inside(slow, quiet)) {
    const step = stepOf(other, { from, to });
    if (step === null || step < FIRST_STEP || step >= LIMIT_STEP) continue;
    const timing = { latencyNs: stepMiddleNs(step), againNs: null };
    found.push([{ from, to }, { latencyNs, againNs }, timing]);
  }
  return found;
}

/** null: it is no block there, but a part of one. */
function stepOf({ grid, map }: ComparedScan, { from, to }: LbaRange): number | null {
  if (from < grid.fromLba || to > grid.toLba) return null;
  const block = grid.blockOf(from);
  return grid.startOf(block) === from && grid.endOf(block) === to ? map[block]! : null;
}

function merged(changes: readonly SlowChange[]): SlowChange[] {
  const all: SlowChange[] = [];
  for (const change of changes) {
    const last = all.at(-1);
    if (last?.to !== change.from) all.push(change);
    else {
      const [before, after] = [worst(last.old, change.old), worst(last.now, change.now)];
      all[all.length - 1] = { from: last.from, to: change.to, old: before, now: after };
    }
  }
  return all;
}

function worst(a: Timing, b: Timing): Timing {
  const again = Math.max(a.againNs ?? 0, b.againNs ?? 0);
  return {
    latencyNs: Math.max(a.latencyNs, b.latencyNs),
    againNs: a.againNs === null ? null : again,
  };
}
