// A map whose making was cut off holds nothing, and may be made anew.

import { MapLayout, MOST_PAGES_AT_ONCE, PAGE_BYTES, PREFIX_PAGES, SLOTS } from './format.ts';
import { decodeHeader } from './header.ts';
import { isZero } from './page.ts';
import { headerOf, payloadsOf, readPages } from './prefix.ts';
import { newestSeal } from './seal.ts';
import type { MapStorage } from './storage.ts';

/** Whether the file is empty, or a map that was never sealed and holds no block's reading. */
export async function isUnfinished(storage: MapStorage): Promise<boolean> {
  const size = await storage.size();
  if (size === 0) return true;
  try {
    const pages = await readPages(storage, size);
    if (newestSeal(pages) !== null) return false;
    const layout = new MapLayout(decodeHeader(payloadsOf(headerOf(pages).headerPages)));
    return size <= layout.bytes && (await areMapPagesBlank(storage, layout, size));
  } catch {
    return false; // whatever it is, it is not that
  }
}

async function areMapPagesBlank(
  storage: MapStorage,
  layout: MapLayout,
  size: number,
): Promise<boolean> {
  const end = Math.min(size, layout.mapPage(SLOTS, 0) * PAGE_BYTES);
  const piece = Buffer.alloc(MOST_PAGES_AT_ONCE * PAGE_BYTES);
  for (let at = PREFIX_PAGES * PAGE_BYTES; at < end; at += piece.length) {
    const part = piece.subarray(0, Math.min(piece.length, end - at));
    await storage.read(part, at);
    if (!isZero(part)) return false;
  }
  return true;
}
