// A disk, or a part of it, in a fixed number of cells, and how its blocks read in each. A map of 24 TB is
// 183 MB: only what moving frontiers uncovered is counted again, and native code counts it.

import type { Progress, Share } from '../engine/scan-view.ts';
import { FIRST_ERROR_BYTE, FIRST_STEP, UNREAD_BYTE } from '../vocabulary/classes.ts';
import type { Grid } from '../vocabulary/grid.ts';
import { stepMiddleNs } from '../vocabulary/latency-scale.ts';
import type { BlockRange } from '../vocabulary/ranges.ts';

/** `tally` of the native addon: how often each byte is in blocks [first, end) of a map. */
export type Tally = (map: Uint8Array, first: number, end: number) => Float64Array;

export const CELL_UNREAD = 0;
export const CELL_PARTLY = 1;
export const CELL_READ = 2;

const MIDDLES_NS = Float64Array.from({ length: FIRST_ERROR_BYTE }, (_, step) =>
  step < FIRST_STEP ? 0 : stepMiddleNs(step),
);

/** A cell that a frontier stands in: what it holds so far. */
interface UnderWay {
  readonly cell: number;
  readonly counts: Float64Array;
}

export class CellMap {
  /** The highest byte of each. */
  worst = new Uint8Array(0);
  /** The median of those that read; 0: none did. */
  typical = new Uint8Array(0);
  state = new Uint8Array(0);
  /** The mean of those that read; NaN: none did. */
  meanNs = new Float64Array(0);
  /** Of all cells. */
  counts = new Float64Array(256);
  range: BlockRange;
  readonly #map: Uint8Array;
  /** By a share's first block: up to where it has been counted. */
  #counted = new Map<number, number>();
  readonly #underWay = new Map<number, UnderWay>();
  #epoch = '';

  constructor(
    readonly grid: Grid,
    map: Uint8Array,
    readonly tally: Tally,
  ) {
    this.#map = map.length === grid.blocks ? map : map.subarray(0, grid.blocks);
    this.range = { first: 0, end: grid.blocks };
  }

  get count(): number {
    return this.worst.length;
  }

  /** Brings up to date a picture of at most `room` cells: never more cells than blocks. */
  update(room: number, progress: Progress, range: BlockRange | null = null): void {
    const { first, end } = range ?? { first: 0, end: this.grid.blocks };
    const count = Math.max(1, Math.min(room, end - first));
    // Bytes change behind a frontier only when a disk left, or in a later phase.
    const epoch = [count, first, end, progress.rollbacks, progress.phase].join();
    if (epoch !== this.#epoch) {
      this.#epoch = epoch;
      this.range = { first, end };
      this.#countAll(count, progress.shares);
      return;
    }
    for (const share of progress.shares) this.#advance(share);
  }

  #countAll(count: number, shares: readonly Share[]): void {
    this.worst = new Uint8Array(count);
    this.typical = new Uint8Array(count);
    this.state = new Uint8Array(count);
    this.meanNs = new Float64Array(count).fill(Number.NaN);
    this.counts = new Float64Array(256);
    this.#counted = new Map(shares.map((share) => [share.first, share.next]));
    this.#underWay.clear();
    let at = 0;
    for (let cell = 0; cell < count; cell++) {
      const [first, end] = [this.firstBlockOf(cell), this.firstBlockOf(cell + 1)];
      while (at < shares.length && shares[at]!.next <= first) at++;
      const counts = this.#countRead(first, end, shares, at);
      this.#add(counts);
      this.#set(cell, counts, counts[UNREAD_BYTE] === 0);
    }
  }

  /** Of blocks [first, end): what no share has read is unread, and is not looked at; 24 maps of 4 TB are 700
   * MB. `from`: the first share that may reach there. */
  #countRead(first: number, end: number, shares: readonly Share[], from: number): Float64Array {
    let counts: Float64Array = new Float64Array(256);
    let unread = end - first;
    for (let i = from; i < shares.length && shares[i]!.first < end; i++) {
      const [begin, stop] = [Math.max(first, shares[i]!.first), Math.min(end, shares[i]!.next)];
      if (stop <= begin) continue;
      const news = this.tally(this.#map, begin, stop);
      counts = unread === end - first ? news : sum(counts, news);
      unread -= stop - begin;
    }
    counts[UNREAD_BYTE]! += unread;
    return counts;
  }

  #countCell(cell: number): Float64Array {
    return this.tally(this.#map, this.firstBlockOf(cell), this.firstBlockOf(cell + 1));
  }

  #add(counts: Float64Array): void {
    for (let byte = 0; byte < 256; byte++) this.counts[byte]! += counts[byte]!;
  }

  #advance(share: Share): void {
    const counted = this.#counted.get(share.first) ?? share.first;
    if (share.next <= counted) return;
    this.#counted.set(share.first, share.next);
    const from = Math.max(counted, this.range.first);
    const next = Math.min(share.next, this.range.end);
    for (let at = from; at < next; ) {
      const cell = this.cellOf(at);
      const end = Math.min(next, this.firstBlockOf(cell + 1));
      this.#read(share, cell, at, end);
      at = end;
    }
  }

  /** Blocks [from, end) of a cell are read now. */
  #read(share: Share, cell: number, from: number, end: number): void {
    const news = this.tally(this.#map, from, end);
    this.#add(news);
    const [first, last] = [this.firstBlockOf(cell), this.firstBlockOf(cell + 1)];
    const before = this.#underWay.get(share.first);
    let counts = news;
    // On a large disk a cell has hundreds of thousands of blocks: they are not counted in each frame.
    if (before?.cell === cell) counts = sum(before.counts, news);
    else if (from > first) counts = this.tally(this.#map, first, end);
    const isShared = first < share.first || last > share.end;
    if (isShared) {
      const all = this.#countCell(cell);
      this.#set(cell, all, all[UNREAD_BYTE] === 0);
      return;
    }
    if (end < last) this.#underWay.set(share.first, { cell, counts });
    else this.#underWay.delete(share.first);
    this.#set(cell, counts, end === last && counts[UNREAD_BYTE] === 0);
  }

  #set(cell: number, counts: Float64Array, isWhole: boolean): void {
    let reads = 0;
    let ns = 0;
    let worst = 0;
    for (let byte = FIRST_STEP; byte < 256; byte++) {
      const count = counts[byte]!;
      if (count === 0) continue;
      worst = byte;
      if (byte >= FIRST_ERROR_BYTE) continue;
      reads += count;
      ns += count * MIDDLES_NS[byte]!;
    }
    this.worst[cell] = worst;
    this.typical[cell] = medianOf(counts, reads);
    this.meanNs[cell] = reads === 0 ? Number.NaN : ns / reads;
    this.state[cell] = worst === 0 ? CELL_UNREAD : isWhole ? CELL_READ : CELL_PARTLY;
  }

  /** Cell c stands for the blocks [⌊c · blocks / count⌋, ⌊(c + 1) · blocks / count⌋) of the range. */
  firstBlockOf(cell: number): number {
    const { first, end } = this.range;
    return first + Math.floor((cell * (end - first)) / this.count);
  }

  cellOf(block: number): number {
    const { first, end } = this.range;
    const inside = Math.max(0, Math.min(end - first - 1, block - first));
    return Math.floor(((inside + 1) * this.count - 1) / (end - first));
  }
}

function sum(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((count, byte) => count + b[byte]!);
}

function medianOf(counts: Float64Array, reads: number): number {
  if (reads === 0) return 0;
  let left = reads / 2;
  let step = FIRST_STEP;
  for (; step < FIRST_ERROR_BYTE - 1; step++) {
    left -= counts[step]!;
    if (left <= 0) break;
  }
  return step;
}
