// How often each byte value occurs in a part of a map: natively, and where there is no addon, as reports need
// none, here.

import { hasAddon, native } from './native.ts';

/** Of map[first, end): 256 counts. */
export function tally(map: Uint8Array, first: number, end: number): Float64Array {
  return hasAddon() ? native.tally(map, first, end) : tallyHere(map, first, end);
}

export function tallyHere(map: Uint8Array, first: number, end: number): Float64Array {
  const counts = new Float64Array(256);
  for (let i = first; i < end; i++) counts[map[i]!]!++;
  return counts;
}
