// A file for a new map.

import { lstat } from 'node:fs/promises';
import { existing, type FileStorage, openStorage } from './storage.ts';
import { isUnfinished } from './unfinished.ts';

/** Empty, and locked. Throws as openStorage does; `replace`: where there is one that holds nothing yet, it is
 * that one. */
export async function openNew(path: string, replace: boolean): Promise<FileStorage> {
  if (!replace || !(await isThere(path))) return openStorage(path, 'create');
  const storage = await openStorage(path, 'write');
  try {
    if (!(await isUnfinished(storage))) throw existing(path);
    await storage.truncate();
    return storage;
  } catch (failure) {
    await storage.close();
    throw failure;
  }
}

export function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    (cause: NodeJS.ErrnoException) => cause.code !== 'ENOENT',
  );
}
