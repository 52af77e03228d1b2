// A map lives through power loss and a killed process at any moment, also where writes and flushes fail
// in between: what is found is never older than the last flush, or for a killed process the last write,
// page by page; and its findings are some that were written.

import { expect, test } from 'vitest';
import { blankMap } from '../../src/map-file/blank-map.ts';
import { type MapContents, type MapFindings, NO_FINDINGS } from '../../src/map-file/contents.ts';
import { recover } from '../../src/map-file/recover.ts';
import type { MapUpdate } from '../../src/map-file/update.ts';
import { MapWriter } from '../../src/map-file/writer.ts';
import type { BlockRange } from '../../src/vocabulary/ranges.ts';
import { aHeader, anUpdate, aState } from '../unit/map-file/fixtures.ts';
import { Chance } from './chance.ts';
import { FragileStorage } from './fragile-storage.ts';
import { SEED } from './seed.ts';

/** Blocks. */
const PAGE = 4080;
/** Of a page, in its first sector. Where an update changes no others, the rest of one version and the
 * beginning of another make a page that is whole. */
const FEW = 400;
const PAGES = 3;
const BLOCKS = 2 * PAGE + 50;
/** One sector a block: the areas are small. */
const HEADER = aHeader(BLOCKS, { toLba: BLOCKS, blockSectors: 1 });
const CASES = 60;
const LIVES = 4;
const STEPS = 12;

/** What an update, or the opening of a map, made of it. */
interface Version {
  /** What its blocks hold. */
  readonly pages: readonly string[];
  /** Tells the snapshot. */
  readonly runs: number;
}

class Life {
  readonly #versions: Version[] = [{ pages: pageTexts(new Uint8Array(BLOCKS)), runs: 0 }];
  /** Versions: none before is found after power loss, and after the process was killed. */
  #flushed = 0;
  #written = 0;
  /** Whether writes and flushes of this life may fail. */
  #mayFail = false;
  readonly #map = new Uint8Array(new SharedArrayBuffer(BLOCKS));

  constructor(private readonly chance: Chance) {}

  /** Opens the map, updates and flushes it, closes it or not, until the steps are done, or the power
   * or the process ends. Returns what is found then. */
  async live(storage: FragileStorage): Promise<FragileStorage> {
    storage.endsIn = this.chance.between(1, 60);
    storage.endsByKill = this.chance.once(2);
    this.#mayFail = !storage.endsByKill || this.chance.once(2);
    const { book, contents } = await recover(storage);
    this.#check(contents);
    this.#map.set(contents.map);
    this.#versions.push({ pages: pageTexts(contents.map), runs: contents.state.runs });
    if (this.#mayFail && this.chance.once(4)) storage.failIn = this.chance.below(20);
    const writer = await succeeds(MapWriter.reopen(storage, book));
    if (writer !== null) {
      this.#flushed = this.#newest;
      this.#written = this.#newest;
      for (let step = 0; step < STEPS && storage.goesOn; step++) await this.#step(storage, writer);
      if (this.chance.once(2)) await this.#tell(writer.close(), this.#newest);
    }
    // A write that fails in the middle spoils the copy that is newer than the flushed one, and after a
    // flush that failed the system reads it anew, or does not.
    if (!storage.endsByKill || this.#mayFail) this.#written = this.#flushed;
    return storage.afterwards();
  }

  async #step(storage: FragileStorage, writer: MapWriter): Promise<void> {
    storage.failIn = this.#mayFail && this.chance.once(3) ? this.chance.below(4) : -1;
    if (this.chance.once(3)) await this.#tell(writer.flush(), this.#newest);
    else await this.#tell(writer.update(this.#change()), this.#flushed);
  }

  /** If the work succeeds, nothing before version `flushed` is found after power loss. */
  async #tell(work: Promise<void>, flushed: number): Promise<void> {
    if (await succeeds(work.then(() => true))) {
      this.#flushed = flushed;
      this.#written = this.#newest;
    }
  }

  /** An update of some pages, or of their first blocks: its number is their byte, and tells its
   * findings. */
  #change(): MapUpdate {
    const number = this.#versions.length;
    const dirty: BlockRange[] = [];
    for (let page = 0; page < PAGES; page++) {
      if (this.chance.once(2)) continue;
      const first = page * PAGE;
      const range = { first, end: Math.min(first + this.chance.of(FEW, FEW, PAGE), BLOCKS) };
      this.#map.fill(number, range.first, range.end);
      dirty.push(range);
    }
    this.#versions.push({ pages: pageTexts(this.#map), runs: number });
    const state = aState({ runs: number });
    return anUpdate(this.#map, { dirty, state, findings: findingsOf(number) });
  }

  get #newest(): number {
    return this.#versions.length - 1;
  }

  #check({ map, state, findings }: MapContents): void {
    const allowed = this.#versions.slice(this.#written);
    for (const [page, text] of pageTexts(map).entries()) {
      expect(allowed.map(({ pages }) => pages[page])).toContain(text);
    }
    expect(allowed.map(({ runs }) => runs)).toContain(state.runs);
    expect(findings).toEqual(findingsOf(state.runs));
  }
}

/** Of one page, or of several. */
function findingsOf(number: number): MapFindings {
  const value = { error: 'UNC', errno: null, exact: true, reads: number } as const;
  const count = number === 0 ? 0 : number % 3 === 0 ? 200 : number % 7;
  const bad = Array.from({ length: count }, (_, i) => ({ from: 2 * i, to: 2 * i + 1, value }));
  return { ...NO_FINDINGS, bad };
}

/** Of each page: the bytes of its first blocks, and those of the others. */
function pageTexts(map: Uint8Array): string[] {
  return Array.from({ length: PAGES }, (_, page) => {
    const blocks = map.subarray(page * PAGE, (page + 1) * PAGE);
    const parts = [blocks.subarray(0, FEW), blocks.subarray(FEW)];
    return parts.map((part) => [...new Set(part)].join(' and ')).join(', ');
  });
}

/** null where it says that the map cannot be kept; nothing else may happen. */
async function succeeds<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (failure) {
    expect(failure).toMatchObject({ code: expect.stringMatching(/^ERR_MAP/) });
    return null;
  }
}

test(`nothing older than the last flush, or the last write, is found (SURFSCAN_SEED=${SEED})`, async () => {
  for (let number = 0; number < CASES; number++) {
    const chance = new Chance(SEED, number);
    let storage = new FragileStorage(chance);
    await MapWriter.begin(storage, blankMap(HEADER, aState({ runs: 0 })));
    const life = new Life(chance);
    try {
      for (let lives = 0; lives < LIVES; lives++) storage = await life.live(storage);
      await recover(storage);
    } catch (failure) {
      throw new Error(`SURFSCAN_SEED=${SEED}, case ${number}`, { cause: failure });
    }
  }
});
