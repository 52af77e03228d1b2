// A scan from its map file.

import { storedResult } from '../engine/result-stored.ts';
import { readMap } from '../map-file/map-file.ts';
import { Grid } from '../vocabulary/grid.ts';
import type { StoredScan } from './stored-scan.ts';

/** Throws ERR_USAGE for what is no sound map, another SurfscanError for what cannot be opened. */
export async function loadStoredScan(path: string): Promise<StoredScan> {
  const contents = await readMap(path);
  const { fromLba, toLba, blockSectors, partitions } = contents.header;
  // First, as it clears bytes that nobody may rely on.
  const result = storedResult(contents);
  return { grid: new Grid(fromLba, toLba, blockSectors), map: contents.map, result, partitions };
}
