// What a screen or a progress line may know of a running scan. Read about 10 times a second; nothing
// is sent for it, all of it is looked up when asked.

import type { Activity, Wait } from '../reading/under-way.ts';
import type { ClassName, ErrorCode } from '../vocabulary/classes.ts';
import type { Defect } from '../vocabulary/defects.ts';
import type { Device } from '../vocabulary/device.ts';
import type { DriveStatus } from '../vocabulary/drive-status.ts';
import type { Grid } from '../vocabulary/grid.ts';
import type { LbaSpan } from '../vocabulary/ranges.ts';

export type Phase =
  | 'waiting' // not begun
  | 'pass' // every block once
  | 'narrowing' // the physical sectors of failed blocks, one by one
  | 'again' // slow and late blocks alone
  | 'retries' // bad sectors again
  | 'ended';

/** Blocks [first, next) of a worker's share [first, end) are read. */
export interface Share {
  readonly first: number;
  readonly next: number;
  readonly end: number;
}

export interface DriveAnswer {
  readonly lba: number;
  readonly drive: DriveStatus;
}

export interface Progress {
  readonly phase: Phase;
  readonly activity: Activity;
  /** Blocks by first reading; `unread` with them. Sum: grid.blocks. */
  readonly blocks: Readonly<Record<ClassName | ErrorCode | 'unread', number>>;
  /** Of the furthest read that is out; once it has ended, the last LBA that was read. */
  readonly currentLba: number;
  /** Sectors read in the pass, of `totalSectors`. */
  readonly doneSectors: number;
  readonly totalSectors: number;
  /** Of the phase under way, 0…1. */
  readonly phaseDone: number;
  /** On the disk's own clock. */
  readonly bytesPerSecondNow: number;
  readonly bytesPerSecondMean: number;
  /** The wall's clock, pauses left out. */
  readonly elapsedSeconds: number;
  /** Of the phase under way; of a pass with the narrowing that is to follow, as far as that is known. null:
   * not known yet. */
  readonly remainingSeconds: number | null;
  /** Of the failed blocks that wait for narrowing; null: it is not known what that takes. */
  readonly narrowingSeconds: number | null;
  /** Sectors known bad, those of failed blocks that are not narrowed yet left out. */
  readonly badSectors: number;
  readonly failedBlocksLeft: number;
  readonly weakSectors: number;
  /** As words count them: blocks that were weak as a whole, and sectors that were so alone. */
  readonly weakPlaces: number;
  readonly slowBlocks: number;
  /** What the drive itself said of the sector that failed last in this run; null: it said nothing. */
  readonly lastAnswer: DriveAnswer | null;
  /** The longest-waiting read, if any has been out for 5 s. */
  readonly wait: Wait | null;
  /** What the workers of the pass have read, in block order; gaps are other workers' shares. */
  readonly shares: readonly Share[];
  /** Rises whenever bytes that were read became unread again (a disk that left): fold anew. */
  readonly rollbacks: number;
  /** What its user should know at once: the map cannot be written. null: nothing. */
  readonly alarm: string | null;
  /** Why the scan ended before its end, in words; null if it did not. */
  readonly trouble: string | null;
}

export interface ScanView {
  readonly device: Device;
  readonly grid: Grid;
  /** The surface map: a byte a block, written while it is read. */
  readonly map: Uint8Array;
  readonly jobs: number;
  /** Reads in flight a worker: what the pass began with. */
  readonly depth: number;
  progress(): Progress;
  /** All that was found so far, what weighs most first. */
  defects(): readonly ListedDefect[];
}

/** An entry of the list of all that was found. */
export interface ListedDefect extends LbaSpan {
  /** slow: once, or not read again yet. */
  readonly kind: 'bad' | 'failed' | 'weak' | 'always slow' | 'slow zone' | 'slow';
  readonly error: ErrorCode | null;
  /** Of the first reading, and of the one alone; null: not known, or none. */
  readonly latencyMs: number | null;
  readonly againMs: number | null;
  /** Of a slow zone. */
  readonly bytesPerSecond: number | null;
  /** Narrowed to physical sectors. */
  readonly exact: boolean;
}

/** What is told the moment it happens: nothing of it is lost between two looks. */
export interface ScanListener {
  /** As it is read: neighbours come one by one, and a block that failed is narrowed later. */
  defect(defect: Defect): void;
  phase(phase: Phase): void;
}

/** What earlier runs came to, of a scan that goes on. */
export interface EarlierRuns {
  /** 0…1 of the range. */
  readonly read: number;
  /** Nothing is left to read; null: something is. */
  readonly finished: Date | null;
}

/** A scan that tells. */
export interface WatchedScan extends ScanView {
  /** null: it begins. */
  readonly earlier: EarlierRuns | null;
  listen(listener: ScanListener): void;
}

/** A scan that is steered alone. */
export interface SteeredScan extends ScanView {
  readonly paused: boolean;
  pause(): void;
  resume(): void;
  /** It ends at its next block, with what it has. */
  stop(): void;
  /** The phase under way ends with what it has, and the next one follows. */
  skip(): void;
}

/** A run as the screen may steer it: pause, resume and stop are for all its scans. */
export interface RunControl {
  readonly scans: readonly SteeredScan[];
  /** All that go on are. */
  readonly paused: boolean;
  pause(): void;
  resume(): void;
  stop(): void;
}
