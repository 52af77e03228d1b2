// A file that takes the place of a map, whole: readers see the old one or the new one. It is made beside it,
// under a name of its own that the next one takes over where its maker was killed.

import { realpath, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type FileStorage, openStorage, syncDirectoryOf } from './storage.ts';

/** As long as every file system takes it, with the rest of the name. */
const MOST_NAME_BYTES = 200;

export interface Beside {
  readonly storage: FileStorage;
  /** Puts it in the map's place, with its owner and its mode. What it was stays open, under no name. */
  commit(): Promise<void>;
  /** Harmless where it is gone. */
  discard(): Promise<void>;
}

/** Rejects where none can be made, or where the map is not what `path` leads to any more. */
export async function openBeside(path: string, map: FileStorage): Promise<Beside> {
  const place = await realpath(path);
  const name = Buffer.from(basename(place)).subarray(0, MOST_NAME_BYTES).toString('utf8');
  const beside = join(dirname(place), `.${name}.new`);
  await unlink(beside).catch(() => {});
  const storage = await openStorage(beside, 'create');
  return {
    storage,
    async commit() {
      await storage.moveTo(place, await map.stats(), await map.statsOfName());
      await syncDirectoryOf(place);
    },
    async discard() {
      await storage.close().catch(() => {});
      await unlink(beside).catch(() => {});
    },
  };
}
