// Maps whose header somebody made on purpose, with checksums that fit.

import { HEADER_PAGES, MAGIC, PAYLOAD_BYTES } from '../../../src/map-file/format.ts';
import { encodeHeader } from '../../../src/map-file/header.ts';
import { payloadOf, stampPage } from '../../../src/map-file/page.ts';
import { aHeader, pageIn } from './fixtures.ts';
import type { Json } from './hostile.ts';

export const JSON_BYTES_AT = MAGIC.length + 4;
const JSON_AT = JSON_BYTES_AT + 4;

/** A copy of a map with other text for its header's JSON, and checksums that fit. */
export function headerIn(
  open: Buffer,
  json: string | Buffer,
  change: (text: Buffer) => void,
): Buffer {
  const text = Buffer.alloc(HEADER_PAGES * PAYLOAD_BYTES);
  encodeHeader(aHeader(100)).copy(text, 0, 0, JSON_AT);
  const bytes = Buffer.from(json);
  text.writeUInt32LE(bytes.length, JSON_BYTES_AT);
  bytes.copy(text, JSON_AT);
  change(text);
  const file = Buffer.from(open);
  for (let number = 0; number < 2 * HEADER_PAGES; number++) {
    const index = number % HEADER_PAGES;
    text.copy(payloadOf(pageIn(file, number)), 0, index * PAYLOAD_BYTES);
    stampPage(pageIn(file, number), index, 1);
  }
  return file;
}

export function headerJson(change: (header: Json & { identity: Json }) => void): string {
  const { identity, partitions, ...rest } = aHeader(100);
  const header = {
    identity: { ...identity },
    ...rest,
    partitions: partitions.map(({ index, firstLba, lastLba }) => [index, firstLba, lastLba]),
  };
  change(header);
  return JSON.stringify(header);
}
