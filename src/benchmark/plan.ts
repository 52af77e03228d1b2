// What is measured of a disk, in which order, and for how much of the time.

import { native } from '../addon/native.ts';
import { engineFor, mayReadSideBySide, type PlainEngine } from '../reading/read-engine.ts';
import type { Device, InspectedTarget } from '../vocabulary/device.ts';
import { usageError } from '../vocabulary/errors.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

export const DEFAULT_SECONDS = 60;
export const LEAST_SECONDS = 1;
export const MOST_SECONDS = 86_400;
/** Any would do; another one reads other places. */
export const DEFAULT_SEED = 1;

/** How the time is shared out: what a part does not use goes to those behind it. */
const SHARES = { sequential: 50, random: 7, adjacent: 3, fullStroke: 3, burst: 2 } as const;

const SEQUENTIAL_BYTES = MIB;
/** Where a scan reads with several in flight: more bytes than it has with its smaller blocks. */
const SEQUENTIAL_DEPTH = 4;
/** A zone takes this long, of the disk's time; more time means more zones, and then longer ones. */
const ZONE_MS = 300;
const LEAST_ZONES = 10;
const MOST_ZONES = 100;
const LEAST_ZONE_BYTES = 32 * MIB;

const QUEUED_BYTES = 4 * KIB;
const RANDOM: readonly { readonly blockBytes: number; readonly depth: number }[] = [
  { blockBytes: 512, depth: 1 },
  { blockBytes: 4 * KIB, depth: 1 },
  { blockBytes: 64 * KIB, depth: 1 },
  { blockBytes: MIB, depth: 1 },
  { blockBytes: QUEUED_BYTES, depth: 4 },
  { blockBytes: QUEUED_BYTES, depth: 32 },
];

export const BURST_BYTES = 128 * KIB;
/** On less, "a few MiB backwards" and "the first and last 0.5 %" say nothing. */
const LEAST_ACCESS_BYTES = 64 * MIB;

/** How one part reads. */
export interface Way {
  readonly blockBytes: number;
  readonly depth: number;
  readonly engine: PlainEngine;
}

export type Part = Way &
  (
    | { readonly kind: 'sequential'; readonly zones: number }
    | { readonly kind: 'random' | 'adjacent' | 'fullStroke' | 'burst' }
  );
export type PartKind = Part['kind'];

export interface BenchPlan {
  /** In the order in which they are shown. */
  readonly parts: readonly Part[];
  readonly seconds: number;
  readonly seed: number;
  /** Why it is not all that one would expect. */
  readonly notes: readonly string[];
}

export interface BenchOptions {
  /** Of each disk's time; default 60. */
  readonly seconds?: number;
  /** Where random reads go; default 1. */
  readonly seed?: number;
}

/** The part's share of the time, against those of others. */
export function shareOf({ kind }: Part): number {
  return SHARES[kind];
}

/** In the order in which they are measured: as they are shown, but for what can have as little time as
 * there is left. A deep queue takes its time to run empty, whatever it was given. */
export function inTurn(parts: readonly Part[]): readonly Part[] {
  const makesDo = ({ kind, blockBytes }: Part) =>
    kind !== 'sequential' && (kind !== 'random' || blockBytes > QUEUED_BYTES);
  return [...parts.filter((part) => !makesDo(part)), ...parts.filter(makesDo)];
}

/** Throws ERR_USAGE for seconds or a seed out of range. `uringErrno`: 0 where io_uring can be used. */
export function planBench(
  target: InspectedTarget,
  options: BenchOptions,
  uringErrno = native.uringErrno,
): BenchPlan {
  const { device } = target;
  const seconds = options.seconds ?? DEFAULT_SECONDS;
  if (!(seconds >= LEAST_SECONDS && seconds <= MOST_SECONDS)) {
    throw usageError(`expected ${LEAST_SECONDS} to ${MOST_SECONDS} seconds, got ${seconds}`);
  }
  const seed = options.seed ?? DEFAULT_SEED;
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw usageError(`expected a seed from 0 to 2^53 - 1, got ${seed}`);
  }
  const { engine, notes } = engineFor(device, undefined, uringErrno);
  const queue = queueEngine(device, uringErrno);
  const engineAt = (depth: number) => (depth === 1 ? engine : queue);
  const random = RANDOM.filter(({ blockBytes }) => fits(device, blockBytes));
  const parts: Part[] = [
    sequential(target, engineAt, seconds),
    ...random.map(({ blockBytes, depth }): Part => {
      return { kind: 'random', blockBytes, depth, engine: engineAt(depth) };
    }),
    ...forSpindles(device, engine),
  ];
  return {
    parts,
    seconds,
    seed,
    notes: [...notes, ...queueNotes(parts), ...sizeNotes(device, parts)],
  };
}

/** What several reads in flight are left to: io_uring, or a thread for each. */
function queueEngine({ kind }: Device, uringErrno: () => number): PlainEngine {
  if (kind === 'sim') return 'sim';
  return uringErrno() === 0 ? 'io_uring' : 'pread';
}

/** Where there is io_uring figures with it are the ones to compare with. */
function queueNotes(parts: readonly Part[]): string[] {
  const byThreads = parts.some(({ depth, engine }) => depth > 1 && engine === 'pread');
  if (!byThreads || process.platform !== 'linux') return [];
  return ['without io_uring: what is in flight is read by a thread each'];
}

function sequential(
  target: InspectedTarget,
  engineAt: (depth: number) => PlainEngine,
  seconds: number,
): Part {
  const { sectors, logicalBytes } = target.device;
  const wanted = Math.max(1, Math.floor(SEQUENTIAL_BYTES / logicalBytes));
  const blockBytes = logicalBytes * Math.min(sectors, wanted);
  const byTime = Math.floor((seconds * 1000 * SHARES.sequential) / allShares() / ZONE_MS);
  const bySize = Math.floor((sectors * logicalBytes) / LEAST_ZONE_BYTES);
  const zones = Math.min(MOST_ZONES, Math.max(LEAST_ZONES, byTime), Math.max(1, bySize));
  const depth = isReadSideBySide(target, engineAt(SEQUENTIAL_DEPTH)) ? SEQUENTIAL_DEPTH : 1;
  return { kind: 'sequential', blockBytes, depth, engine: engineAt(depth), zones };
}

/** As a scan that is left to choose reads: several in flight, or several workers instead. */
function isReadSideBySide({ device }: InspectedTarget, queue: PlainEngine): boolean {
  const isQueued = engineFor(device, undefined).engine === 'io_uring';
  return mayReadSideBySide(device) && (isQueued || queue === 'pread');
}

/** Of a disk of which everything is measured. */
function allShares(): number {
  const { random, ...others } = SHARES;
  return RANDOM.length * random + Object.values(others).reduce((sum, share) => sum + share, 0);
}

function fits({ sectors, logicalBytes }: Device, blockBytes: number): boolean {
  return blockBytes % logicalBytes === 0 && blockBytes <= sectors * logicalBytes;
}

/** Access times and burst, where there is a spindle or may be one. */
function forSpindles(device: Device, engine: PlainEngine): Part[] {
  const smallest = RANDOM.find(({ blockBytes }) => fits(device, blockBytes))?.blockBytes;
  const parts: Part[] = [];
  if (!maySpin(device)) return parts;
  if (smallest !== undefined && !isSmall(device)) {
    const way = { blockBytes: smallest, depth: 1, engine };
    parts.push({ kind: 'adjacent', ...way }, { kind: 'fullStroke', ...way });
  }
  if (fits(device, BURST_BYTES)) {
    parts.push({ kind: 'burst', blockBytes: BURST_BYTES, depth: 1, engine });
  }
  return parts;
}

export function maySpin({ rotational }: Device): boolean {
  return rotational !== false;
}

function isSmall({ sectors, logicalBytes }: Device): boolean {
  return sectors * logicalBytes < LEAST_ACCESS_BYTES;
}

function sizeNotes(device: Device, parts: readonly Part[]): string[] {
  const notes: string[] = [];
  if (maySpin(device) && isSmall(device)) {
    notes.push('no access times: they take a disk of 64 MiB and more');
  }
  const size = device.sectors * device.logicalBytes;
  const larger = RANDOM.filter(({ blockBytes, depth }) => depth === 1 && blockBytes > size);
  if (larger.length > 0) notes.push('no random reads of blocks that are larger than the disk');
  if (maySpin(device) && !parts.some(({ kind }) => kind === 'burst')) {
    notes.push('no burst rate: the disk is smaller than 128 KiB');
  }
  return notes;
}
