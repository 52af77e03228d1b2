// What a compact map says that its scan came to, without making its blocks and findings of it: it is read whole all
// the same, as a map with one byte changed is refused by whoever asks.

import { crc32 } from 'node:zlib';
import { PAGE_BYTES, PREFIX_PAGES } from './format.ts';
import type { MapHeader } from './header.ts';
import type { MapOutcome } from './outcome.ts';
import { judgePage, pageAt, payloadOf, sequenceOf } from './page.ts';
import { type Prefix, payloadsOf, readPrefix } from './prefix.ts';
import { stateOf, statePages } from './snapshot.ts';
import type { MapState } from './state.ts';
import type { MapStorage } from './storage.ts';

export interface EndedScan {
  readonly header: MapHeader;
  readonly state: MapState;
  readonly outcome: MapOutcome;
}

/** In a compact map the only area, and all the rest of it, follow the prefix. */
export const BODY_AT = PREFIX_PAGES * PAGE_BYTES;
const PIECE_BYTES = 2 ** 20;

/** Null where the map must be taken up as a whole: it is not compact, it is of a version that kept no outcome, or
 * something of it is damaged, and who reads it says what. Throws ERR_USAGE as readPrefix does. */
export async function readEnded(storage: MapStorage): Promise<EndedScan | null> {
  const prefix = await readPrefix(storage);
  const { header, layout, torn, isCompact } = prefix;
  if (!isCompact || torn.length > 0 || !(await isAsWritten(storage, prefix))) return null;
  const first = await readPages(storage, PREFIX_PAGES, 1);
  if (judgePage(first, layout.areaIndex(0, 0)) !== 'valid') return null;
  const count = statePages(payloadOf(first));
  const pages = await readPages(storage, PREFIX_PAGES, count);
  for (let i = 0; i < count; i++) {
    const page = pageAt(pages, i);
    const isWhole = judgePage(page, layout.areaIndex(0, i)) === 'valid';
    if (!isWhole || sequenceOf(page) !== sequenceOf(first)) return null;
  }
  const state = stateOf(payloadsOf(pages));
  const { outcome } = state;
  return outcome === null || outcome.runs !== state.runs ? null : { header, state, outcome };
}

async function isAsWritten(storage: MapStorage, { seal }: Prefix): Promise<boolean> {
  const size = await storage.size();
  const piece = Buffer.alloc(PIECE_BYTES);
  let digest = 0;
  for (let at = BODY_AT; at < size; at += PIECE_BYTES) {
    const bytes = piece.subarray(0, Math.min(PIECE_BYTES, size - at));
    await storage.read(bytes, at);
    digest = crc32(bytes, digest);
  }
  return seal.closed && digest === seal.digest;
}

export async function readPages(
  storage: MapStorage,
  first: number,
  count: number,
): Promise<Buffer> {
  const pages = Buffer.alloc(count * PAGE_BYTES);
  await storage.read(pages, first * PAGE_BYTES);
  return pages;
}
