// Of several scans of one disk the one that tells how it is: the newest that finished, else the newest.

import type { ScanSummary } from '../engine/summary.ts';
import { labelText } from './label-text.ts';

/** One scan a disk, in the order in which the disks came. `counts`: what is preferred to newer ones. */
export function newestScans(
  scans: readonly ScanSummary[],
  counts = ({ finished }: ScanSummary) => finished !== null,
): ScanSummary[] {
  const byDisk = newestBy(scans, diskKey, counts);
  // Two that cannot be told apart by what a series carries would be one series twice.
  return newestBy(
    byDisk,
    ({ device }) => `${labelText(device.serial)}\n${labelText(device.path)}`,
    counts,
  );
}

function newestBy(
  scans: readonly ScanSummary[],
  key: (scan: ScanSummary) => string,
  counts: (scan: ScanSummary) => boolean,
): ScanSummary[] {
  const newest = new Map<string, ScanSummary>();
  for (const scan of scans) {
    const other = newest.get(key(scan));
    if (other === undefined || isNewer(scan, other, counts)) newest.set(key(scan), scan);
  }
  return [...newest.values()];
}

function isNewer(a: ScanSummary, b: ScanSummary, counts: (scan: ScanSummary) => boolean): boolean {
  if (counts(a) !== counts(b)) return counts(a);
  const end = ({ finished, started }: ScanSummary) => (finished ?? started).getTime();
  return end(a) > end(b);
}

/** As a map is known to be of a disk: by serial, else WWN, else by where it is and its size. */
function diskKey({ device: { serial, wwn, path, sectors, logicalBytes } }: ScanSummary): string {
  if (serial !== null && serial !== '') return JSON.stringify(['serial', serial]);
  if (wwn !== null && wwn !== '') return JSON.stringify(['wwn', wwn]);
  return JSON.stringify(['path', path, sectors, logicalBytes]);
}
