// Log lines → suspected ranges. Pure: no device is touched, nothing is read but what is pushed.

export {
  type Accusation,
  KERNEL_LOG_FORMATS,
  type KernelLogFormat,
  type Names,
  type Operation,
  type Position,
  type Trouble,
  type TroubleKind,
  type Unit,
} from './accusation.ts';
export {
  chooseDevice,
  type DeviceChoice,
  type DeviceQuestion,
  type NoChoice,
} from './choose-device.ts';
export { ACCUSATION_LIMIT } from './ledger.ts';
export { LINE_BYTES_LIMIT } from './line-stream.ts';
export type { Place, Provider, SuspectTarget, Unplaced } from './placement.ts';
export {
  type KernelLog,
  KernelLogReader,
  type LogReaderOptions,
  readKernelLog,
} from './reader.ts';
export {
  explainedSuspects,
  mergeSuspects,
  type Source,
  type Suspect,
  type Suspects,
  suspectsOf,
} from './suspects.ts';
export { START_LENGTH } from './units.ts';
