// Which of the defects a list shows.

import type { ListedDefect } from '../engine/scan-view.ts';

export const FILTERS = [
  'all',
  'bad',
  'failed',
  'weak',
  'always slow',
  'slow zone',
  'slow',
] as const;
export type DefectFilter = (typeof FILTERS)[number];

export function nextFilter(filter: DefectFilter, step: number): DefectFilter {
  const at = FILTERS.indexOf(filter) + step + FILTERS.length;
  return FILTERS[at % FILTERS.length]!;
}

export function filtered(
  defects: readonly ListedDefect[],
  filter: DefectFilter,
): readonly ListedDefect[] {
  return filter === 'all' ? defects : defects.filter(({ kind }) => kind === filter);
}
