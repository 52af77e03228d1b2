// Reads a whole map file. One that was closed in order is as it was written, or refused. Of one that was
// not, each page counts in its newest whole copy, and what is lost is unread.

import { usageError } from '../vocabulary/errors.ts';
import { formatCount } from '../vocabulary/units.ts';
import { allocate } from './allocate.ts';
import { NO_SLOT, type Recovered } from './book.ts';
import { NO_FINDINGS } from './contents.ts';
import { digestOf } from './digest.ts';
import {
  AREAS,
  type MapLayout,
  MOST_PAGES_AT_ONCE,
  PAGE_BYTES,
  PAYLOAD_BYTES,
  PREFIX_PAGES,
  SEQUENCE_LIMIT,
  SLOTS,
} from './format.ts';
import { type AreaRead, type NewestSnapshot, newestSnapshot } from './newest-snapshot.ts';
import { crcOf, judgePage, type PageState, pageAt, payloadOf, sequenceOf } from './page.ts';
import { judgeMapPage } from './page-contents.ts';
import { type Prefix, readPrefix } from './prefix.ts';
import { recoverCompact } from './recover-compact.ts';
import { unknownState } from './state.ts';
import type { MapStorage } from './storage.ts';

export type { Recovered };

const NO_SNAPSHOT = {
  area: null,
  body: Buffer.alloc(0),
  generation: 0,
  snapshot: null,
  changes: null,
};

/** A page that another process writes right now is whole when it is read once more. */
const MOST_READINGS = 3;

/** Throws ERR_USAGE where the file is refused, with the reason. Reads only. */
export async function recover(storage: MapStorage): Promise<Recovered> {
  const prefix = await readPrefix(storage);
  return prefix.isCompact ? recoverCompact(storage, prefix) : new Recovery(storage, prefix).run();
}

class Recovery {
  readonly #layout: MapLayout;
  readonly #closed: boolean;
  readonly #map: Uint8Array;
  readonly #crcs: Buffer;
  readonly #newestSlots: Uint8Array;
  readonly #sequences: Float64Array;
  readonly #torn: Set<number>;
  #sequence: number;
  #tornMapPages = 0;
  #lostBlocks = 0;

  constructor(
    private readonly storage: MapStorage,
    private readonly prefix: Prefix,
  ) {
    this.#layout = prefix.layout;
    this.#closed = prefix.seal.closed;
    this.#torn = new Set(prefix.torn);
    for (const number of this.#torn) this.#refuseIfClosed(number);
    this.#map = allocate(this.#layout);
    this.#newestSlots = new Uint8Array(this.#layout.mapPages).fill(NO_SLOT);
    this.#sequences = new Float64Array(this.#layout.mapPages);
    this.#crcs = Buffer.alloc(4 * this.#layout.pages);
    this.#sequence = prefix.seal.sequence;
    for (let number = 0; number < PREFIX_PAGES; number++) {
      this.#crcs.writeUInt32LE(crcOf(pageAt(prefix.pages, number)), 4 * number);
    }
  }

  async run(): Promise<Recovered> {
    const { header, seal, headerPages } = this.prefix;
    for (let first = 0; first < this.#layout.mapPages; first += MOST_PAGES_AT_ONCE) {
      await this.#readMapPages(first);
    }
    const found = await this.#readAreas();
    if (this.#closed && digestOf(this.#crcs) !== seal.digest) {
      throw usageError('damaged: a page of it is older than the map');
    }
    // Whoever writes on counts upwards from here, and none gets so far by counting.
    if (this.#sequence > SEQUENCE_LIMIT / 2) throw usageError('its sequence numbers are used up');
    const { state, findings } = found?.snapshot ?? {
      state: unknownState(header.created),
      findings: NO_FINDINGS,
    };
    const notes = this.#closed ? [] : this.#notes(found);
    return {
      contents: { header, state, findings, map: this.#map, closed: this.#closed, notes },
      book: {
        layout: this.#layout,
        seal,
        headerPages,
        sequence: this.#sequence,
        crcs: this.#crcs,
        newestSlots: this.#newestSlots,
        sequences: this.#sequences,
        map: this.#map,
        ...(found ?? NO_SNAPSHOT),
        torn: this.#torn,
      },
      isCompact: false,
    };
  }

  async #readMapPages(first: number): Promise<void> {
    const layout = this.#layout;
    const count = Math.min(MOST_PAGES_AT_ONCE, layout.mapPages - first);
    const copies: Buffer[] = [];
    for (let slot = 0; slot < SLOTS; slot++) {
      copies.push(await this.#read(layout.mapPage(slot, first), count));
    }
    for (let i = 0; i < count; i++) {
      const pages = copies.map((pages) => pageAt(pages, i));
      await this.#takeMapPage(first + i, pages);
    }
  }

  async #takeMapPage(index: number, copies: readonly Buffer[]): Promise<void> {
    const layout = this.#layout;
    const blocks = layout.blocksOf(index);
    const states: PageState[] = [];
    for (const [slot, page] of copies.entries()) {
      const judge = () => judgeMapPage(page, layout.mapIndex(index), blocks);
      states.push(await this.#judge(layout.mapPage(slot, index), page, judge));
    }
    let newest = NO_SLOT;
    for (const [slot, page] of copies.entries()) {
      if (states[slot] !== 'valid') continue;
      if (newest === NO_SLOT || sequenceOf(page) > sequenceOf(copies[newest]!)) newest = slot;
    }
    if (newest !== NO_SLOT) {
      const bytes = payloadOf(copies[newest]!).subarray(0, blocks);
      this.#map.set(bytes, index * PAYLOAD_BYTES);
      this.#newestSlots[index] = newest;
      this.#sequences[index] = sequenceOf(copies[newest]!);
    }
    if (states.every((state) => state === 'torn')) this.#lostBlocks += blocks;
    else if (states.includes('torn')) this.#tornMapPages++;
  }

  async #readAreas(): Promise<NewestSnapshot | null> {
    const areas: AreaRead[] = [];
    for (let area = 0; area < AREAS; area++) areas.push(await this.#readArea(area));
    const newest = newestSnapshot(this.#layout, areas, this.#closed);
    if (newest === null && this.#closed) throw usageError('damaged: it holds no findings');
    return newest;
  }

  async #readArea(area: number): Promise<AreaRead> {
    const layout = this.#layout;
    const { areaPages } = layout;
    const parts: Buffer[] = [];
    for (let first = 0; first < areaPages; first += MOST_PAGES_AT_ONCE) {
      const count = Math.min(MOST_PAGES_AT_ONCE, areaPages - first);
      parts.push(await this.#read(layout.areaPage(area, first), count));
    }
    const pages = Buffer.concat(parts);
    const states: PageState[] = [];
    for (let i = 0; i < areaPages; i++) {
      const page = pageAt(pages, i);
      const judge = () => judgePage(page, layout.areaIndex(area, i));
      states.push(await this.#judge(layout.areaPage(area, i), page, judge));
    }
    return { pages, states };
  }

  async #read(first: number, count: number): Promise<Buffer> {
    const pages = Buffer.alloc(count * PAGE_BYTES);
    await this.storage.read(pages, first * PAGE_BYTES);
    return pages;
  }

  /** Judges page `number`, which lies in `page`, and enters it in the book. */
  async #judge(number: number, page: Buffer, judge: () => PageState): Promise<PageState> {
    let state = judge();
    if (state === 'torn') this.#refuseIfClosed(number);
    for (let reading = 1; state === 'torn' && reading < MOST_READINGS; reading++) {
      await this.storage.read(page, number * PAGE_BYTES);
      state = judge();
    }
    this.#crcs.writeUInt32LE(crcOf(page), 4 * number);
    if (state === 'valid') this.#sequence = Math.max(this.#sequence, sequenceOf(page));
    if (state === 'torn') this.#torn.add(number);
    return state;
  }

  #refuseIfClosed(number: number): void {
    if (this.#closed) throw usageError(`damaged at page ${number}: it is not what was written`);
  }

  #notes(found: NewestSnapshot | null): string[] {
    const notes: string[] = [];
    if (this.prefix.torn.length > 0) notes.push('the header was torn; its other copy was used');
    if (this.#tornMapPages > 0) {
      const pages = this.#tornMapPages === 1 ? 'page was' : 'pages were';
      notes.push(
        `${formatCount(this.#tornMapPages)} ${pages} torn; an older state of them was used`,
      );
    }
    if (this.#lostBlocks > 0) {
      notes.push(
        `${formatCount(this.#lostBlocks)} blocks are unread again: both copies of them were torn`,
      );
    }
    if (found === null) notes.push('the findings were lost: failed blocks are narrowed again');
    else if (!found.isNewest) notes.push('the newest findings are not whole; older ones were used');
    return notes;
  }
}
