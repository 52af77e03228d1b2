// A map from its open form to its compact one, and back: each takes the other's place, whole.

import { openBeside } from './beside.ts';
import type { Book } from './book.ts';
import { writeCompact } from './compact.ts';
import type { MapContents } from './contents.ts';
import { withoutRoom } from './room.ts';
import type { FileStorage } from './storage.ts';
import { MapWriter } from './writer.ts';

/** Of a map that was closed in order. Where it cannot be it stays as it is, which is no less good. A file
 * that has other names stays as well: they would lead to the old one. */
export async function makeCompact(path: string, map: FileStorage): Promise<void> {
  try {
    if ((await map.stats()).nlink > 1n) return;
    const beside = await openBeside(path, map);
    try {
      await writeCompact(map, beside.storage);
      await beside.commit();
      await beside.storage.close();
    } catch {
      await beside.discard();
    }
  } catch {
    // No room beside it, or no leave.
  }
}

/** What goes on with a compact map: `compact` is closed then. Rejects with ERR_MAP or ERR_MAP_SPACE; the map
 * is as it was then. */
export async function openAgain(
  path: string,
  compact: FileStorage,
  { map, state, findings }: MapContents,
  book: Book,
): Promise<{ storage: FileStorage; writer: MapWriter }> {
  const { bytes } = book.layout;
  for (const noRoom of (await withoutRoom([{ path, bytes, isBeside: true }])).values())
    throw noRoom;
  const beside = await openBeside(path, compact);
  try {
    const writer = await MapWriter.begin(beside.storage, { book, state });
    const all = [{ first: 0, end: map.length }];
    await writer.update({ map, dirty: all, readable: all, state, findings });
    await writer.flush();
    await beside.commit();
    await compact.close();
    return { storage: beside.storage, writer };
  } catch (cause) {
    await beside.discard();
    throw cause;
  }
}
