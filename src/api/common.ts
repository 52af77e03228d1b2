// What every command uses: errors, words and units, the classes of blocks, how entries are told.

export { type BenchEntry, hasBenchResult } from '../benchmark/bench-entry.ts';
export {
  CLASSES,
  type ClassName,
  type Color,
  ERRORS,
  type ErrorCode,
  type LatencyClass,
  type ReadError,
} from '../classes.ts';
export type { Device, InspectedTarget } from '../device.ts';
export { hasResult, type RunEntry } from '../engine/run-entry.ts';
export { SurfscanError, type SurfscanErrorCode, usageError } from '../errors.ts';
export { exitNow, foldCells, stepEdgesNs } from '../native.ts';
export { jsonText } from '../report/json-text.ts';
export { toolJson } from '../report/tool-json.ts';
export { cleanLines, cleanText } from '../text.ts';
export {
  formatBytes,
  formatCount,
  formatDuration,
  formatSpeed,
  parseRate,
  parseSeconds,
  parseWhole,
} from '../units.ts';
