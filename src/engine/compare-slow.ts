// Which blocks became slow, and which did recover. Block by block nothing is told below 150 ms: that is noise.

import { CLASSES, FIRST_STEP } from '../vocabulary/classes.ts';
import type { SlowBlock } from '../vocabulary/defects.ts';
import { stepMiddleNs } from '../vocabulary/latency-scale.ts';
import { type LbaRange, rangeAt } from '../vocabulary/ranges.ts';
import type { EarlierScan, Pair, SlowTwice, Step } from './compared-scan.ts';
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
function onlyIn(scan: EarlierScan, other: EarlierScan, quiet: readonly LbaRange[]) {
  const found: [LbaRange, Timing, Timing][] = [];
  for (const { from, to, latencyNs, againNs } of inside(slowTwice(scan.slow), quiet)) {
    const step = stepUnder(other, { from, to });
    if (step === null) continue;
    const timing = { latencyNs: stepMiddleNs(step), againNs: null };
    found.push([{ from, to }, { latencyNs, againNs }, timing]);
  }
  return found;
}

export function slowTwice(slow: readonly Readonly<Pick<SlowBlock, keyof SlowTwice>>[]) {
  return slow.flatMap(({ from, to, latencyNs, againNs }): readonly SlowTwice[] => {
    const isSlow = againNs !== null && Math.min(latencyNs, againNs) >= LIMIT_NS;
    return isSlow ? [{ from, to, latencyNs, againNs }] : [];
  });
}

/** How `other` read the blocks that are slow twice, where that was well below the limit. */
export function stepsUnder(slow: readonly SlowBlock[], other: EarlierScan): readonly Step[] {
  return slowTwice(slow).flatMap(({ from, to }) => {
    const step = stepUnder(other, { from, to });
    return step === null ? [] : [{ from, to, step }];
  });
}

/** null: it did not read well below the limit. */
function stepUnder(scan: EarlierScan, range: LbaRange): number | null {
  const step = stepOf(scan, range);
  return step === null || step < FIRST_STEP || step >= LIMIT_STEP ? null : step;
}

/** null: it is no block there, but a part of one. */
function stepOf(scan: EarlierScan, { from, to }: LbaRange): number | null {
  if (!('map' in scan)) {
    const kept = rangeAt(scan.steps, from);
    return kept?.from === from && kept.to === to ? kept.step : null;
  }
  const { grid, map } = scan;
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
