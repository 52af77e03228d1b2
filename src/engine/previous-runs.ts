// What the earlier runs of a resumed scan came to: it is counted as if it had been read in this one.

import { bucketOfNs } from '../addon/histogram.ts';
import { tally } from '../addon/tally.ts';
import type { OptionValue } from '../map-file/state.ts';
import type { Narrower } from '../reading/drive-way.ts';
import { type Latencies, noLatencies } from '../reading/latency-summary.ts';
import {
  CLASSES,
  ERRORS,
  type ErrorCode,
  FIRST_ERROR_BYTE,
  FIRST_STEP,
} from '../vocabulary/classes.ts';
import { stepMiddleNs } from '../vocabulary/latency-scale.ts';
import type { RereadZones } from '../vocabulary/slow-zones.ts';

/** Times on the disk's clock, but for `elapsedSeconds`. */
export interface PreviousRuns {
  readonly started: Date | null;
  /** The wall's clock, without pauses. */
  readonly elapsedSeconds: number;
  /** Of the pass: what all readings took, and how much they read. */
  readonly sectors: number;
  readonly deviceNs: number;
  /** Of the first readings that succeeded; 0: none. */
  readonly latencyCount: number;
  readonly latencySumNs: number;
  readonly latencyMinNs: number;
  readonly latencyMaxNs: number;
  readonly refineSpentMs: number;
  readonly slowNotKept: number;
  readonly cacheBypassed: boolean;
  readonly narrowedBy: Narrower;
  readonly runs: number;
  /** Workers, and reads in flight of each, that the last run began with. */
  readonly jobs: number;
  readonly depth: number;
  /** null: not tried. */
  readonly rereadZones: RereadZones | null;
  /** Findings that the map had no room for. */
  readonly recordsLeftOut: number;
  /** As the map keeps them. */
  readonly options: Readonly<Record<string, OptionValue>>;
  /** What a later version kept in the map's state. */
  readonly unknown: Readonly<Record<string, unknown>>;
  /** How often each byte occurs in the map: 256 counts. */
  readonly tally: Float64Array;
}

export const NO_PREVIOUS_RUNS: PreviousRuns = {
  started: null,
  elapsedSeconds: 0,
  sectors: 0,
  deviceNs: 0,
  latencyCount: 0,
  latencySumNs: 0,
  latencyMinNs: 0,
  latencyMaxNs: 0,
  refineSpentMs: 0,
  slowNotKept: 0,
  cacheBypassed: true,
  narrowedBy: 'read',
  runs: 0,
  jobs: 1,
  depth: 1,
  rereadZones: null,
  recordsLeftOut: 0,
  options: {},
  unknown: {},
  tally: new Float64Array(256),
};

export function tallyOf(map: Uint8Array): Float64Array {
  return tally(map, 0, map.length);
}

/** Blocks of a class 0…5. */
export function classTally(tally: Float64Array, index: number): number {
  const first = CLASSES[index]!.firstStep;
  return sum(tally, first, CLASSES[index + 1]?.firstStep ?? FIRST_ERROR_BYTE);
}

export function errorTally(tally: Float64Array, code: ErrorCode): number {
  const byte = ERRORS.find((error) => error.code === code)!.byte;
  return byte === null ? 0 : tally[byte]!;
}

/** Blocks that read well. */
export function goodTally(tally: Float64Array): number {
  return sum(tally, FIRST_STEP, FIRST_ERROR_BYTE);
}

/** Of the readings that were kept: what was read, but lost from the map, counts when it is read again. */
export function latencySumNsOf({ latencySumNs, latencyCount, tally }: PreviousRuns): number {
  return latencyCount === 0 ? 0 : (latencySumNs * goodTally(tally)) / latencyCount;
}

/** Percentiles to a step of the map's scale, 8 %. */
export function latenciesOf(previous: PreviousRuns): Latencies {
  const all = noLatencies();
  const { tally, latencyMinNs, latencyMaxNs } = previous;
  addTallyTo(all.histogram, tally);
  all.sumNs = latencySumNsOf(previous);
  if (latencyMinNs > 0) all.minNs = latencyMinNs;
  all.maxNs = latencyMaxNs;
  return all;
}

/** The map's steps are 8 % wide: each counts in the bucket of its middle. */
function addTallyTo(histogram: Float64Array, tally: Float64Array): void {
  for (let step = FIRST_STEP; step < FIRST_ERROR_BYTE; step++) {
    if (tally[step] === 0) continue;
    const bucket = bucketOfNs(stepMiddleNs(step));
    histogram[bucket] = histogram[bucket]! + tally[step]!;
  }
}

function sum(tally: Float64Array, first: number, end: number): number {
  return tally.subarray(first, end).reduce((total, count) => total + count, 0);
}
