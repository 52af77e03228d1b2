// Maps whose newest snapshot somebody made on purpose, with checksums that fit.

import { payloadOf, stampPage } from '../../../src/map-file/page.ts';
import { aHeader, aState, layoutOf, pageIn } from './fixtures.ts';
import type { Json } from './hostile.ts';

/** A copy of an open map with another newest snapshot, changed in its payloads. */
export function snapshotIn(open: Buffer, change: (first: Buffer, records: Buffer) => void): Buffer {
  const file = Buffer.from(open);
  const layout = layoutOf(aHeader(100));
  const pages = [0, 1].map((index) => pageIn(file, layout.areaPage(2, index)));
  for (const [index, page] of pages.entries()) {
    pageIn(file, layout.areaPage(1, index)).copy(page);
  }
  change(payloadOf(pages[0]!), payloadOf(pages[1]!));
  for (const [index, page] of pages.entries()) {
    stampPage(page, layout.areaIndex(2, index), 1000);
  }
  return file;
}

export function stateIn(open: Buffer, change: (state: Json) => void): Buffer {
  return stateTextIn(open, () => {
    const { unknown: _, ...known } = aState();
    const state: Json = { ...known };
    change(state);
    return JSON.stringify(state);
  });
}

export function stateTextIn(open: Buffer, text: () => string): Buffer {
  return snapshotIn(open, (first) => {
    const json = Buffer.from(text());
    first.fill(0, 8);
    first.writeUInt32LE(json.length, 0);
    json.copy(first, 8);
  });
}
