// What is to be probed: ranges that a log accuses, and ranges that were typed.

import type { Suspect } from '../kernel-log/index.ts';

/** Sorted and disjoint, merged where ranges overlap or touch. */
export function mergeSuspects(suspects: readonly Suspect[]): Suspect[] {
  const merged: { from: number; to: number; sources: Suspect['sources'] }[] = [];
  for (const { from, to, sources } of suspects.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last === undefined || from > last.to + 1) {
      merged.push({ from, to, sources });
      continue;
    }
    last.to = Math.max(last.to, to);
    last.sources = [...last.sources, ...sources].sort((a, b) => a.from - b.from || a.line - b.line);
  }
  return merged;
}
