// How reports say numbers.

import type { BadValue } from '../vocabulary/defects.ts';
import { driveWords } from '../vocabulary/drive-status.ts';
import { formatCount } from '../vocabulary/units.ts';

/** LBAs are never grouped: they are copied into other programs. */
export function lbas(from: number, to: number): string {
  return from === to ? `LBA ${from}` : `LBA ${from}-${to}`;
}

export function sectors(count: number, word: string): string {
  return plural(count, `${word} sector`);
}

export function plural(count: number, word: string, more = ''): string {
  return `${formatCount(count)} ${word}${count === 1 ? '' : 's'}${more === '' ? '' : ` ${more}`}`;
}

export function amount(value: number): string {
  return Number.isInteger(value) ? formatCount(value) : value.toFixed(3);
}

/** What stands behind an error's code: the drive's own words, or else the system's. */
export function saidOf({ drive, named, exact, errno }: BadValue): string {
  if (drive === undefined) return errno === null ? '' : ` (${errno})`;
  return ` (${driveWords(drive)}${exact && named ? ': the drive named this sector' : ''})`;
}
