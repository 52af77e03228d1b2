// What a scan or a check has found, beside the bytes of a scan's map: failed blocks, bad and weak
// extents, slow and late blocks. LBAs are [from, to); in what a map file keeps a sector is in at most one
// of `failed` and `bad`.

import { errorOfNative } from '../vocabulary/classes.ts';
import {
  type BadValue,
  type Defect,
  type Failure,
  isSlow,
  joinFailures,
  KEPT_SLOW_BLOCKS,
  type SlowBlock,
  sameFailure,
} from '../vocabulary/defects.ts';
import { type DriveStatus, driveStatus } from '../vocabulary/drive-status.ts';
import { errnoName } from '../vocabulary/errno.ts';
import { type Extent, ExtentList } from '../vocabulary/extents.ts';
import type { Grid } from '../vocabulary/grid.ts';
import type { LbaRange } from '../vocabulary/ranges.ts';
import { SpanList } from '../vocabulary/span-list.ts';
import { SlowBlocks } from './slow-blocks.ts';
import type { Reading } from './sweep.ts';

const isToldSlow = (block: SlowBlock) => block.late || isSlow(block);

const sameBad = (a: BadValue, b: BadValue) => sameFailure(a, b) && a.exact === b.exact;

/** While sectors are still read again, those that were read more often stay apart. */
const joinEqual = (a: BadValue, b: BadValue) =>
  sameBad(a, b) && a.reads === b.reads ? a : undefined;

const joinReported = (a: BadValue, b: BadValue) =>
  sameBad(a, b) ? { ...a, reads: Math.min(a.reads, b.reads) } : undefined;

const KEPT_RECOVERED = 100_000;

/** So many ranges are told apart of those that changed. */
const MOST_TOUCHED = 1000;

export class Findings {
  /** Where any of the lists below changed since somebody emptied this: a map file keeps no more. */
  readonly touched = new SpanList(MOST_TOUCHED);
  /** Blocks that failed and are not narrowed: bad, as long as nothing else is known. */
  readonly failed = new ExtentList<Failure>(joinFailures, this.touched);
  readonly bad = new ExtentList<BadValue>(joinEqual, this.touched);
  readonly weak = new ExtentList<BadValue>(joinEqual, this.touched);
  /** All late ones, and no more slow ones than KEPT_SLOW_BLOCKS. */
  readonly slow = new SlowBlocks(this.touched);
  slowNotKept = 0;
  /** Read, and the drive says that it had to correct: as much as was asked for at once. A map file keeps how many
   * sectors that is. */
  readonly recovered = new ExtentList<DriveStatus>((a, b) => (a === b ? a : undefined));
  recoveredNotListed = 0;
  /** Are told every defect when it is found, reading by reading. */
  readonly listeners: ((defect: Defect) => void)[] = [];

  /** Slow blocks and late ones, upwards. */
  allSlow(): readonly SlowBlock[] {
    return [...this.slow.values()].filter(isToldSlow).sort((a, b) => a.from - b.from);
  }

  get slowBlocks(): number {
    let count = this.slowNotKept;
    for (const block of this.slow.values()) if (isToldSlow(block)) count++;
    return count;
  }

  /** Some slow or late block is still to be read again. */
  get hasSlowToReread(): boolean {
    for (const block of this.slow.values()) if (!block.rereadDone) return true;
    return false;
  }

  addFailed(reading: Reading): void {
    this.failed.set(reading.from, reading.to, failureOf(reading));
    this.#note('failed', reading, false);
  }

  addBad(reading: Reading): void {
    this.bad.set(reading.from, reading.to, { ...failureOf(reading), exact: true, reads: 1 });
    this.#note('bad', reading, true);
  }

  addWeak(from: number, to: number, value: BadValue): void {
    this.weak.set(from, to, value);
    this.#push({
      kind: 'weak',
      firstLba: from,
      lastLba: to - 1,
      error: value.error,
      latencyMs: null,
      exact: value.exact,
    });
  }

  addSlow(reading: Reading): void {
    const { from, to, latencyNs, late } = reading;
    const block = { from, to, latencyNs, late, againNs: null, rereadDone: false };
    const isTold = isToldSlow(block);
    if (this.slow.size >= KEPT_SLOW_BLOCKS && !late) {
      if (isTold) this.slowNotKept++;
      return;
    }
    this.slow.set(from, block);
    if (isTold) this.#note('slow', reading, true);
  }

  addRecovered({ from, to, drive }: Reading): void {
    if (this.recovered.length < KEPT_RECOVERED) this.recovered.set(from, to, driveStatus(drive)!);
    else this.recoveredNotListed += to - from;
  }

  get recoveredSectors(): number {
    return this.recovered.sectors + this.recoveredNotListed;
  }

  /** The readings of these LBAs count no more: the disk had left. */
  forget(from: number, to: number): void {
    this.failed.delete(from, to);
    this.bad.delete(from, to);
    this.slow.delete(from);
    this.recovered.delete(from, to);
  }

  /** Failed blocks that are not narrowed, or not wholly. */
  failedBlocks(grid: Grid): number {
    let blocks = 0;
    for (const { from, to } of this.failed.items) {
      blocks += grid.blockOf(to - 1) - grid.blockOf(from) + 1;
    }
    return blocks;
  }

  /** A block that is weak as a whole counts once, sectors that were weak alone each by itself. */
  weakPlaces(grid: Grid): number {
    let places = 0;
    for (const { from, to, value } of this.weak.items) {
      places += value.exact ? to - from : grid.blockOf(to - 1) - grid.blockOf(from) + 1;
    }
    return places;
  }

  /** What a map file keeps, as it is now. Bad sectors of a block that is still narrowed are found
   * anew. */
  toKeep() {
    const { failed, weak, slow } = this;
    const bad = this.bad.items.flatMap((item) =>
      failed.overlaps(item.from, item.to) ? outside(item, failed) : [{ ...item }],
    );
    return {
      failed: failed.items.map((item) => ({ ...item })),
      bad,
      weak: weak.items.map((item) => ({ ...item })),
      slow: slow.upwards(),
    };
  }

  /** What `toKeep` says of a range: slow blocks belong to the one they begin in. */
  toKeepWithin(range: LbaRange, grid: Grid) {
    const { failed, bad, weak, slow } = this;
    const { from, to } = range;
    return {
      failed: failed.within(from, to),
      bad: bad.within(from, to).flatMap((item) => outside(item, failed)),
      weak: weak.within(from, to),
      slow: slow.within(range, grid),
    };
  }

  /** How many entries `toKeep` has; a little more where a block is still narrowed. */
  get entries(): number {
    return this.failed.length + this.bad.length + this.weak.length + this.slow.size;
  }

  /** For the report: the bad sectors that were narrowed, and the failed blocks that were not. */
  allBad(): readonly Readonly<Extent<BadValue>>[] {
    const failed = this.failed.items.map((item) => ({
      ...item,
      value: { ...item.value, exact: false, reads: 0 },
    }));
    return reported([...this.bad.items, ...failed]);
  }

  /** For the report. */
  allWeak(): readonly Readonly<Extent<BadValue>>[] {
    return reported([...this.weak.items]);
  }

  #note(kind: Defect['kind'], reading: Reading, exact: boolean): void {
    const error = reading.error === 0 ? null : errorOfNative(reading.error).code;
    const latencyMs = reading.latencyNs / 1e6;
    const drive = driveStatus(reading.drive);
    this.#push({
      ...{ kind, firstLba: reading.from, lastLba: reading.to - 1, error, latencyMs, exact },
      ...(drive === null ? {} : { drive }),
    });
  }

  #push(defect: Defect): void {
    for (const listener of this.listeners) listener(defect);
  }
}

function outside(
  item: Readonly<Extent<BadValue>>,
  others: ExtentList<Failure>,
): readonly Readonly<Extent<BadValue>>[] {
  const list = new ExtentList<BadValue>(joinEqual);
  list.set(item.from, item.to, item.value);
  for (const { from, to } of others.within(item.from, item.to)) list.delete(from, to);
  return list.items;
}

function reported(extents: Readonly<Extent<BadValue>>[]): readonly Readonly<Extent<BadValue>>[] {
  const list = new ExtentList<BadValue>(joinReported);
  extents.sort((a, b) => a.from - b.from);
  for (const { from, to, value } of extents) list.set(from, to, value);
  return list.items;
}

export function failureOf(reading: Reading): Failure {
  const drive = driveStatus(reading.drive);
  return {
    error: errorOfNative(reading.error).code,
    errno: errnoName(reading.errno),
    ...(drive === null ? {} : { drive }),
    ...(reading.named ? { named: true } : {}),
  };
}
