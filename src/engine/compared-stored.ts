// A scan to be compared, from its map file; and whether two are of one disk.

import type { MapContents } from '../map-file/contents.ts';
import type { MapIdentity } from '../map-file/header.ts';
import { usageError } from '../vocabulary/errors.ts';
import { Grid } from '../vocabulary/grid.ts';
import { cleanText } from '../vocabulary/text.ts';
import { differentDisk } from './compare.ts';
import type { ComparedScan } from './compared-scan.ts';
import { storedResult } from './result-stored.ts';

/** As storedResult. */
export function comparedScan(contents: MapContents): ComparedScan {
  const { fromLba, toLba, blockSectors } = contents.header;
  // First, as it clears bytes that nobody may rely on.
  const result = storedResult(contents);
  const grid = new Grid(fromLba, toLba, blockSectors);
  return { grid, map: contents.map, result, slow: contents.findings.slow };
}

/** Throws ERR_USAGE where they are not; notes where nothing says that they are. */
export function assertOneDisk(a: MapIdentity, b: MapIdentity): string[] {
  const what = differentDisk(a, b);
  if (what !== null) {
    throw usageError(`the maps are of two disks: ${cleanText(what, 200)}`);
  }
  const isKnown = (['serial', 'wwn'] as const).some((name) => a[name] !== null && b[name] !== null);
  return isKnown ? [] : ['the disks have no serial number: they agree in size and sector sizes'];
}
