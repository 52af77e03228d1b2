// What is measured of a disk, in which order, and for how much of the time.

import type { Device, InspectedTarget } from '../device.ts';
import { type Engine, engineFor } from '../engine/engines.ts';
import { planScan } from '../engine/options.ts';
import { errnoName } from '../errno.ts';
import { usageError } from '../errors.ts';
import { native } from '../native.ts';

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

const RANDOM: readonly { readonly blockBytes: number; readonly depth: number }[] = [
  { blockBytes: 512, depth: 1 },
  { blockBytes: 4 * KIB, depth: 1 },
  { blockBytes: 64 * KIB, depth: 1 },
  { blockBytes: MIB, depth: 1 },
  { blockBytes: 4 * KIB, depth: 4 },
  { blockBytes: 4 * KIB, depth: 32 },
];

export const BURST_BYTES = 128 * KIB;
/** On less, "a few MiB backwards" and "the first and last 0.5 %" say nothing. */
const LEAST_ACCESS_BYTES = 64 * MIB;

/** How one part reads. */
export interface Way {
  readonly blockBytes: number;
  readonly depth: number;
  readonly engine: Engine;
}

export type Part = Way &
  (
    | { readonly kind: 'sequential'; readonly zones: number }
    | { readonly kind: 'random' | 'adjacent' | 'fullStroke' | 'burst' }
  );
export type PartKind = Part['kind'];

export interface BenchPlan {
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

/** Throws ERR_USAGE. `uringErrno`: 0 where several reads can be in flight. */
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
  const noQueue = whyNoQueue(device, uringErrno);
  const random = RANDOM.filter(({ blockBytes }) => fits(device, blockBytes));
  const parts: Part[] = [
    sequential(target, engine, noQueue === null, seconds),
    ...random
      .filter(({ depth }) => depth === 1 || noQueue === null)
      .map(({ blockBytes, depth }): Part => {
        return { kind: 'random', blockBytes, depth, engine: depth === 1 ? engine : 'io_uring' };
      }),
    ...forSpindles(device, engine),
  ];
  const left = random.some(({ depth }) => depth > 1) ? noQueue : null;
  return {
    parts,
    seconds,
    seed,
    notes: [
      ...notes,
      ...(left === null ? [] : [`depth 4 and 32 are left out: they take io_uring, ${left}`]),
      ...sizeNotes(device, parts),
    ],
  };
}

function sequential(
  target: InspectedTarget,
  engine: Engine,
  mayQueue: boolean,
  seconds: number,
): Part {
  const { sectors, logicalBytes } = target.device;
  const wanted = Math.max(1, Math.floor(SEQUENTIAL_BYTES / logicalBytes));
  const blockBytes = logicalBytes * Math.min(sectors, wanted);
  const byTime = Math.floor((seconds * 1000 * SHARES.sequential) / allShares() / ZONE_MS);
  const bySize = Math.floor((sectors * logicalBytes) / LEAST_ZONE_BYTES);
  const zones = Math.min(MOST_ZONES, Math.max(LEAST_ZONES, byTime), Math.max(1, bySize));
  const deep = mayQueue && planScan(target, {}).depth > 1;
  return { kind: 'sequential', blockBytes, depth: deep ? SEQUENTIAL_DEPTH : 1, engine, zones };
}

/** Of a disk of which everything is measured. */
function allShares(): number {
  const { random, ...others } = SHARES;
  return RANDOM.length * random + Object.values(others).reduce((sum, share) => sum + share, 0);
}

function fits({ sectors, logicalBytes }: Device, blockBytes: number): boolean {
  return blockBytes % logicalBytes === 0 && blockBytes <= sectors * logicalBytes;
}

/** Why there is but one read in flight; null: there may be more. */
function whyNoQueue({ kind }: Device, uringErrno: () => number): string | null {
  if (kind === 'sim') return 'and the disk is simulated';
  const errno = uringErrno();
  if (errno === 0) return null;
  return `which this system does not ${errno === ENOSYS ? 'have' : `allow (${errnoName(errno)})`}`;
}

const ENOSYS = process.platform === 'freebsd' ? 78 : 38;

/** Access times and burst, where there is a spindle or may be one. */
function forSpindles(device: Device, engine: Engine): Part[] {
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
