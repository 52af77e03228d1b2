// The whole disk in a fixed number of cells, each the worst of its blocks. A map of 24 TB is 183 MB:
// only the cells that moving frontiers uncovered are folded again, and native code folds them.

import type { Progress, Share } from '../engine/scan-view.ts';
import type { Grid } from '../vocabulary/grid.ts';

/** `foldCells` of the native addon. */
export type Fold = (
  map: Uint8Array,
  firstCell: number,
  endCell: number,
  worst: Uint8Array,
  state: Uint8Array,
) => void;

export const CELL_UNREAD = 0;
export const CELL_PARTLY = 1;
export const CELL_READ = 2;

export class CellMap {
  worst = new Uint8Array(0);
  state = new Uint8Array(0);
  readonly #map: Uint8Array;
  /** By a share's first block: up to where it has been folded. */
  #folded = new Map<number, number>();
  #epoch = '';
  readonly #part = new Uint8Array(1);
  readonly #partState = new Uint8Array(1);

  constructor(
    readonly grid: Grid,
    map: Uint8Array,
    readonly fold: Fold,
  ) {
    this.#map = map.length === grid.blocks ? map : map.subarray(0, grid.blocks);
  }

  get count(): number {
    return this.worst.length;
  }

  /** Brings up to date a picture of at most `room` cells: never more cells than blocks. */
  update(room: number, progress: Progress): void {
    const count = Math.max(1, Math.min(room, this.grid.blocks));
    // Bytes change behind a frontier only when a disk left, or in a later phase.
    const epoch = `${count} ${progress.rollbacks} ${progress.phase}`;
    if (epoch !== this.#epoch) {
      this.#epoch = epoch;
      this.worst = new Uint8Array(count);
      this.state = new Uint8Array(count);
      this.#folded = new Map(progress.shares.map((share) => [share.first, share.next]));
      this.fold(this.#map, 0, count, this.worst, this.state);
      return;
    }
    for (const share of progress.shares) this.#advance(share);
  }

  #advance(share: Share): void {
    const from = this.#folded.get(share.first) ?? share.first;
    if (share.next <= from) return;
    this.#folded.set(share.first, share.next);
    const first = this.cellOf(from);
    const last = this.cellOf(share.next - 1);
    const whole = share.next === share.end || share.next === this.firstBlockOf(last + 1);
    this.fold(this.#map, first, whole ? last + 1 : last, this.worst, this.state);
    if (!whole) this.#deepen(last, Math.max(from, this.firstBlockOf(last)), share.next);
  }

  /** Blocks [from, end) of a cell under way. On a large disk it has hundreds of thousands: to fold
   * all of it for each frame would cost more than all else on the screen. */
  #deepen(cell: number, from: number, end: number): void {
    this.fold(this.#map.subarray(from, end), 0, 1, this.#part, this.#partState);
    this.worst[cell] = Math.max(this.worst[cell]!, this.#part[0]!);
    if (this.worst[cell] !== 0) this.state[cell] = CELL_PARTLY;
  }

  /** Cell c stands for the blocks [⌊c · blocks / count⌋, ⌊(c + 1) · blocks / count⌋). */
  firstBlockOf(cell: number): number {
    return Math.floor((cell * this.grid.blocks) / this.count);
  }

  cellOf(block: number): number {
    return Math.floor(((block + 1) * this.count - 1) / this.grid.blocks);
  }
}
