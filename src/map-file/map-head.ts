// Whether a file is a map, by its first bytes: enough to leave it alone.

import { HEADER_COPIES, headerPage, MAGIC, PAGE_BYTES, PAGE_HEAD_BYTES } from './format.ts';

/** So many of its first bytes hold both copies of the magic. */
export const MAP_HEAD_BYTES = (headerPage(HEADER_COPIES - 1, 0) + 1) * PAGE_BYTES;

/** `head`: the first bytes of a file, as many as there are up to MAP_HEAD_BYTES. */
export function isMapHead(head: Buffer): boolean {
  return Array.from({ length: HEADER_COPIES }, (_, copy) => hasMagic(head, copy)).includes(true);
}

function hasMagic(head: Buffer, copy: number): boolean {
  const at = headerPage(copy, 0) * PAGE_BYTES + PAGE_HEAD_BYTES;
  return head.toString('latin1', at, at + MAGIC.length) === MAGIC;
}
