// What a scan is asked to do, with what it does where nothing is asked.

import {
  type Engine,
  engineFor,
  engineThrough,
  mayReadSideBySide,
} from '../reading/read-engine.ts';
import { SLOW_MS } from '../vocabulary/classes.ts';
import type { InspectedTarget } from '../vocabulary/device.ts';
import { usageError } from '../vocabulary/errors.ts';
import type { Labels } from '../vocabulary/host.ts';
import type { LbaChoice } from '../vocabulary/lba.ts';
import type { Method, MethodChoice } from '../vocabulary/method.ts';
import { defaultRules, type Rule } from '../vocabulary/rules.ts';
import { isFastDisk } from '../vocabulary/slow-zones.ts';

const DEFAULT_BLOCK_BYTES = 128 * 1024;
const MOST_BLOCK_BYTES = 16 * 1024 * 1024;
/** Keep an NVMe disk busy with reads of 128 KiB, and with small ones; shrunk where it is too much. */
const LEAST_DEPTH_WITHOUT_SPINDLE = 16;
const MOST_DEPTH_WITHOUT_SPINDLE = 32;
const BYTES_IN_FLIGHT = 2 * 1024 * 1024;
/** The same by threads, where one waits for each read. */
const DEFAULT_JOBS_WITHOUT_SPINDLE = 4;
export const MOST_JOBS = 64;
export const MOST_DEPTH = 256;
/** No disk is meant to be hotter. */
export const MOST_TEMPERATURE_C = 125;
/** With several reads out each waits for the others: what takes longer is read again alone. */
const SLOW_AT_DEPTH_MS = 50;

export interface ScanOptions {
  /** First LBA; default 0. */
  readonly from?: LbaChoice;
  /** Last LBA, inclusive; default the disk's last. */
  readonly to?: LbaChoice;
  /** Default 128 KiB worth. */
  readonly blockSectors?: number;
  /** Workers. Default 1; 4 for disks that cannot spin where io_uring is not used, and fewer during the
   * pass where the disk is slow with them. */
  readonly jobs?: number;
  /** Reads in flight a worker, 1 … 256; more than one needs io_uring. Default 1; 16 to 32 with io_uring
   * for disks that cannot spin, not on USB, and fewer during the pass where the disk is slow with them. */
  readonly depth?: number;
  /** Default 30. */
  readonly timeoutSeconds?: number;
  /** A read that is not answered for so long: the disk is hung, and the scan ends. Default 600. */
  readonly hangSeconds?: number;
  /** How often a bad sector is read again at the end; default 0. */
  readonly retries?: number;
  /** Default true. */
  readonly refine?: boolean;
  /** Default 3600, on the disk's clock. */
  readonly refineLimitSeconds?: number;
  /** The pass ends once so many blocks have failed; default: never. */
  readonly maxBad?: number;
  /** Of each disk; default none. */
  readonly bytesPerSecond?: number;
  /** Default `read`; of a map that goes on its own. */
  readonly method?: MethodChoice;
  readonly rules?: readonly Rule[];
  /** For reports: what the disk is to be found by. Default none. */
  readonly labels?: Labels;
  /** The map of an earlier scan of the disk, to compare with. Default none. */
  readonly baseline?: string;
  /** Whether smartctl is asked what the drive counts, before the scan and after it; default auto: where it
   * can be. */
  readonly smart?: 'auto' | 'off';
  /** The scan is paused while the disk is hotter, in degrees Celsius. Default none. */
  readonly maxTempC?: number;
}

export interface ScanPlan {
  readonly fromLba: number;
  /** Exclusive. */
  readonly toLba: number;
  readonly blockSectors: number;
  readonly method: Method;
  readonly engine: Engine;
  readonly jobs: number;
  readonly depth: number;
  /** Whether workers, or reads in flight, may be taken out of the pass because the disk is slow with
   * so many. */
  readonly mayShrinkJobs: boolean;
  readonly mayShrinkDepth: boolean;
  /** First readings that take so long or longer are read again alone. */
  readonly slowMs: number;
  readonly timeoutMs: number;
  readonly hangMs: number;
  readonly retries: number;
  readonly refine: boolean;
  readonly refineLimitMs: number;
  readonly maxBad: number | null;
  readonly bytesPerSecond: number | null;
  readonly rules: readonly Rule[];
  readonly labels: Labels;
  readonly smart: boolean;
  readonly maxTempC: number | null;
  /** For the report: why it is not what one would expect. */
  readonly notes: readonly string[];
}

/** Throws ERR_USAGE where the options do not fit the disk. */
/** What `options.method` came to is the target's `passage`: chooseMethod. */
export function planScan({ device, passage }: InspectedTarget, options: ScanOptions): ScanPlan {
  const { sectors, logicalBytes } = device;
  const from = chosenLba(device, options.from) ?? 0;
  const to = chosenLba(device, options.to) ?? sectors - 1;
  if (from > to) throw usageError(`the range ends (LBA ${to}) before it begins (LBA ${from})`);
  const most = MOST_BLOCK_BYTES / logicalBytes;
  const blockSectors = options.blockSectors ?? Math.max(1, DEFAULT_BLOCK_BYTES / logicalBytes);
  if (!(blockSectors >= 1 && blockSectors <= most)) {
    throw usageError(
      `--block ${blockSectors}: expected 1 to ${most} sectors (16 MiB) on ${device.path}`,
    );
  }
  const isThrough = passage != null && passage.site !== null;
  const { engine, notes } = isThrough
    ? engineThrough(passage, options.depth)
    : engineFor(device, options.depth);
  // By the kernel's reads: where io_uring is used.
  const mostDepth = isThrough ? passage.mostDepth : engine === 'io_uring' ? MOST_DEPTH : 1;
  const depth = options.depth ?? defaultDepth(device, mostDepth, blockSectors);
  return {
    fromLba: from,
    toLba: to + 1,
    blockSectors,
    method: passage?.method ?? 'read',
    engine,
    jobs: options.jobs ?? defaultJobs(device, mostDepth),
    depth,
    mayShrinkJobs: options.jobs === undefined,
    mayShrinkDepth: options.depth === undefined,
    slowMs: depth > 1 ? SLOW_AT_DEPTH_MS : SLOW_MS,
    timeoutMs: (options.timeoutSeconds ?? 30) * 1000,
    hangMs: (options.hangSeconds ?? 600) * 1000,
    retries: options.retries ?? 0,
    refine: options.refine ?? true,
    refineLimitMs: (options.refineLimitSeconds ?? 3600) * 1000,
    maxBad: options.maxBad ?? null,
    bytesPerSecond: options.bytesPerSecond ?? null,
    rules: options.rules ?? defaultRules(isFastDisk(device, blockSectors * logicalBytes)),
    labels: options.labels ?? {},
    smart: options.smart !== 'off',
    maxTempC: options.maxTempC ?? null,
    notes,
  };
}

function chosenLba(device: InspectedTarget['device'], choice?: LbaChoice): number | null {
  if (choice === undefined) return null;
  const { path, sectors, logicalBytes } = device;
  const lba = choice(sectors, logicalBytes);
  if (lba >= 0 && lba < sectors) return lba;
  const typed = choice.typed === undefined ? '' : `${choice.typed}: `;
  throw usageError(`${typed}LBA ${lba} is not on ${path}: its LBAs are 0 to ${sectors - 1}`);
}

function defaultDepth(
  device: InspectedTarget['device'],
  mostDepth: number,
  blockSectors: number,
): number {
  if (!mayReadSideBySide(device)) return 1;
  const depth = Math.floor(BYTES_IN_FLIGHT / (blockSectors * device.logicalBytes));
  const wanted = Math.max(LEAST_DEPTH_WITHOUT_SPINDLE, Math.min(depth, MOST_DEPTH_WITHOUT_SPINDLE));
  return Math.min(wanted, mostDepth);
}

function defaultJobs(device: InspectedTarget['device'], mostDepth: number): number {
  return mayReadSideBySide(device) && mostDepth === 1 ? DEFAULT_JOBS_WITHOUT_SPINDLE : 1;
}
