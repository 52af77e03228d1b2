// A map of which nothing is written yet.

import { type Book, NO_SLOT } from './book.ts';
import { NO_FINDINGS } from './contents.ts';
import {
  HEADER_PAGES,
  MapLayout,
  MOST_PAGES_AT_ONCE,
  PAGE_BYTES,
  PAYLOAD_BYTES,
  SLOTS,
} from './format.ts';
import { encodeHeader, type MapHeader } from './header.ts';
import { pageAt, payloadOf, stampPage } from './page.ts';
import { encodeSnapshot } from './snapshot.ts';
import type { MapState } from './state.ts';
import type { MapStorage } from './storage.ts';

export interface BlankMap {
  readonly book: Book;
  readonly state: MapState;
}

const FIRST_SEQUENCE = 1;

/** Throws ERR_USAGE where header or state are not valid. */
export function blankMap(header: MapHeader, state: MapState): BlankMap {
  const headerPages = stampedHeader(encodeHeader(header));
  const layout = new MapLayout(header);
  encodeSnapshot(layout, { state, findings: NO_FINDINGS });
  return { book: openBook(headerPages, layout), state };
}

/** Of a map with this header, and nothing else. */
export function openBook(headerPages: Buffer, layout: MapLayout): Book {
  return {
    layout,
    seal: { closed: false, digest: 0, sequence: 0, slot: SLOTS - 1 },
    headerPages,
    sequence: FIRST_SEQUENCE,
    crcs: Buffer.alloc(4 * layout.pages),
    newestSlots: new Uint8Array(layout.mapPages).fill(NO_SLOT),
    sequences: new Float64Array(layout.mapPages),
    map: new Uint8Array(0),
    area: null,
    body: Buffer.alloc(0),
    generation: 0,
    snapshot: null,
    changes: null,
    torn: new Set(),
  };
}

/** Bytes [fromByte, toByte). A file system that runs out of space says so here, by ERR_MAP_SPACE, and
 * not in the middle of a scan. */
export async function fillWithZeros(
  storage: MapStorage,
  fromByte: number,
  toByte: number,
): Promise<void> {
  const zeros = Buffer.alloc(MOST_PAGES_AT_ONCE * PAGE_BYTES);
  for (let at = fromByte; at < toByte; at += zeros.length) {
    await storage.write(zeros.subarray(0, Math.min(zeros.length, toByte - at)), at);
  }
}

function stampedHeader(text: Buffer): Buffer {
  const pages = Buffer.alloc(HEADER_PAGES * PAGE_BYTES);
  for (let index = 0; index < HEADER_PAGES; index++) {
    const page = pageAt(pages, index);
    text.copy(payloadOf(page), 0, index * PAYLOAD_BYTES, (index + 1) * PAYLOAD_BYTES);
    stampPage(page, index, FIRST_SEQUENCE);
  }
  return pages;
}
