// The pages of the map's bytes: which are to be written, and into which of their slots.

import { type BlockRange, firstThat } from '../vocabulary/ranges.ts';
import { type MapLayout, MOST_PAGES_AT_ONCE, PAGE_BYTES, PAYLOAD_BYTES } from './format.ts';
import { pageAt, payloadOf, stampPage } from './page.ts';
import type { PageWriter } from './page-writer.ts';

export class MapPages {
  /** A byte a page, 1: it is to be written. */
  readonly #dirty: Uint8Array;
  /** 1: it was written since the last flush. */
  readonly #unflushed: Uint8Array;
  /** Which slot power loss cannot take, or NO_SLOT. */
  readonly #flushedSlots: Uint8Array;

  /** `flushedSlots`: the slots of the newest copies, all of them flushed. */
  constructor(
    private readonly layout: MapLayout,
    private readonly writer: PageWriter,
    flushedSlots: Uint8Array,
  ) {
    this.#dirty = new Uint8Array(layout.mapPages);
    this.#unflushed = new Uint8Array(layout.mapPages);
    this.#flushedSlots = flushedSlots;
  }

  /** The pages of these blocks are to be written. */
  mark(ranges: readonly BlockRange[]): void {
    for (const { first, end } of ranges) {
      this.#dirty.fill(1, Math.floor(first / PAYLOAD_BYTES), Math.ceil(end / PAYLOAD_BYTES));
    }
  }

  /** Writes what is marked, each page as it is when its turn comes. Blocks outside of `readable`
   * (sorted) are unread. Pages that cannot be written stay marked: tries all, then rejects with the
   * first error. */
  async write(map: Uint8Array, readable: readonly BlockRange[]): Promise<void> {
    const failures: unknown[] = [];
    let end = 0;
    for (;;) {
      const first = this.#dirty.indexOf(1, end);
      if (first < 0) break;
      end = this.#endOfRun(first);
      try {
        await this.#writeRun(first, end, map, readable);
      } catch (failure) {
        failures.push(failure);
      }
    }
    if (failures.length > 0) throw failures[0];
  }

  get isWritten(): boolean {
    return !this.#dirty.includes(1);
  }

  /** All that was written is on the disk. */
  flushed(): void {
    this.#eachUnflushed((page) => {
      this.#flushedSlots[page] = this.#targetSlot(page);
    });
  }

  /** What of it is on the disk is not known: all is to be written again. */
  flushFailed(): void {
    this.#eachUnflushed((page) => {
      this.#dirty[page] = 1;
    });
  }

  #eachUnflushed(visit: (page: number) => void): void {
    let page = this.#unflushed.indexOf(1);
    for (; page >= 0; page = this.#unflushed.indexOf(1, page + 1)) visit(page);
    this.#unflushed.fill(0);
  }

  /** Never the one that holds the last flushed copy. */
  #targetSlot(page: number): number {
    return this.#flushedSlots[page] === 0 ? 1 : 0;
  }

  /** Pages from `first` on that go in one write. */
  #endOfRun(first: number): number {
    const slot = this.#targetSlot(first);
    const most = Math.min(first + MOST_PAGES_AT_ONCE, this.layout.mapPages);
    let end = first + 1;
    while (end < most && this.#dirty[end] === 1 && this.#targetSlot(end) === slot) end++;
    return end;
  }

  async #writeRun(
    first: number,
    end: number,
    map: Uint8Array,
    readable: readonly BlockRange[],
  ): Promise<void> {
    const pages = Buffer.alloc((end - first) * PAGE_BYTES);
    const sequence = this.writer.nextSequence();
    for (let index = first; index < end; index++) {
      const page = pageAt(pages, index - first);
      this.#copyBlocks(payloadOf(page), index, map, readable);
      stampPage(page, this.layout.mapIndex(index), sequence);
    }
    await this.writer.write(this.layout.mapPage(this.#targetSlot(first), first), pages);
    this.#dirty.fill(0, first, end);
    this.#unflushed.fill(1, first, end);
  }

  #copyBlocks(
    payload: Buffer,
    index: number,
    map: Uint8Array,
    readable: readonly BlockRange[],
  ): void {
    const first = index * PAYLOAD_BYTES;
    const end = first + this.layout.blocksOf(index);
    for (let i = firstEndingAfter(readable, first); i < readable.length; i++) {
      const range = readable[i]!;
      if (range.first >= end) break;
      const from = Math.max(range.first, first);
      payload.set(map.subarray(from, Math.min(range.end, end)), from - first);
    }
  }
}

function firstEndingAfter(ranges: readonly BlockRange[], block: number): number {
  return firstThat(0, ranges.length, (index) => ranges[index]!.end > block);
}
