// What a map of an ended scan says of it, without its bytes and findings: the same few pages whatever its
// size.

import { AREAS, type MapLayout, PAGE_BYTES, PREFIX_PAGES } from './format.ts';
import type { MapHeader } from './header.ts';
import type { MapOutcome } from './outcome.ts';
import { judgePage, pageAt, payloadOf, sequenceOf } from './page.ts';
import { payloadsOf, readPrefix } from './prefix.ts';
import { stateOf, statePages } from './snapshot.ts';
import type { MapState } from './state.ts';
import type { MapStorage } from './storage.ts';

export interface EndedScan {
  readonly header: MapHeader;
  readonly state: MapState;
  readonly outcome: MapOutcome;
}

/** Null where the whole map must be read: it was not closed in order, is of a version that kept no outcome,
 * or something of what is read here is damaged. Throws ERR_USAGE as readPrefix does. */
export async function readEnded(storage: MapStorage): Promise<EndedScan | null> {
  const { header, layout, seal, torn, isCompact } = await readPrefix(storage);
  if (!seal.closed || torn.length > 0) return null;
  const newest = isCompact ? await onlyArea(storage, layout) : await newestArea(storage, layout);
  if (newest === null) return null;
  const count = statePages(newest.first);
  const pages = await readPages(storage, newest.page, count);
  for (let i = 0; i < count; i++) {
    const page = pageAt(pages, i);
    const isWhole = judgePage(page, layout.areaIndex(newest.area, i)) === 'valid';
    if (!isWhole || sequenceOf(page) !== newest.generation) return null;
  }
  const state = stateOf(payloadsOf(pages));
  const { outcome } = state;
  return outcome === null || outcome.runs !== state.runs ? null : { header, state, outcome };
}

interface Area {
  readonly area: number;
  /** Its first. */
  readonly page: number;
  readonly generation: number;
  /** The first page's payload. */
  readonly first: Buffer;
}

/** Of a compact map. Null: its first page is damaged. */
export async function onlyArea(storage: MapStorage, layout: MapLayout): Promise<Area | null> {
  const page = await readPages(storage, PREFIX_PAGES, 1);
  if (judgePage(page, layout.areaIndex(0, 0)) !== 'valid') return null;
  return { area: 0, page: PREFIX_PAGES, generation: sequenceOf(page), first: payloadOf(page) };
}

/** Null: the first page of one is damaged, or nothing was ever written. */
export async function newestArea(storage: MapStorage, layout: MapLayout) {
  let newest: Area | null = null;
  for (let area = 0; area < AREAS; area++) {
    const page = await readPages(storage, layout.areaPage(area, 0), 1);
    const state = judgePage(page, layout.areaIndex(area, 0));
    if (state === 'torn') return null;
    const generation = sequenceOf(page);
    if (state !== 'valid' || (newest !== null && newest.generation > generation)) continue;
    newest = { area, page: layout.areaPage(area, 0), generation, first: payloadOf(page) };
  }
  return newest;
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
