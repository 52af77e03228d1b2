// Long findings, of which only what changes is written: power loss, a killed process, writes and flushes that
// fail take no more than what was not flushed, or not written; and never a part of it.

import { expect, test } from 'vitest';
import { blankMap } from '../../src/map-file/blank-map.ts';
import { mostBytesOf } from '../../src/map-file/changes.ts';
import type { MapFindings } from '../../src/map-file/contents.ts';
import { recover } from '../../src/map-file/recover.ts';
import type { MapUpdate } from '../../src/map-file/update.ts';
import { MapWriter } from '../../src/map-file/writer.ts';
import { Findings } from '../../src/reading/findings.ts';
import type { DisturbedRange } from '../../src/vocabulary/defects.ts';
import { Grid } from '../../src/vocabulary/grid.ts';
import { SpanList } from '../../src/vocabulary/span-list.ts';
import { aHeader, anUpdate, aState } from '../unit/map-file/fixtures.ts';
import { Chance } from './chance.ts';
import { FragileStorage } from './fragile-storage.ts';
import { SEED } from './seed.ts';

/** One sector a block: an area has 2,560 records, 39 pages, and is soon full of changes. */
const SECTORS = 640;
const GRID = new Grid(0, SECTORS, 1);
const HEADER = aHeader(SECTORS, { toLba: SECTORS, blockSectors: 1 });
const MAP = new Uint8Array(new SharedArrayBuffer(SECTORS)).fill(50);
const CASES = 40;
const LIVES = 4;
const STEPS = 30;

interface Version {
  readonly runs: number;
  readonly findings: MapFindings;
}

class Life {
  readonly #versions: Version[] = [];
  /** Versions: none before is found after power loss, and after the process was killed. */
  #flushed = 0;
  #written = 0;
  #mayFail = false;
  #findings = new Findings();
  #disturbed: DisturbedRange[] = [];
  /** Changed since the last update that was written. */
  #pending = new SpanList(50);
  /** How many updates were changes alone. */
  appended = 0;

  constructor(private readonly chance: Chance) {}

  async begin(storage: FragileStorage): Promise<void> {
    this.#versions.push({ runs: 0, findings: this.#kept() });
    await MapWriter.begin(storage, blankMap(HEADER, aState({ runs: 0 })));
  }

  /** Opens the map, updates and flushes it, closes it or not, until the steps are done, or the power
   * or the process ends. Returns what is found then. */
  async live(storage: FragileStorage): Promise<FragileStorage> {
    storage.endsIn = this.chance.between(1, 200);
    storage.endsByKill = this.chance.once(2);
    this.#mayFail = !storage.endsByKill || this.chance.once(2);
    await this.#takeUp(storage);
    if (this.#mayFail && this.chance.once(4)) storage.failIn = this.chance.below(20);
    const { book } = await recover(storage);
    const writer = await succeeds(MapWriter.reopen(storage, book));
    if (writer !== null) {
      this.#flushed = this.#newest;
      this.#written = this.#newest;
      for (let step = 0; step < STEPS && storage.goesOn; step++) await this.#step(storage, writer);
      if (this.chance.once(3)) await this.#close(writer);
    }
    if (!storage.endsByKill || this.#mayFail) this.#written = this.#flushed;
    return storage.afterwards();
  }

  /** What is found is what was written, whole; it is gone on with. */
  async #takeUp(storage: FragileStorage): Promise<void> {
    const { contents } = await recover(storage);
    const { state, findings } = contents;
    const allowed = this.#versions.slice(this.#written);
    expect(allowed.map(({ runs }) => runs)).toContain(state.runs);
    const found = allowed.find(({ runs }) => runs === state.runs)!;
    expect(findings).toEqual(found.findings);
    this.#versions.push(found);
    this.#findings = new Findings();
    for (const { from, to, value } of findings.failed) this.#findings.failed.set(from, to, value);
    for (const { from, to, value } of findings.bad) this.#findings.bad.set(from, to, value);
    for (const { from, to, value } of findings.weak) this.#findings.weak.set(from, to, value);
    for (const block of findings.slow) this.#findings.slow.set(block.from, block);
    this.#disturbed = [...findings.disturbed];
  }

  async #step(storage: FragileStorage, writer: MapWriter): Promise<void> {
    storage.failIn = this.#mayFail && this.chance.once(4) ? this.chance.below(4) : -1;
    if (this.chance.once(4)) await this.#tell(writer.flush(), this.#newest);
    else await this.#update(writer);
  }

  async #update(writer: MapWriter, isLast = false): Promise<void> {
    const runs = this.#versions.length + 1000;
    this.#change(runs);
    this.#pending.addAll(this.#findings.touched.spans);
    this.#findings.touched.clear();
    const version = { runs, findings: this.#kept() };
    this.#versions.push(version);
    const { roomForChanges, isOwed } = writer.awaits;
    const changes = this.#changes();
    const isAll = isLast || isOwed || mostBytesOf(changes) > roomForChanges || this.chance.once(12);
    const change = isAll ? {} : { findings: null, changes };
    const update = anUpdate(MAP, {
      dirty: [],
      state: aState({ runs }),
      findings: version.findings,
    });
    const isWritten = await this.#tell(writer.update({ ...update, ...change }), this.#flushed);
    if (!isWritten) return;
    this.#pending.clear();
    if (!isAll) this.appended++;
  }

  async #close(writer: MapWriter): Promise<void> {
    await this.#update(writer, true);
    await this.#tell(writer.close(), this.#newest);
  }

  /** If the work succeeds, nothing before version `flushed` is found after power loss. */
  async #tell(work: Promise<void>, flushed: number): Promise<boolean> {
    if ((await succeeds(work.then(() => true))) === null) return false;
    this.#flushed = flushed;
    this.#written = this.#newest;
    return true;
  }

  #kept(): MapFindings {
    return { ...this.#findings.toKeep(), disturbed: [...this.#disturbed] };
  }

  #changes(): NonNullable<MapUpdate['changes']> {
    const ranges = this.#pending.spans.map(({ from, to }) => ({ from, to }));
    const parts = ranges.map((range) => this.#findings.toKeepWithin(range, GRID));
    return {
      ranges,
      disturbedRanges: ranges,
      findings: {
        failed: parts.flatMap(({ failed }) => failed),
        bad: parts.flatMap(({ bad }) => bad),
        weak: parts.flatMap(({ weak }) => weak),
        slow: parts.flatMap(({ slow }) => slow),
        disturbed: this.#disturbed.filter(({ from }) =>
          ranges.some((range) => range.from <= from && from < range.to),
        ),
      },
    };
  }

  /** Most sectors the first time, then a few places. */
  #change(number: number): void {
    const places = this.#findings.entries < 1500 ? 12 : this.chance.between(0, 4);
    for (let place = 0; place < places; place++) {
      const from = this.chance.below(SECTORS);
      const most = this.#findings.entries < 1500 ? 120 : 25;
      const to = Math.min(SECTORS, from + this.chance.between(1, most));
      for (let lba = from; lba < to; lba++) this.#say(lba, number);
    }
  }

  #say(lba: number, number: number): void {
    const { failed, bad, weak, slow } = this.#findings;
    for (const list of [failed, bad, weak]) list.delete(lba, lba + 1);
    slow.delete(lba);
    this.#disturbed = this.#disturbed.filter(({ from }) => from !== lba);
    if (this.chance.once(8)) return; // nothing is said of it
    const value = { error: 'UNC', errno: null, exact: true, reads: number } as const;
    if (this.chance.once(3)) failed.set(lba, lba + 1, { error: 'IO', errno: `errno ${number}` });
    else bad.set(lba, lba + 1, { ...value, reads: number * 1000 + lba });
    weak.set(lba, lba + 1, { ...value, reads: number * 1000 + lba });
    const late = this.chance.once(2);
    const block = { from: lba, to: lba + 1, latencyNs: number, late, againNs: null };
    slow.set(lba, { ...block, rereadDone: false });
    this.#disturbed.push({ from: lba, to: lba + 1, foreignSectors: number });
    this.#disturbed.sort((a, b) => a.from - b.from);
  }

  get #newest(): number {
    return this.#versions.length - 1;
  }
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

test(`changes are found whole, and none before the last flush is lost (SURFSCAN_SEED=${SEED})`, async () => {
  let appended = 0;
  for (let number = 0; number < CASES; number++) {
    const chance = new Chance(SEED, number);
    let storage = new FragileStorage(chance);
    const life = new Life(chance);
    await life.begin(storage);
    try {
      for (let lives = 0; lives < LIVES; lives++) storage = await life.live(storage);
      await life.live(storage);
      appended += life.appended;
    } catch (failure) {
      throw new Error(`SURFSCAN_SEED=${SEED}, case ${number}`, { cause: failure });
    }
  }
  expect(appended).toBeGreaterThan(CASES);
});
