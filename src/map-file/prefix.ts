// The beginning of a map file: header and seal, which say what the rest must be.

import { usageError } from '../vocabulary/errors.ts';
import {
  HEADER_COPIES,
  HEADER_PAGES,
  headerPage,
  MapLayout,
  PAGE_BYTES,
  PREFIX_PAGES,
} from './format.ts';
import { decodeHeader, isCompactHeader, type MapHeader } from './header.ts';
import { isMapHead } from './map-head.ts';
import { judgePage, pageAt, payloadOf } from './page.ts';
import { newestSeal, type Seal } from './seal.ts';
import type { MapStorage } from './storage.ts';

export interface Prefix {
  /** As they are in the file. */
  readonly pages: Buffer;
  /** One copy of the header's pages, whole. */
  readonly headerPages: Buffer;
  readonly header: MapHeader;
  readonly layout: MapLayout;
  readonly seal: Seal;
  /** Header pages that are not equal to the whole copy that is taken. */
  readonly torn: readonly number[];
  readonly isCompact: boolean;
}

/** Throws ERR_USAGE where the file is no map, has another size than it should, or has no seal. */
export async function readPrefix(storage: MapStorage): Promise<Prefix> {
  const size = await storage.size();
  const pages = await readPages(storage, size);
  const { headerPages, torn } = headerOf(pages);
  const text = payloadsOf(headerPages);
  const header = decodeHeader(text);
  const isCompact = isCompactHeader(text);
  const layout = new MapLayout(header);
  const seal = newestSeal(pages);
  if (seal === null) throw usageError('it was never made in full, and holds nothing: remove it');
  if (isCompact && !seal.closed) throw usageError('damaged: it is compact, and not closed');
  if (!isCompact && size !== layout.bytes) {
    const how = size < layout.bytes ? 'truncated' : 'longer than it should be';
    throw usageError(`it is ${how}: expected ${layout.bytes} bytes, got ${size}`);
  }
  return { pages, headerPages, header, layout, seal, torn, isCompact };
}

/** The file's first PREFIX_PAGES pages; what lies behind its end is zero. */
export async function readPages(storage: MapStorage, size: number): Promise<Buffer> {
  const pages = Buffer.alloc(PREFIX_PAGES * PAGE_BYTES);
  await storage.read(pages.subarray(0, Math.min(size, pages.length)), 0);
  return pages;
}

/** The header's pages, each in a copy that is whole. Throws ERR_USAGE where a page has none. */
export function headerOf(pages: Buffer): Pick<Prefix, 'headerPages' | 'torn'> {
  const whole: Buffer[] = [];
  const torn: number[] = [];
  for (let index = 0; index < HEADER_PAGES; index++) {
    const numbers = Array.from({ length: HEADER_COPIES }, (_, copy) => headerPage(copy, index));
    const good = numbers.filter((number) => judgePage(pageAt(pages, number), index) === 'valid');
    if (good.length === 0) throw noHeader(pages, numbers[0]!);
    whole.push(pageAt(pages, good[0]!));
    // Both are written the same, always: what differs is damage with a checksum of its own.
    torn.push(...numbers.filter((number) => !pageAt(pages, number).equals(whole[index]!)));
  }
  return { headerPages: Buffer.concat(whole), torn };
}

export function payloadsOf(pages: Buffer): Buffer {
  const count = pages.length / PAGE_BYTES;
  return Buffer.concat(Array.from({ length: count }, (_, i) => payloadOf(pageAt(pages, i))));
}

function noHeader(pages: Buffer, number: number) {
  if (!isMapHead(pages)) return usageError('it is no surfscan map');
  return usageError(`damaged at page ${number}: no copy of the header is whole`);
}
