// JSON of the state that is too long as it is: base64 of a raw deflate stream (RFC 1951) of it.

import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { usageError } from '../vocabulary/errors.ts';

const MOST_JSON_BYTES = 2 ** 20;

/** null: it is longer than anybody reads. */
export function deflatedText(json: string): string | null {
  if (json.length > MOST_JSON_BYTES) return null;
  return deflateRawSync(json, { level: 9 }).toString('base64');
}

/** `name`: of the field. Throws ERR_USAGE where it is no such text. */
export function inflatedText(text: string, name: string): Buffer {
  try {
    return inflateRawSync(Buffer.from(text, 'base64'), { maxOutputLength: MOST_JSON_BYTES });
  } catch {
    throw usageError(`${name}: expected what deflates to less than 1 MiB`);
  }
}
