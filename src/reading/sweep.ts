// The one thing a worker does: sweep over runs of LBAs and report what came of it. The pass, narrowing,
// reading again, the presence check and a benchmark's parts are all sweeps.

import type { MessagePort } from 'node:worker_threads';
import type { NativeDriveSite } from '../addon/drive-interface.ts';
import type { PathEngine, SliceStop } from '../addon/interface.ts';
import type { LbaRange } from '../vocabulary/ranges.ts';

export type Address =
  | {
      readonly kind: 'path';
      readonly path: string;
      /** Which node and how many sectors the path is to lead to. */
      readonly node: string;
      readonly sectors: number;
      readonly imageSectorBytes: number;
      readonly engine: PathEngine;
      /** Reads in flight, 1 … 256: by pread, a thread for each. */
      readonly depth: number;
      /** Absent: the kernel reads, by `engine`. Else the drive itself is asked. */
      readonly site?: NativeDriveSite;
    }
  | {
      readonly kind: 'sim';
      readonly spec: string;
      readonly shared: SharedArrayBuffer;
      /** Reads that the disk is given at once, 1 … 256. */
      readonly depth: number;
      /** It sends nothing of what it reads. Absent: it does. */
      readonly verifies?: boolean;
    };

/** Blocks [first, end) of the grid that [fromLba, toLba) is cut into, or of `picks`. */
export interface SweepRun {
  readonly fromLba: number;
  /** Exclusive. */
  readonly toLba: number;
  readonly first: number;
  readonly end: number;
  /** Which block is read first, second, …; absent: blocks upwards. There is no map then. */
  readonly picks?: Float64Array;
}

/** What a sweep begins with and counts nowhere, though failures in it are recorded: so many of its first
 * run's blocks, and no more than that much of the device's time. */
export interface WarmUp {
  readonly blocks: number;
  readonly ms: number;
}

export interface SweepTask {
  readonly address: Address;
  readonly runs: readonly SweepRun[];
  /** What a run is cut into, and where its edges lie: see Grid. */
  readonly unitSectors: number;
  readonly phaseLba: number;
  readonly workers: SharedArrayBuffer;
  readonly workerIndex: number;
  /** The surface map, if the sweep is to write it. */
  readonly map: SharedArrayBuffer | null;
  /** One Uint32: blocks of the disk that failed, counted by all its workers. */
  readonly failedBlocks: SharedArrayBuffer | null;
  /** Stop once so many blocks of the disk have failed; 0: never. */
  readonly failedLimit: number;
  /** Counts in classes, errors and histogram. */
  readonly firstReading: boolean;
  /** Readings of this latency or longer are recorded one by one; 0: all; null: none. */
  readonly recordFromMs: number | null;
  /** A read that takes longer is late; 0: none is. */
  readonly timeoutMs: number;
  /** Stop with `hung` once a read took longer; null or 0: never. */
  readonly hangMs: number | null;
  /** Stop once so many failed in a row; 0: never. */
  readonly rowLimit: number;
  /** Time on the device's clock; null: any. */
  readonly deviceBudgetMs: number | null;
  /** Absent: none. Something is read behind it though the time is up. */
  readonly warmUp?: WarmUp;
}

/**
 * The `--hang` that native code holds each read to; null: none. A real disk's reads are timed while they
 * are out (hang-watch.ts): one that is back was answered, and took long only because this program was
 * stopped.
 */
export function hangLimitMs(address: Address, { hangMs }: { readonly hangMs: number }) {
  return address.kind === 'sim' ? hangMs : null;
}

/** A reading that a sweep reports. */
export interface Reading extends LbaRange {
  readonly latencyNs: number;
  /** `enum class Error` of native/core/device.h; 0: it read. */
  readonly error: number;
  readonly errno: number;
  /** It took longer than the timeout, whatever it brought. */
  readonly late: boolean;
  /** What the drive itself said, packed: see driveStatus(); 0: nothing. */
  readonly drive: number;
  /** It named a sector of the reading. */
  readonly named: boolean;
}

export type SweepStop = Exclude<SliceStop, 'records'>;

export interface SweepMessage {
  /** Fields of Reading, in order, as `struct Record` of native/core/slice_records.h has them. */
  readonly records: Float64Array;
  /** Where it goes on: the run, and the block in it. */
  readonly run: number;
  readonly next: number;
  /** With the last message: why it ended. */
  readonly stop?: SweepStop;
  /** With the last message: what the sweep took on the device's clock, the warm-up left out. */
  readonly countedNs?: number;
  /** With the last message: reads that did not come back after stop was asked, and were left. */
  readonly outstanding?: number;
  /** The device could not be opened. */
  readonly failure?: {
    readonly code: string;
    readonly errno: string | null;
    readonly syscall: string | null;
    readonly message: string;
  };
}

export interface SweepCall {
  readonly task: SweepTask;
  readonly port: MessagePort;
}

const FIELDS = 8;

export function* readings(records: Float64Array): Generator<Reading> {
  for (let i = 0; i + FIELDS <= records.length; i += FIELDS) {
    yield {
      from: records[i]!,
      to: records[i + 1]!,
      latencyNs: records[i + 2]!,
      error: records[i + 3]!,
      errno: records[i + 4]!,
      late: records[i + 5]! !== 0,
      drive: records[i + 6]!,
      named: records[i + 7]! !== 0,
    };
  }
}
