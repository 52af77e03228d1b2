// One page: stamped when it is written, judged when it is read. The layout: format.ts.

import { crc32 } from 'node:zlib';
import { PAGE_BYTES, PAGE_HEAD_BYTES, SEQUENCE_LIMIT } from './format.ts';

const BLANK = Buffer.alloc(PAGE_BYTES);
/** At a page's beginning: of all that follows. */
export const CRC_BYTES = 4;
const INDEX_AT = CRC_BYTES;
const SEQUENCE_AT = 8;

/** `blank`: never written. `torn`: neither that nor a whole page of this index. */
export type PageState = 'valid' | 'blank' | 'torn';

/** Page `number` of those in `pages`. */
export function pageAt(pages: Buffer, number: number): Buffer {
  return pages.subarray(number * PAGE_BYTES, (number + 1) * PAGE_BYTES);
}

export function payloadOf(page: Buffer): Buffer {
  return page.subarray(PAGE_HEAD_BYTES);
}

/** Writes the head of a page whose payload is in place. */
export function stampPage(page: Buffer, index: number, sequence: number): void {
  page.writeUInt32LE(index, INDEX_AT);
  writeWhole(page, SEQUENCE_AT, sequence);
  page.writeUInt32LE(crc32(page.subarray(CRC_BYTES)), 0);
}

export function judgePage(page: Buffer, index: number): PageState {
  const crc = crcOf(page);
  if (crc === 0 && page.equals(BLANK)) return 'blank';
  const whole =
    page.readUInt32LE(INDEX_AT) === index &&
    sequenceOf(page) < SEQUENCE_LIMIT &&
    crc32(page.subarray(CRC_BYTES)) === crc;
  return whole ? 'valid' : 'torn';
}

export function crcOf(page: Buffer): number {
  return page.readUInt32LE(0);
}

export function sequenceOf(page: Buffer): number {
  return readWhole(page, SEQUENCE_AT);
}

/** Whether it is the whole or blank page that had this CRC. */
export function isStill(page: Buffer, crc: number): boolean {
  if (crcOf(page) !== crc) return false;
  return crc32(page.subarray(CRC_BYTES)) === crc || isZero(page);
}

/** A u64; exact below 2^53. */
export function readWhole(bytes: Buffer, at: number): number {
  return bytes.readUInt32LE(at + 4) * 2 ** 32 + bytes.readUInt32LE(at);
}

/** A u64 below 2^53. */
export function writeWhole(bytes: Buffer, at: number, value: number): void {
  bytes.writeUInt32LE(value % 2 ** 32, at);
  bytes.writeUInt32LE(Math.floor(value / 2 ** 32), at + 4);
}

export function isZero(bytes: Buffer): boolean {
  for (let at = 0; at < bytes.length; at += PAGE_BYTES) {
    const piece = bytes.subarray(at, at + PAGE_BYTES);
    if (!piece.equals(BLANK.subarray(0, piece.length))) return false;
  }
  return true;
}
