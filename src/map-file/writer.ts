// An open map: what a scan changes goes to the file, page by page, until the map is closed in order.

import { defect } from '../vocabulary/errors.ts';
import type { BlockRange } from '../vocabulary/ranges.ts';
import { Areas } from './areas.ts';
import { type BlankMap, fillWithZeros } from './blank-map.ts';
import type { Book } from './book.ts';
import { asChange, type Change, type FindingsChanges } from './changes.ts';
import { NO_FINDINGS } from './contents.ts';
import { fitSnapshot } from './fitting.ts';
import {
  HEADER_COPIES,
  headerPage,
  type MapLayout,
  PAGE_BYTES,
  SLOTS,
  sealPage,
} from './format.ts';
import { goingOn, settled } from './going-on.ts';
import { MapPages } from './map-pages.ts';
import { PageWriter } from './page-writer.ts';
import { encodeSeal } from './seal.ts';
import type { Snapshot } from './snapshot.ts';
import type { MapStorage } from './storage.ts';
import { type Awaited, assertFits, type MapUpdate } from './update.ts';
import { repairHeader, writeAnew } from './write-anew.ts';

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
    const { area, changes } = book;
    const held = area === null ? null : { area, changes: changes?.area ?? null };
    this.#areas = new Areas(book.layout, this.#writer, held);
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

  get awaits(): Awaited {
    const roomForChanges = this.#leftOut > 0 ? 0 : this.#areas.roomForChanges;
    const isOwed = !this.#areas.isWritten && this.#lastFound === null;
    return { roomForChanges, isOwed, mostFindings: this.#layout.records };
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
   * was closed in order it is. What changed since its last snapshot becomes part of one. Rejects with ERR_MAP
   * or ERR_MAP_SPACE. */
  static async reopen(storage: MapStorage, book: Book): Promise<MapWriter> {
    const writer = new MapWriter(storage, book);
    await writer.#writeSeal(false, 0);
    await repairHeader(writer.#writer, book);
    if (!book.seal.closed) await writeAnew(storage, writer.#writer, book);
    if (book.changes !== null && book.snapshot !== null) {
      await writer.#areas.write(writer.#fitted(book.map, book.snapshot));
    }
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
      assertFits(update, this.#layout.blocks);
      this.#last = update;
      const { state, findings, changes } = update;
      if (findings !== null) this.#lastFound = { state, findings };
      else if (changes !== undefined) this.#lastFound = null;
      this.#pages.mark(update.dirty);
      await goingOn(this.#write(update, findings !== null, changes));
    });
  }

  /** All that updates brought survives power loss. Rejects with ERR_MAP; then it is written again. */
  flush(): Promise<void> {
    return this.#alone(() => goingOn(this.#flush()));
  }

  /** Writes what the last update could not, seals the map, closes the file; the last findings were all. Where
   * that fails (ERR_MAP, ERR_MAP_SPACE) the map stays open: it is recovered when it is read. Later calls give
   * the first's outcome. `sealed`: done before the file is closed. */
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
      // Who does not know of changes takes a closed map's snapshot for all of it.
      if (this.#areas.hasChanges) throw defect('map: it is closed behind changes of its findings');
      await this.#writer.blankTorn();
      await this.#flush();
      await this.#writeSeal(true, this.#writer.digest());
      await sealed();
    } finally {
      await this.storage.close();
    }
  }

  /** The map first: what is found in blocks that are unread counts for nothing. */
  async #write(
    { map, readable, state }: MapUpdate,
    withFindings: boolean,
    changes?: FindingsChanges,
  ): Promise<void> {
    const results = [await settled(this.#pages.write(map, readable))];
    if (withFindings && this.#lastFound !== null) {
      results.push(await settled(this.#writeSnapshot(this.#fitted(map, this.#lastFound))));
    } else if (changes !== undefined) {
      results.push(await settled(this.#append(asChange(state, changes))));
    }
    for (const failure of results) if (failure !== null) throw failure;
  }

  async #writeSnapshot(snapshot: Snapshot): Promise<void> {
    if (this.#areas.isFlushNeeded('snapshot')) await this.#sync();
    await this.#areas.write(snapshot);
  }

  async #append(change: Change): Promise<void> {
    if (this.awaits.roomForChanges === 0)
      throw defect('map: changes of findings that it does not have');
    if (this.#areas.isFlushNeeded('changes')) await this.#sync();
    await this.#areas.append(change);
  }

  #fitted(map: Uint8Array, snapshot: Snapshot): Snapshot {
    const beganMs = performance.now();
    const fitted = fitSnapshot(snapshot, map, this.#layout);
    this.#fittingMs = performance.now() - beganMs;
    this.#leftOut = fitted.leftOut;
    return fitted.snapshot;
  }

  /** What an update could not write, or a flush has lost. */
  async #writeRest(): Promise<void> {
    const isOwed = !this.#areas.isWritten && this.#lastFound !== null;
    if (this.#last !== null && (isOwed || !this.#pages.isWritten)) {
      await this.#write(this.#last, isOwed);
    }
    await this.#areas.appendRest();
  }

  async #flush(): Promise<void> {
    await this.#writeRest();
    await this.#sync();
  }

  async #sync(): Promise<void> {
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
