// One run of a session: what it is given, and what it comes to.

import {
  hasResult,
  parseLbaChoice,
  type Run,
  type RunEntry,
  type ScanOptions,
  type ScanResult,
} from '../../../src/index.ts';
import type { DiskCase } from '../disk-case.ts';
import type { Disturbance } from './disturbance.ts';

/** What one run is given beside the disk. */
export interface Beginning {
  readonly disturbance: Disturbance;
  /** Times real time; null: as fast as it goes. */
  readonly speed: number | null;
  /** Those that a scan that goes on may change. */
  readonly changed: ScanOptions;
}

export interface Going {
  readonly beginning: Beginning;
  readonly run: Run;
  readonly scanning: Promise<readonly RunEntry[]>;
  readonly unreadBefore: number;
  stopped: boolean;
}

/** What a map may be asked to go on with though it is of something else. */
export const MISFITS = ['block', 'from', 'to', 'disk'] as const;

/** Of the disk's time: so long a pass takes at least, that something can happen meanwhile. */
const PASS_SECONDS = 2;

/** Of the run that makes the map. */
export function firstOptions({ options, disk }: DiskCase): ScanOptions {
  const { from, to, block, jobs, timeoutSeconds } = options;
  return {
    from: parseLbaChoice('--from', String(from), 'from'),
    to: parseLbaChoice('--to', String(to), 'to'),
    blockSectors: block,
    jobs,
    timeoutSeconds,
    bytesPerSecond: Math.ceil((disk.sectors * disk.logicalBytes) / PASS_SECONDS),
  };
}

export function resultOf(entries: readonly RunEntry[]): ScanResult {
  const [entry] = entries;
  if (entry !== undefined && hasResult(entry)) return entry;
  throw new Error(`no result: ${entry?.error?.message}`, { cause: entry?.error });
}
