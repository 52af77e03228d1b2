// The library: everything that the command line uses, and all that another program may rely on.

export { Bench } from './benchmark/bench.ts';
export { type BenchEntry, BenchRun, hasBenchResult } from './benchmark/bench-run.ts';
export type { BenchControl, BenchProgress, BenchView, PartNow } from './benchmark/bench-view.ts';
export { partWords } from './benchmark/part-words.ts';
export {
  type BenchOptions,
  DEFAULT_SECONDS,
  DEFAULT_SEED,
  LEAST_SECONDS,
  MOST_SECONDS,
} from './benchmark/plan.ts';
export type { BenchResult } from './benchmark/result.ts';
export { type Charge, chargeAgainst, chargeWithoutTarget, typedSuspects } from './check/charge.ts';
export { Check, type CheckOptions, type CheckProgress, type Probed } from './check/check.ts';
export { concludeCheck, concludeStopped, concludeUnread, locateFound } from './check/conclude.ts';
export {
  isLbaLike,
  type LbaRange,
  type LbaRangeChoice,
  parseLbaRange,
} from './check/lba-ranges.ts';
export type { CheckResult, CheckVerdict } from './check/result.ts';
export { mergeSuspects } from './check/suspicion.ts';
export {
  CLASSES,
  type ClassName,
  type Color,
  ERRORS,
  type ErrorCode,
  type LatencyClass,
  type ReadError,
} from './classes.ts';
export type { Device, InspectedTarget } from './device.ts';
export { sharedSpindleWarnings } from './disks/distinct.ts';
export { assertDistinct, type InspectOptions, inspectTarget } from './disks/inspect.ts';
export { listDisks } from './disks/list.ts';
export type { ListedDisk, ListedPartition } from './disks/listed.ts';
export type { Coverage } from './engine/coverage.ts';
export { keptSectorBytes, type MapRequest, mapPaths } from './engine/kept-map.ts';
export type { LatencySummary } from './engine/latency-summary.ts';
export type { ScanOptions, ScanPlan } from './engine/options.ts';
export type { ScanResult, Verdict } from './engine/result.ts';
export { hasResult, Run, type RunEntry } from './engine/run.ts';
export type { Defect, Phase, Progress, RunControl, ScanView } from './engine/scan-view.ts';
export { SurfscanError, type SurfscanErrorCode, usageError } from './errors.ts';
export { Grid } from './grid.ts';
export {
  type KernelLog,
  KernelLogReader,
  readKernelLog,
  type Source,
  type Suspect,
} from './kernel-log/index.ts';
export { type LocateOptions, type LocateTarget, type Location, locate } from './layout/locate.ts';
export { type Layout, type Partition, partitionAt } from './layout/partition.ts';
export { readLayout } from './layout/read-layout.ts';
export { openSectors } from './layout/source.ts';
export { parseLbaChoice } from './lba.ts';
export { exitNow, foldCells, stepEdgesNs } from './native.ts';
export {
  type BadblocksOptions,
  badblockLines,
  LARGEST_BLOCK_BYTES,
  SMALLEST_BLOCK_BYTES,
  unreadSectors,
} from './report/badblocks.ts';
export { type BenchReport, benchReport } from './report/bench-json.ts';
export { benchText } from './report/bench-text.ts';
export { type CheckReport, checkReport, unopenedCheckReport } from './report/check-json.ts';
export type { Brush } from './report/check-picture.ts';
export { checkText } from './report/check-text.ts';
export { csvLines } from './report/csv.ts';
export { ddrescueLines } from './report/ddrescue.ts';
export { jsonText } from './report/json-text.ts';
export { listJson } from './report/list-json.ts';
export { loadStoredScan } from './report/load-stored-scan.ts';
export { type RunReport, runReport } from './report/run-json.ts';
export { runText, verdictLine } from './report/run-text.ts';
export type { StoredPartition, StoredScan } from './report/stored-scan.ts';
export { toolJson } from './report/tool-json.ts';
export { parseRule, type Rule } from './rules.ts';
export { cleanLines, cleanText } from './text.ts';
export {
  formatBytes,
  formatCount,
  formatDuration,
  formatSpeed,
  parseRate,
  parseSeconds,
  parseWhole,
} from './units.ts';
