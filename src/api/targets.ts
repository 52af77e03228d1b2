// Targets, resolved and asked what they are.

export { sharedSpindleWarnings } from '../disks/distinct.ts';
export { assertDistinct, type InspectOptions, inspectTarget } from '../disks/inspect.ts';
