// How sentences count and name sectors.

import { formatCount } from '../../vocabulary/units.ts';

/** LBAs, [from, to). */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** LBAs are never grouped by commas: they are copied into other programs. */
export function lbas({ from, to }: Range): string {
  return to - from === 1 ? `${from}` : `${from}-${to - 1}`;
}

/** "LBA 5, 7-9 and 2 more" */
export function lbaList(ranges: readonly Range[], most: number): string {
  return `LBA ${list(ranges.map(lbas), most)}`;
}

export function list(words: readonly string[], most: number): string {
  const more = words.length - most;
  if (more > 0) return `${words.slice(0, most).join(', ')} and ${formatCount(more)} more`;
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

/** "1 sector", "256 sectors" */
export function sectors(count: number, kind = ''): string {
  return `${formatCount(count)} ${kind}${kind === '' ? '' : ' '}sector${count === 1 ? '' : 's'}`;
}

/** "1st", "211th" */
export function ordinal(number: number): string {
  const tens = number % 100;
  const suffix = tens >= 11 && tens <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th');
  return `${formatCount(number)}${suffix}`;
}
