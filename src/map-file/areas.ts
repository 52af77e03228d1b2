// The three areas of snapshots, written in turn.

import { AREAS, type MapLayout, MOST_PAGES_AT_ONCE, PAYLOAD_BYTES } from './format.ts';
import { areaPages } from './page-contents.ts';
import type { PageWriter } from './page-writer.ts';
import { encodeSnapshot, type Snapshot } from './snapshot.ts';

export class Areas {
  /** Of the newest snapshot; null: there is none. */
  #newest: number | null;
  #flushed: number | null;
  /** What the newest holds; null: not known, or the last could not be written. */
  #body: Buffer | null = null;

  /** `area`: of the newest snapshot, which is flushed. */
  constructor(
    private readonly layout: MapLayout,
    private readonly writer: PageWriter,
    area: number | null,
  ) {
    this.#newest = area;
    this.#flushed = area;
  }

  /** What the last one took: milliseconds of this thread, and bytes written. */
  cost = { busyMs: 0, bytes: 0 };

  /** False where the last snapshot could not be written, or its flush failed, or none was given yet. */
  get isWritten(): boolean {
    return this.#body !== null;
  }

  /** Writes nothing where nothing changed. Rejects with ERR_USAGE where the state is not valid, with
   * ERR_MAP or ERR_MAP_SPACE where it cannot be written. */
  async write(snapshot: Snapshot): Promise<void> {
    const beganMs = performance.now();
    const body = encodeSnapshot(this.layout, snapshot);
    const isSame = this.#body?.equals(body) ?? false;
    this.cost = { busyMs: performance.now() - beganMs, bytes: 0 };
    if (isSame) return;
    this.#body = null;
    const area = this.#nextArea();
    const generation = this.writer.nextSequence();
    const count = body.length / PAYLOAD_BYTES;
    for (let first = 0; first < count; first += MOST_PAGES_AT_ONCE) {
      const end = Math.min(first + MOST_PAGES_AT_ONCE, count);
      const stampedMs = performance.now();
      const pages = areaPages(this.layout, area, body, first, end, generation);
      this.cost.busyMs += performance.now() - stampedMs;
      this.cost.bytes += pages.length;
      await this.writer.write(this.layout.areaPage(area, first), pages);
    }
    this.#newest = area;
    this.#body = body;
  }

  /** All that was written is on the disk. */
  flushed(): void {
    this.#flushed = this.#newest;
  }

  /** Whether the newest is on the disk is not known: it is to be written again. */
  flushFailed(): void {
    if (this.#newest === this.#flushed) return;
    this.#newest = this.#flushed;
    this.#body = null;
  }

  /** The last flushed one survives power loss, the newest a killed process: both stay. */
  #nextArea(): number {
    const newest = this.#newest ?? AREAS - 1;
    const next = (newest + 1) % AREAS;
    return next === this.#flushed ? (newest + 2) % AREAS : next;
  }
}
