// Reports of a scan's map.

export {
  type BadblocksOptions,
  badblockLines,
  LARGEST_BLOCK_BYTES,
  SMALLEST_BLOCK_BYTES,
  unreadSectors,
} from '../report/badblocks.ts';
export { csvLines } from '../report/csv.ts';
export { ddrescueLines } from '../report/ddrescue.ts';
export { loadStoredScan } from '../report/load-stored-scan.ts';
export type { StoredScan } from '../report/stored-scan.ts';
