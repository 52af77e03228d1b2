// Two maps compared.

import { type Comparison, compareScans } from '../engine/compare.ts';
import type { ComparedScan } from '../engine/compared-scan.ts';
import { assertOneDisk, comparedScan } from '../engine/compared-stored.ts';
import type { MapContents } from '../map-file/contents.ts';
import { readMap } from '../map-file/map-file.ts';

export interface ComparedMaps {
  readonly comparison: Comparison;
  readonly notes: readonly string[];
  readonly scans: { readonly old: ComparedScan; readonly now: ComparedScan };
}

/** Throws ERR_USAGE for what is no sound map and for maps of two disks, another SurfscanError for what
 * cannot be opened. */
export async function compareMaps(oldPath: string, newPath: string): Promise<ComparedMaps> {
  const old = await readMap(oldPath);
  const now = await readMap(newPath);
  const notes = assertOneDisk(old.header.identity, now.header.identity);
  const told = (which: string, contents: MapContents) =>
    contents.notes.map((note) => `the ${which} scan: ${note}`);
  const scans = { old: comparedScan(old), now: comparedScan(now) };
  const comparison = compareScans(scans.old, scans.now);
  return { comparison, notes: [...notes, ...told('old', old), ...told('new', now)], scans };
}
