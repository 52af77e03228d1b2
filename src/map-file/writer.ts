// An open map: what a scan changes goes to the file, page by page, until the map is closed in order.

import { defect } from '../vocabulary/errors.ts';
import type { BlockRange } from '../vocabulary/ranges.ts';
import { Areas } from './areas.ts';
import { type BlankMap, fillWithZeros } from './blank-map.ts';
import type { Book } from './book.ts';
import { type MapFindings, NO_FINDINGS } from './contents.ts';
import { fitFindings } from './fitting.ts';
import {
  HEADER_COPIES,
  HEADER_PAGES,
  headerPage,
  type MapLayout,
  PAGE_BYTES,
  SLOTS,
  sealPage,
} from './format.ts';
import { goingOn, settled } from './going-on.ts';
import { MapPages } from './map-pages.ts';
import { pageAt } from './page.ts';
import { PageWriter } from './page-writer.ts';
import { encodeSeal } from './seal.ts';
import type { Snapshot } from './snapshot.ts';
import type { MapState } from './state.ts';
import type { MapStorage } from './storage.ts';
import { writeAnew } from './write-anew.ts';

export interface MapUpdate {
  /** The live map: read when a page's turn comes. */
  readonly map: Uint8Array;
  /** The blocks that may have changed since the last update. */
  readonly dirty: readonly BlockRange[];
  /** Sorted and disjoint. Workers may still be at the blocks outside: they are written as unread. */
  readonly readable: readonly BlockRange[];
  readonly state: MapState;
  /** null: neither findings nor state are written this time. */
  readonly findings: MapFindings | null;
}

export class MapWriter {
  readonly #layout: MapLayout;
  readonly #writer: PageWriter;
  readonly #pages: MapPages;
  readonly #areas: Areas;
  #sealSlot: number;
  #last: MapUpdate | null = null;
  /** The last update that brought findings. */
  #lastFound: Snapshot | null = null;
  #fittingMs = 0;
  #leftOut = 0;
  #busy: Promise<void> | null = null;
  #closing: Promise<void> | null = null;

  /** All that `book` says is in the file must be flushed before an update. */
  constructor(
    private readonly storage: MapStorage,
    book: Book,
  ) {
    this.#layout = book.layout;
    this.#writer = new PageWriter(storage, book);
    this.#pages = new MapPages(book.layout, this.#writer, book.newestSlots);
    this.#areas = new Areas(book.layout, this.#writer, book.area);
    this.#sealSlot = book.seal.slot;
  }

  /** How many findings of the last update had no room. */
  get leftOut(): number {
    return this.#leftOut;
  }

  /** Whether the file holds what was written to it. Not beside an update or a flush. */
  isIntact(): Promise<boolean> {
    return this.#writer.isIntact();
  }

  get bytes(): number {
    return this.#layout.bytes;
  }

  /** What the last state and findings took: milliseconds of this thread, and bytes written. */
  get snapshotCost(): { readonly busyMs: number; readonly bytes: number } {
    const { busyMs, bytes } = this.#areas.cost;
    return { busyMs: busyMs + this.#fittingMs, bytes };
  }

  /** These blocks' pages are written with the next update. */
  mark(blocks: readonly BlockRange[]): void {
    this.#pages.mark(blocks);
  }

  /** Fills an empty file: all of its size, then the seal. Rejects with ERR_MAP or ERR_MAP_SPACE. */
  static async begin(storage: MapStorage, { book, state }: BlankMap): Promise<MapWriter> {
    const writer = new MapWriter(storage, book);
    for (let copy = 0; copy < HEADER_COPIES; copy++) {
      await writer.#writer.write(headerPage(copy, 0), book.headerPages);
    }
    await fillWithZeros(storage, sealPage(0) * PAGE_BYTES, book.layout.bytes);
    await writer.#areas.write({ state, findings: NO_FINDINGS });
    await writer.#flush();
    await writer.#writeSeal(false, 0);
    return writer;
  }

  /** Makes the map of a file that was read an open one, and what was read of it durable: of one that
   * was closed in order it is. Rejects with ERR_MAP or ERR_MAP_SPACE. */
  static async reopen(storage: MapStorage, book: Book): Promise<MapWriter> {
    const writer = new MapWriter(storage, book);
    await writer.#writeSeal(false, 0);
    await writer.#repairHeader(book);
    if (!book.seal.closed) await writeAnew(storage, writer.#writer, book);
    await writer.#flush();
    return writer;
  }

  /**
   * Writes what changed: the marked blocks' pages, and state and findings. Rejects with ERR_MAP if not
   * all of it could be written; the next update tries the rest again. Updates and flushes come one
   * after the other: ERR_DEFECT.
   */
  update(update: MapUpdate): Promise<void> {
    return this.#alone(async () => {
      this.#assertFits(update);
      this.#last = update;
      const { state, findings } = update;
      if (findings !== null) this.#lastFound = { state, findings };
      this.#pages.mark(update.dirty);
      await goingOn(this.#write(update, findings !== null));
    });
  }

  /** All that updates brought survives power loss. Rejects with ERR_MAP; then it is written again. */
  flush(): Promise<void> {
    return this.#alone(() => goingOn(this.#flush()));
  }

  /** Writes what the last update could not, seals the map, closes the file. Where that fails (ERR_MAP,
   * ERR_MAP_SPACE) the map stays open: it is recovered when it is read. Later calls give the first's
   * outcome. `sealed`: done before the file is closed. */
  close(sealed: () => Promise<void> = async () => {}): Promise<void> {
    this.#closing ??= this.#close(sealed);
    return this.#closing;
  }

  /** Closes the file and leaves the map open. */
  abandon(): Promise<void> {
    this.#closing ??= this.storage.close();
    return this.#closing;
  }

  async #close(sealed: () => Promise<void>): Promise<void> {
    await this.#busy?.catch(() => {}); // its caller has the error
    try {
      await this.#writeRest();
      await this.#writer.blankTorn();
      await this.#flush();
      await this.#writeSeal(true, this.#writer.digest());
      await sealed();
    } finally {
      await this.storage.close();
    }
  }

  /** The map first: what is found in blocks that are unread counts for nothing. */
  async #write({ map, readable }: MapUpdate, withFindings: boolean): Promise<void> {
    const results = [await settled(this.#pages.write(map, readable))];
    if (withFindings && this.#lastFound !== null) {
      results.push(await settled(this.#areas.write(this.#fitted(map, this.#lastFound))));
    }
    for (const failure of results) if (failure !== null) throw failure;
  }

  #fitted(map: Uint8Array, { state, findings }: Snapshot): Snapshot {
    const beganMs = performance.now();
    const { grid, records } = this.#layout;
    const fitted = fitFindings(findings, map, grid, records);
    this.#fittingMs = performance.now() - beganMs;
    this.#leftOut = fitted.leftOut;
    const recordsLeftOut = Math.max(state.recordsLeftOut, fitted.leftOut);
    const { forgetFromLba } = fitted;
    // What is not in the map is not told of it.
    const outcome = fitted.leftOut > 0 || forgetFromLba !== null ? null : state.outcome;
    const kept = { ...state, recordsLeftOut, forgetFromLba, outcome };
    return { state: kept, findings: fitted.findings };
  }

  /** What an update could not write, or a flush has lost. */
  async #writeRest(): Promise<void> {
    const isWritten = this.#pages.isWritten && this.#areas.isWritten;
    if (this.#last !== null && !isWritten) await this.#write(this.#last, !this.#areas.isWritten);
  }

  async #flush(): Promise<void> {
    await this.#writeRest();
    try {
      await this.storage.sync();
    } catch (cause) {
      // After a failed fsync(2) the system may have dropped what it could not write, and say nothing of
      // it again.
      this.#writer.flushFailed();
      this.#pages.flushFailed();
      this.#areas.flushFailed();
      throw cause;
    }
    this.#writer.flushed();
    this.#pages.flushed();
    this.#areas.flushed();
  }

  /** Into the older slot first: until it is there, the newer one says what was so far. */
  async #writeSeal(closed: boolean, digest: number): Promise<void> {
    const page = encodeSeal({ closed, digest, sequence: this.#writer.nextSequence() });
    for (let i = 1; i <= SLOTS; i++) {
      await this.storage.write(page, sealPage((this.#sealSlot + i) % SLOTS) * PAGE_BYTES);
      await this.storage.sync();
    }
  }

  async #repairHeader({ headerPages, torn }: Book): Promise<void> {
    for (let copy = 0; copy < HEADER_COPIES; copy++) {
      for (let index = 0; index < HEADER_PAGES; index++) {
        const number = headerPage(copy, index);
        if (torn.has(number)) await this.#writer.write(number, pageAt(headerPages, index));
      }
    }
  }

  #assertFits({ map, dirty, readable }: MapUpdate): void {
    const { blocks } = this.#layout;
    let reached = 0;
    for (const { first, end } of readable) {
      if (first < reached || end < first) throw defect('map: readable blocks are out of order');
      reached = end;
    }
    const most = dirty.reduce((end, range) => Math.max(end, range.end), reached);
    const isOdd = dirty.some(({ first, end }) => first < 0 || end < first);
    if (map.length === blocks && most <= blocks && !isOdd) return;
    throw defect(`map: an update of blocks up to ${most} of ${map.length}, and it has ${blocks}`);
  }

  #alone(work: () => Promise<void>): Promise<void> {
    if (this.#closing !== null) return Promise.reject(defect('map: it is closed'));
    if (this.#busy !== null) return Promise.reject(defect('map: two calls at a time'));
    const done = work().finally(() => {
      this.#busy = null;
    });
    this.#busy = done;
    return done;
  }
}
