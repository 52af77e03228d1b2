// The surface scan and its reports.

export { thisHost } from '../disks/host.ts';
export { methodsFor } from '../engine/map-method.ts';
export { type MapRequest, mapPaths } from '../engine/map-names.ts';
export { storedSectorBytes } from '../engine/map-open.ts';
export { MOST_TEMPERATURE_C, type ScanOptions, type ScanPlan } from '../engine/options.ts';
export type { ScanResult, Verdict } from '../engine/result.ts';
export { Run } from '../engine/run.ts';
export type {
  EarlierRuns,
  Phase,
  Progress,
  RunControl,
  ScanListener,
  ScanView,
  WatchedScan,
} from '../engine/scan-view.ts';
export { ALL_AT_ONCE, type AtOnce } from '../engine/turns.ts';
export type { SizedMap } from '../map-file/room.ts';
export type { LatencySummary } from '../reading/latency-summary.ts';
export { chooseMethod } from '../reading/method-choice.ts';
export {
  defectEvent,
  diskEndEvent,
  type Event,
  endEvent,
  eventLine,
  phaseEvent,
  progressEvent,
  startEvent,
} from '../report/event-json.ts';
export { type RunReport, runReport } from '../report/run-json.ts';
export { areListsCut } from '../report/run-lists.ts';
export { entryVerdict, runText, verdictLine } from '../report/run-text.ts';
export type { Coverage } from '../vocabulary/coverage.ts';
export type { Defect } from '../vocabulary/defects.ts';
export { Grid } from '../vocabulary/grid.ts';
export { type LabelledHost, type Labels, parseLabels } from '../vocabulary/host.ts';
export { parseLbaChoice } from '../vocabulary/lba.ts';
export {
  type Method,
  type MethodChoice,
  type MethodWanted,
  parseMethod,
} from '../vocabulary/method.ts';
export { parseRule, type Rule } from '../vocabulary/rules.ts';
