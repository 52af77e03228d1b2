// What a scan is asked to do, with the defaults of the contract.

import type { InspectedTarget } from '../device.ts';
import { usageError } from '../errors.ts';
import type { LbaChoice } from '../lba.ts';
import { DEFAULT_RULES, type Rule } from '../rules.ts';

const DEFAULT_BLOCK_BYTES = 128 * 1024;
const MOST_BLOCK_BYTES = 16 * 1024 * 1024;
/** Enough to keep a SATA or NVMe disk busy with reads of 128 KiB; shrunk where it is too many. */
const DEFAULT_JOBS_WITHOUT_SPINDLE = 4;
export const MOST_JOBS = 64;

export interface ScanOptions {
  /** First LBA; default 0. */
  readonly from?: LbaChoice;
  /** Last LBA, inclusive; default the disk's last. */
  readonly to?: LbaChoice;
  /** Default 128 KiB worth. */
  readonly blockSectors?: number;
  /** Default: 1 for disks that may spin and for images, else chosen and shrunk as it shows. */
  readonly jobs?: number;
  /** Default 30. */
  readonly timeoutSeconds?: number;
  readonly retries?: number;
  /** Default true. */
  readonly refine?: boolean;
  /** Default 3600, on the disk's clock. */
  readonly refineLimitSeconds?: number;
  readonly maxBad?: number;
  readonly rules?: readonly Rule[];
}

export interface ScanPlan {
  readonly fromLba: number;
  /** Exclusive. */
  readonly toLba: number;
  readonly blockSectors: number;
  readonly jobs: number;
  /** Whether workers may be taken out of the pass because the disk is slow with so many. */
  readonly mayShrink: boolean;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly refine: boolean;
  readonly refineLimitMs: number;
  readonly maxBad: number | null;
  readonly rules: readonly Rule[];
}

/** Throws ERR_USAGE where the options do not fit the disk. */
export function planScan({ device }: InspectedTarget, options: ScanOptions): ScanPlan {
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
  return {
    fromLba: from,
    toLba: to + 1,
    blockSectors,
    jobs: options.jobs ?? defaultJobs(device),
    mayShrink: options.jobs === undefined,
    timeoutMs: (options.timeoutSeconds ?? 30) * 1000,
    retries: options.retries ?? 0,
    refine: options.refine ?? true,
    refineLimitMs: (options.refineLimitSeconds ?? 3600) * 1000,
    maxBad: options.maxBad ?? null,
    rules: options.rules ?? DEFAULT_RULES,
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

/** Parallel ranges make a spindle's head jump, and every latency a lie. */
function defaultJobs(device: InspectedTarget['device']): number {
  const known = device.rotational === false && device.bus !== 'usb' && device.kind !== 'file';
  return known ? DEFAULT_JOBS_WITHOUT_SPINDLE : 1;
}
