// What whole pages hold, read and made: bytes of blocks, or parts of a snapshot.

import { LAST_ERROR_BYTE } from '../vocabulary/classes.ts';
import { type MapLayout, PAGE_BYTES, PAYLOAD_BYTES } from './format.ts';
import {
  isZero,
  judgePage,
  type PageState,
  pageAt,
  payloadOf,
  sequenceOf,
  stampPage,
} from './page.ts';
import { snapshotPages } from './snapshot.ts';

/** `torn` also where a block's byte is no reading, or there are bytes behind the last block's. */
export function judgeMapPage(page: Buffer, index: number, blocks: number): PageState {
  const state = judgePage(page, index);
  if (state !== 'valid') return state;
  const payload = payloadOf(page);
  for (let i = 0; i < blocks; i++) if (payload[i]! > LAST_ERROR_BYTE) return 'torn';
  return isZero(payload.subarray(blocks)) ? 'valid' : 'torn';
}

/** The payloads of the area's snapshot, if all its pages are whole and of one generation. */
export function wholeBody(
  layout: MapLayout,
  pages: Buffer,
  states: readonly PageState[],
): Buffer | null {
  if (states[0] !== 'valid') return null;
  const generation = sequenceOf(pages);
  const count = snapshotPages(layout, payloadOf(pageAt(pages, 0)));
  const payloads: Buffer[] = [];
  for (let i = 0; i < count; i++) {
    const page = pageAt(pages, i);
    if (states[i] !== 'valid' || sequenceOf(page) !== generation) return null;
    payloads.push(payloadOf(page));
  }
  return Buffer.concat(payloads);
}

/** The pages of an area from `first` on that hold these payloads. */
export function areaPages(
  layout: MapLayout,
  area: number,
  first: number,
  payloads: Buffer,
  sequence: number,
): Buffer {
  const count = payloads.length / PAYLOAD_BYTES;
  const pages = Buffer.alloc(count * PAGE_BYTES);
  for (let i = 0; i < count; i++) {
    const page = pageAt(pages, i);
    payloads.copy(payloadOf(page), 0, i * PAYLOAD_BYTES, (i + 1) * PAYLOAD_BYTES);
    stampPage(page, layout.areaIndex(area, first + i), sequence);
  }
  return pages;
}

/** A page of the map's bytes. */
export function mapPage(
  layout: MapLayout,
  map: Uint8Array,
  index: number,
  sequence: number,
): Buffer {
  const page = Buffer.alloc(PAGE_BYTES);
  const first = index * PAYLOAD_BYTES;
  payloadOf(page).set(map.subarray(first, first + layout.blocksOf(index)));
  stampPage(page, layout.mapIndex(index), sequence);
  return page;
}
