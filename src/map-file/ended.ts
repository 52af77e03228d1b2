// What a map of an ended scan says of it, without its bytes and findings: the same few pages whatever its
// size.

import { AREAS, type MapLayout, PAGE_BYTES } from './format.ts';
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
  const { header, layout, seal, torn } = await readPrefix(storage);
  if (!seal.closed || torn.length > 0) return null;
  const newest = await newestArea(storage, layout);
  if (newest === null) return null;
  const count = statePages(newest.first);
  const pages = await readPages(storage, layout.areaPage(newest.area, 0), count);
  for (let i = 0; i < count; i++) {
    const page = pageAt(pages, i);
    const isWhole = judgePage(page, layout.areaIndex(newest.area, i)) === 'valid';
    if (!isWhole || sequenceOf(page) !== newest.generation) return null;
  }
  const state = stateOf(payloadsOf(pages));
  const { outcome } = state;
  return outcome === null || outcome.runs !== state.runs ? null : { header, state, outcome };
}

/** Null: the first page of one is damaged, or nothing was ever written. */
async function newestArea(storage: MapStorage, layout: MapLayout) {
  let newest: { area: number; generation: number; first: Buffer } | null = null;
  for (let area = 0; area < AREAS; area++) {
    const page = await readPages(storage, layout.areaPage(area, 0), 1);
    const state = judgePage(page, layout.areaIndex(area, 0));
    if (state === 'torn') return null;
    const generation = sequenceOf(page);
    if (state !== 'valid' || (newest !== null && newest.generation > generation)) continue;
    newest = { area, generation, first: payloadOf(page) };
  }
  return newest;
}

async function readPages(storage: MapStorage, first: number, count: number): Promise<Buffer> {
  const pages = Buffer.alloc(count * PAGE_BYTES);
  await storage.read(pages, first * PAGE_BYTES);
  return pages;
}
