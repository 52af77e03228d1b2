// How reports say numbers.

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
