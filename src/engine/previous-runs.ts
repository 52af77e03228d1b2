// What the earlier runs of a resumed scan came to: it is counted as if it had been read in this one.

import { bucketOfNs } from '../addon/histogram.ts';
import { tally } from '../addon/tally.ts';
import type { OptionValue } from '../map-file/option-values.ts';
import type { Narrower } from '../reading/drive-way.ts';
import { type Latencies, type LatencySummary, noLatencies } from '../reading/latency-summary.ts';
import {
  CLASSES,
  ERRORS,
  type ErrorCode,
  FIRST_ERROR_BYTE,
  FIRST_STEP,
} from '../vocabulary/classes.ts';
import { stepEdgesNs, stepMiddleNs } from '../vocabulary/latency-scale.ts';
import type { RereadZones } from '../vocabulary/slow-zones.ts';
import type { SmartAnswers } from '../vocabulary/smart.ts';

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
  /** As they were measured, where that is kept; of a scan that reads on the bytes tell, whose steps are 8 % wide. */
  readonly latencyUs: LatencySummary | null;
  readonly refineSpentMs: number;
  readonly cacheBypassed: boolean;
  readonly narrowedBy: Narrower;
  /** Which took commands for the drive; null: none did. */
  readonly node: string | null;
  readonly runs: number;
  /** Nothing was left to read. */
  readonly complete: boolean;
  /** Workers, and reads in flight of each, that the last run began with. */
  readonly jobs: number;
  readonly depth: number;
  /** null: not tried. */
  readonly rereadZones: RereadZones | null;
  /** null: the map does not keep it. */
  readonly smart: SmartAnswers | null;
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
  latencyUs: null,
  refineSpentMs: 0,
  cacheBypassed: true,
  narrowedBy: 'read',
  node: null,
  runs: 0,
  complete: false,
  jobs: 1,
  depth: 1,
  rereadZones: null,
  smart: null,
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

/** Of the readings that were kept; percentiles to a step of the map's scale, 8 %. What a run told last may be
 * older than its bytes, or newer (it was killed, the map lost its end): then the bytes tell, to a step. */
export function latenciesOf(previous: PreviousRuns): Latencies {
  const all = noLatencies();
  const { tally, latencyMinNs, latencyMaxNs } = previous;
  const least = tally.findIndex((count, step) => step >= FIRST_STEP && count > 0);
  if (least < 0 || least >= FIRST_ERROR_BYTE) return all;
  const most = tally.subarray(0, FIRST_ERROR_BYTE).findLastIndex((count) => count > 0);
  addTallyTo(all.histogram, tally);
  const isMin = latencyMinNs > 0 && latencyMinNs < upperEdgeNs(least);
  all.minNs = isMin ? latencyMinNs : stepEdgesNs[least]!;
  all.maxNs = Math.max(latencyMaxNs, stepEdgesNs[most]!);
  all.sumNs = goodTally(tally) * meanNsOf(previous, all);
  return all;
}

/** As the runs told it, if it can be the mean of what the bytes tell. */
function meanNsOf(previous: PreviousRuns, { minNs, maxNs }: Latencies): number {
  const { latencySumNs, latencyCount, tally } = previous;
  const count = goodTally(tally);
  const told = latencyCount === 0 ? 0 : latencySumNs / latencyCount;
  // The first step holds all below it, the last all above.
  const low = sumOf(tally, (step) => (step === FIRST_STEP ? 0 : stepEdgesNs[step]!)) / count;
  const high = sumOf(tally, upperEdgeNs) / count;
  if (told > 0 && told >= low && told <= high) return told;
  return Math.min(Math.max(sumOf(tally, stepMiddleNs) / count, minNs), maxNs);
}

function sumOf(tally: Float64Array, nsOf: (step: number) => number): number {
  let ns = 0;
  for (let step = FIRST_STEP; step < FIRST_ERROR_BYTE; step++) {
    if (tally[step]! > 0) ns += tally[step]! * nsOf(step);
  }
  return ns;
}

function upperEdgeNs(step: number): number {
  return stepEdgesNs[step + 1] ?? Number.POSITIVE_INFINITY;
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
