// The spot check, and what logs accuse.

export { Check, type CheckOptions, type CheckProgress, type Probed } from '../check/check.ts';
export { concludeCheck, concludeStopped, concludeUnread, locateFound } from '../check/conclude.ts';
export {
  isLbaLike,
  type LbaRangeChoice,
  parseLbaRange,
} from '../check/lba-ranges.ts';
export {
  accusationsAgainst,
  accusationsWithoutTarget,
  type LogAccusations,
  typedSuspects,
} from '../check/log-accusations.ts';
export { longestRequestBytes } from '../check/longest-request.ts';
export type { CheckResult, CheckVerdict } from '../check/result.ts';
export {
  type KernelLog,
  KernelLogReader,
  type LogReaderOptions,
  mergeSuspects,
  readKernelLog,
  type Source,
  type Suspect,
} from '../kernel-log/index.ts';
export { type LocateOptions, type LocateTarget, locate } from '../layout/locate.ts';
export type { Location } from '../layout/location.ts';
export { type Layout, type Partition, partitionAt } from '../layout/partition.ts';
export { readLayout } from '../layout/read-layout.ts';
export { openSectors } from '../layout/source.ts';
export { type CheckReport, checkReport, unopenedCheckReport } from '../report/check-json.ts';
export type { Brush } from '../report/check-picture.ts';
export { checkText } from '../report/check-text.ts';
