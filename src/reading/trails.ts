// Failures that nothing has followed yet which shows that the disk was there: if it turns out to have
// left, they count for nothing.

import type { WorkerShared } from '../addon/worker-shared.ts';
import { Grid } from '../vocabulary/grid.ts';
import type { LbaRange } from '../vocabulary/ranges.ts';

export class Trails {
  /** Of each reader, in the order in which they were reported. */
  readonly #failed = new Map<WorkerShared, LbaRange[]>();
  /** Taken back, and not read again yet: what failed meanwhile, and is taken back in its turn, behind it. */
  readonly #takenBack = new Map<WorkerShared, (readonly LbaRange[])[]>();

  /** A failure, as the reader reports it. */
  add(reader: WorkerShared, { from, to }: LbaRange): void {
    const trail = this.#failed.get(reader);
    if (trail === undefined) this.#failed.set(reader, [{ from, to }]);
    else trail.push({ from, to });
    // Those before the last good reading are the disk's.
    if (reader.row === 0) this.#failed.delete(reader);
  }

  isOpen(reader: WorkerShared): boolean {
    return this.#takenBack.has(reader) || this.#hasFailed(reader);
  }

  #hasFailed(reader: WorkerShared): boolean {
    return reader.row > 0 && this.#failed.has(reader);
  }

  /** What it failed to read since it was last taken back. */
  failedOf(reader: WorkerShared, unitSectors: number, phaseLba: number): readonly LbaRange[] {
    return this.#hasFailed(reader) ? this.#failedOf(reader, unitSectors, phaseLba) : [];
  }

  /** What is open of a reader, the last first: of its failures no more than fail in a row. What turned
   * out to be the disk's stays so, even if others that follow are not reported yet. */
  of(reader: WorkerShared, unitSectors: number, phaseLba: number): readonly LbaRange[] {
    const takenBack = this.#takenBack.get(reader) ?? [];
    return [...this.#failedOf(reader, unitSectors, phaseLba), ...takenBack.flat()];
  }

  #failedOf(reader: WorkerShared, unitSectors: number, phaseLba: number): readonly LbaRange[] {
    const open: LbaRange[] = [];
    let left = reader.row;
    for (const { from, to } of [...(this.#failed.get(reader) ?? [])].reverse()) {
      if (left === 0) break;
      const units = new Grid(from, to, unitSectors, phaseLba);
      const taken = Math.min(left, units.blocks);
      left -= taken;
      open.push({ from: units.startOf(units.blocks - taken), to });
    }
    if (open.length === 0) this.#failed.delete(reader);
    else this.#failed.set(reader, [...open].reverse());
    return open;
  }

  /** They count no more, and are read again. */
  takeBack(reader: WorkerShared, ranges: readonly LbaRange[]): void {
    this.#failed.delete(reader);
    this.#takenBack.set(reader, [...(this.#takenBack.get(reader) ?? []), [...ranges]]);
  }

  /** What was taken back last has been read again. */
  readAgain(reader: WorkerShared): void {
    const before = this.#takenBack.get(reader)?.slice(0, -1) ?? [];
    if (before.length === 0) this.#takenBack.delete(reader);
    else this.#takenBack.set(reader, before);
  }

  /** The reader's failures are the disk's. */
  close(reader: WorkerShared): void {
    this.#failed.delete(reader);
  }

  /** All of them are. */
  clear(): void {
    this.#failed.clear();
  }
}
