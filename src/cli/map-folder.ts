// The maps in a directory: asked by the process apart, as its file system may hang.

import { promises as fs } from 'node:fs';
import { join } from 'node:path';
import { beginsAsMap } from './path-look.ts';

/** A file of this name is a scan's map, or was one. */
const EXTENSION = '.surfscan';

/** Their paths, by name; what else lies there is left out. Null: it is no directory, or cannot be read. */
export async function mapsIn(path: string): Promise<readonly string[] | null> {
  let names: string[];
  try {
    const entries = await fs.readdir(path, { withFileTypes: true });
    names = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
  } catch {
    return null;
  }
  const maps: string[] = [];
  for (const name of names.sort()) {
    const file = join(path, name);
    const stats = await fs.stat(file).catch(() => null);
    if (stats?.isFile() !== true) continue;
    if (name.endsWith(EXTENSION) || (await beginsAsMap(file))) maps.push(file);
  }
  return maps;
}
