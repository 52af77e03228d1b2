// What the rules of a comparison count.

import type { RuleName } from '../vocabulary/rules.ts';
import type { Comparison } from './compare.ts';

/** null: no rule of a comparison. */
export function comparedValue(name: RuleName, { bad, slow, zones }: Comparison): number | null {
  const sectors = (list: readonly { from: number; to: number }[]) =>
    list.reduce((sum, { from, to }) => sum + to - from, 0);
  if (name === 'new_bad') return sectors(bad.added) + sectors(bad.firstRead);
  const slower = zones.changed.filter(({ oldNs, nowNs }) => nowNs > oldNs);
  return name === 'new_slow' ? slow.added.length + slower.length : null;
}
