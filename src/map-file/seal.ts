// The seal: whether the map was closed in order, and then what all of its pages must come to.

import { usageError } from '../vocabulary/errors.ts';
import { PAGE_BYTES, SEAL_INDEX, SLOTS, sealPage } from './format.ts';
import { isZero, judgePage, pageAt, payloadOf, sequenceOf, stampPage } from './page.ts';

export interface Seal {
  readonly closed: boolean;
  /** Of a closed map: the CRC-32 of all pages' CRCs. */
  readonly digest: number;
  readonly sequence: number;
  /** Which slot holds it. */
  readonly slot: number;
}

const OPEN = 1;
const CLOSED = 2;
const DIGEST_AT = 4;
const END_AT = 8;

export function encodeSeal({ closed, digest, sequence }: Omit<Seal, 'slot'>): Buffer {
  const page = Buffer.alloc(PAGE_BYTES);
  const payload = payloadOf(page);
  payload.writeUInt8(closed ? CLOSED : OPEN, 0);
  payload.writeUInt32LE(digest, DIGEST_AT);
  stampPage(page, SEAL_INDEX, sequence);
  return page;
}

/** The newest seal of a file's first pages; null: none was ever written. Throws ERR_USAGE. */
export function newestSeal(prefix: Buffer): Seal | null {
  const pages = Array.from({ length: SLOTS }, (_, slot) => pageAt(prefix, sealPage(slot)));
  const states = pages.map((page) => judgePage(page, SEAL_INDEX));
  if (states.every((state) => state === 'blank')) return null;
  const seals = pages.flatMap((page, slot) =>
    states[slot] === 'valid' ? [decodeSeal(page, slot)] : [],
  );
  if (seals.length === 0) throw usageError(`damaged at page ${sealPage(0)}: there is no seal`);
  const newest = seals.reduce((a, b) => (b.sequence > a.sequence ? b : a));
  const other = SLOTS - 1 - newest.slot;
  if (!seals.some(({ closed }) => closed)) return newest;
  // Opened or closed in order, the two never part so far.
  const twin = seals.find(({ slot }) => slot === other);
  if (twin === undefined || !fitsBehind(newest, twin)) {
    throw usageError(
      `damaged at page ${sealPage(other)}: the map was closed, and its seal changed`,
    );
  }
  return newest;
}

/** What the older slot may hold beside the newest: a write of both may end between them. */
function fitsBehind(newest: Seal, older: Seal): boolean {
  if (newest.closed !== older.closed) return older.sequence < newest.sequence;
  return older.sequence === newest.sequence && older.digest === newest.digest;
}

function decodeSeal(page: Buffer, slot: number): Seal {
  const payload = payloadOf(page);
  const state = payload.readUInt8(0);
  const digest = payload.readUInt32LE(DIGEST_AT);
  const known = state === CLOSED || (state === OPEN && digest === 0);
  if (!known || !isZero(payload.subarray(1, DIGEST_AT)) || !isZero(payload.subarray(END_AT))) {
    throw usageError(`damaged at page ${sealPage(slot)}: it is no seal`);
  }
  return { closed: state === CLOSED, digest, sequence: sequenceOf(page), slot };
}
