// Two scans compared.

export type { Comparison } from '../engine/compare.ts';
export { type ComparedMaps, compareMaps } from '../report/compare-maps.ts';
export { type DiffReport, diffReport } from '../report/diff-json.ts';
export { diffText } from '../report/diff-text.ts';
