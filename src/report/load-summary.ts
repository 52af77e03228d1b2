// What a scan came to, from its map file: of an ended one in the same time whatever its size.

import { type ScanSummary, summaryOf } from '../engine/summary.ts';
import { summaryOfEnded } from '../engine/summary-stored.ts';
import { readEndedMap } from '../map-file/map-file.ts';
import { loadStoredScan } from './load-stored-scan.ts';

/** Throws as loadStoredScan does; but of a map that was closed in order, only what is read of it is
 * checked. */
export async function loadSummary(path: string): Promise<ScanSummary> {
  const ended = await readEndedMap(path);
  const summary = ended === null ? null : summaryOfEnded(ended);
  return summary ?? summaryOf((await loadStoredScan(path)).result);
}
