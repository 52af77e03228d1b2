// What every command uses: errors, words and units, the classes of blocks, and which entries of a run or a
// benchmark have a result.

export { exitNow, tallyMap } from '../addon/native.ts';
export { type BenchEntry, hasBenchResult } from '../benchmark/bench-entry.ts';
export { withDeadline } from '../disks/deadline.ts';
export { hasEnded, hasResult, type RunEntry } from '../engine/run-entry.ts';
export { jsonText } from '../report/json-text.ts';
export { toolJson } from '../report/tool-json.ts';
export {
  CLASSES,
  type ClassName,
  type Color,
  ERRORS,
  type ErrorCode,
  type LatencyClass,
  type ReadError,
} from '../vocabulary/classes.ts';
export type { Device, InspectedTarget, KnownPartition } from '../vocabulary/device.ts';
export { errnoWords } from '../vocabulary/errno.ts';
export { SurfscanError, type SurfscanErrorCode, usageError } from '../vocabulary/errors.ts';
export type { LbaRange, LbaSpan } from '../vocabulary/ranges.ts';
export { asciiText, cleanLines, cleanText, speaksUtf8 } from '../vocabulary/text.ts';
export {
  formatBytes,
  formatCount,
  formatDuration,
  formatLatency,
  formatSpeed,
  parseByteCount,
  parseRate,
  parseSeconds,
  parseWhole,
} from '../vocabulary/units.ts';
export { TEXT_COLUMNS, wrapLine, wrapText } from '../vocabulary/wrap.ts';
