// What all pages of a map come to.

import { crc32 } from 'node:zlib';
import { SLOTS, sealPage } from './format.ts';

/** `crcs`: a u32 a page, in the file's order. The seal's own do not count. */
export function digestOf(crcs: Buffer): number {
  const before = crc32(crcs.subarray(0, 4 * sealPage(0)));
  return crc32(crcs.subarray(4 * sealPage(SLOTS)), before);
}
