// Reports of a scan's map.

export { type ScanSummary, summaryOf } from '../engine/summary.ts';
export {
  type BadblocksOptions,
  badblockLines,
  LARGEST_BLOCK_BYTES,
  SMALLEST_BLOCK_BYTES,
  unreadSectors,
} from '../report/badblocks.ts';
export { csvLines } from '../report/csv.ts';
export { ddrescueLines } from '../report/ddrescue.ts';
export { scanLine } from '../report/line.ts';
export { loadStoredScan } from '../report/load-stored-scan.ts';
export { loadSummary } from '../report/load-summary.ts';
export { type PluginAnswer, pluginAnswer, unknownAnswer } from '../report/nagios.ts';
export { prometheusText } from '../report/prometheus.ts';
export { runReport } from '../report/run-json.ts';
export { runText } from '../report/run-text.ts';
export type { StoredScan } from '../report/stored-scan.ts';
export { type ToldWhere, toldWhere } from '../report/told-where.ts';
export { verdictWords } from '../report/verdict-words.ts';
