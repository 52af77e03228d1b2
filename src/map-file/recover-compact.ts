// Reads a whole compact map: it is as it was written, or refused.

import { openBook } from './blank-map.ts';
import type { Recovered } from './book.ts';
import { readCompact } from './compact.ts';
import { MAJOR } from './format.ts';
import { withMajor } from './header.ts';
import type { Prefix } from './prefix.ts';
import type { MapStorage } from './storage.ts';

/** Throws ERR_USAGE where it is refused, with the reason. */
export async function recoverCompact(storage: MapStorage, prefix: Prefix): Promise<Recovered> {
  const { header, headerPages } = prefix;
  const { snapshot, map } = await readCompact(storage, prefix);
  const book = openBook(withMajor(headerPages, MAJOR), prefix.layout);
  return {
    contents: { header, ...snapshot, map, closed: true, notes: [] },
    book,
    isCompact: true,
  };
}
