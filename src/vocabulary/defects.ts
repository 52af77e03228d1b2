// What can be the matter with a part of a disk, beside its blocks' latencies: the vocabulary of the scan,
// the map file and the reports.

import { type ErrorCode, SLOW_MS } from './classes.ts';
import type { DriveStatus } from './drive-status.ts';
import type { LbaRange, LbaSpan } from './ranges.ts';

/** How a read failed. `errno` by its name, "EIO"; null: the system gave none. */
export interface Failure {
  readonly error: ErrorCode;
  readonly errno: string | null;
  /** What the drive itself said; absent: only the system spoke. */
  readonly drive?: DriveStatus;
  /** The drive named a sector of what was read. */
  readonly named?: true;
}

export interface BadValue extends Failure {
  /** Narrowed to the disk's physical sectors. */
  readonly exact: boolean;
  /** Failed readings of it alone. */
  readonly reads: number;
}

/** A block that took long or answered late; latencies in nanoseconds. */
export interface SlowBlock extends LbaRange {
  readonly latencyNs: number;
  /** It came after the timeout: TIME, until it is read again. */
  readonly late: boolean;
  /** Of the reading alone; null: none yet. */
  readonly againNs: number | null;
  /** It will not be read again. */
  readonly rereadDone: boolean;
}

export interface Defect extends LbaSpan {
  readonly kind: 'failed' | 'bad' | 'weak' | 'slow';
  readonly error: ErrorCode | null;
  /** Of the reading that showed it, milliseconds; null for weak: it showed by reading well. */
  readonly latencyMs: number | null;
  /** What the drive itself said; absent: only the system spoke. */
  readonly drive?: DriveStatus;
  /** failed: a block not yet narrowed. bad, weak: narrowed to physical sectors. */
  readonly exact: boolean;
}

const isSlowNs = (ns: number | null): boolean => ns !== null && ns >= SLOW_MS * 1e6;

/** Not only slow in a queue: with reads in flight blocks are read again from 50 ms on. */
export const isSlow = ({ latencyNs, againNs }: Pick<SlowBlock, 'latencyNs' | 'againNs'>): boolean =>
  isSlowNs(latencyNs) || isSlowNs(againNs);

/** Slow alone, too. */
export const isSlowAgain = ({ againNs }: Pick<SlowBlock, 'againNs'>): boolean => isSlowNs(againNs);

/** So many slow blocks are kept one by one; beyond, they are counted. */
export const KEPT_SLOW_BLOCKS = 100_000;

/** What was read while others used the disk. */
export interface DisturbedRange extends LbaRange {
  /** Logical sectors that others read, and wrote where that is known, meanwhile. */
  readonly foreignSectors: number;
}

export const sameFailure = (a: Failure, b: Failure): boolean =>
  a.error === b.error && a.errno === b.errno && a.drive === b.drive && a.named === b.named;

export const joinFailures = (a: Failure, b: Failure) => (sameFailure(a, b) ? a : undefined);
