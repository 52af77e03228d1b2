// Maps made by the writer itself, in memory.

import { blankMap } from '../../../src/map-file/blank-map.ts';
import type { MapHeader } from '../../../src/map-file/header.ts';
import { type Recovered, recover } from '../../../src/map-file/recover.ts';
import { MapWriter } from '../../../src/map-file/writer.ts';
import { aHeader, aMap, anUpdate, aState, MemoryStorage } from './fixtures.ts';

export async function begun(
  header: MapHeader = aHeader(100),
  storage = new MemoryStorage(),
): Promise<{ storage: MemoryStorage; writer: MapWriter }> {
  return { storage, writer: await MapWriter.begin(storage, blankMap(header, aState())) };
}

export async function reopened(storage: MemoryStorage): Promise<MapWriter> {
  const { book } = await recover(storage);
  return MapWriter.reopen(storage, book);
}

/** The file of a map of so many blocks that was written in full and closed. */
export async function closedFile(blocks: number): Promise<Buffer> {
  const { storage, writer } = await begun(aHeader(blocks));
  const map = aMap(blocks);
  await writer.update(anUpdate(map));
  await writer.flush();
  // Again, so that both slots of the first page hold something, and two areas.
  await writer.update(anUpdate(map, { dirty: [{ first: 0, end: 1 }], state: aState({ runs: 3 }) }));
  await writer.close();
  return storage.file;
}

/** Reads a copy of `file`: hostile files may be written to while they are judged. */
export function recovered(file: Buffer): Promise<Recovered> {
  return recover(new MemoryStorage(file));
}
