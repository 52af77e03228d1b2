// What is to be probed: ranges that a log accuses, and ranges that were typed.

import type { Source, Suspect } from '../kernel-log/index.ts';

/** Sorted and disjoint, merged where ranges overlap or touch. */
export function mergeSuspects(suspects: readonly Suspect[]): Suspect[] {
  const merged: { from: number; to: number; sources: Source[] }[] = [];
  for (const { from, to, sources } of suspects.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last === undefined || from > last.to + 1) {
      merged.push({ from, to, sources: [...sources] });
      continue;
    }
    last.to = Math.max(last.to, to);
    for (const source of sources) last.sources.push(source);
  }
  for (const { sources } of merged) sources.sort((a, b) => a.from - b.from || a.line - b.line);
  return merged;
}
