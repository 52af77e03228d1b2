// Whatever is found, masked and taken back, a map that is read after an update holds what the scan would keep
// then: whether it got all findings, or what changed.

import { expect, test, vi } from 'vitest';
import { newContext, type ScanContext } from '../../src/engine/context.ts';
import { KeptFindings } from '../../src/engine/kept-findings.ts';
import { outside } from '../../src/engine/masks.ts';
import { planScan } from '../../src/engine/options.ts';
import { inspectTarget } from '../../src/index.ts';
import { blankMap } from '../../src/map-file/blank-map.ts';
import { recover } from '../../src/map-file/recover.ts';
import { MapWriter } from '../../src/map-file/writer.ts';
import type { DisturbedRange } from '../../src/vocabulary/defects.ts';
import type { BlockRange, LbaRange } from '../../src/vocabulary/ranges.ts';
import { aHeader, anUpdate, aState, MemoryStorage } from '../unit/map-file/fixtures.ts';
import { Chance } from './chance.ts';
import { SEED } from './seed.ts';

const BLOCK = 8;
/** Enough for a list so long that what changes of it is written alone: most steps, in each case. */
const BLOCKS = 3000;
const FIRST_PLACES = 6000;
const SECTORS = BLOCKS * BLOCK;
const CASES = 4;
const STEPS = 40;
const MAP = new Uint8Array(new SharedArrayBuffer(BLOCKS)).fill(50);

class Scan {
  disturbed: readonly DisturbedRange[] = [];
  masked: readonly BlockRange[] = [];
  changes = 0;

  constructor(
    private readonly chance: Chance,
    private readonly context: ScanContext,
    private readonly kept: KeptFindings,
    private readonly writer: MapWriter,
  ) {}

  async step(runs: number): Promise<void> {
    const places = runs === 1 ? FIRST_PLACES : this.chance.small(200);
    for (let place = 0; place < places; place++) this.#find(runs * FIRST_PLACES + place);
    const unmasked = this.masked;
    this.masked = this.#drawMasked();
    if (this.chance.once(3)) this.disturbed = this.#drawDisturbed();
    const atOnce = this.chance.once(15);
    const masking = { masked: this.masked, unmasked, atOnce };
    const kept = this.kept.choose(this.disturbed, masking);
    if (kept.changes) this.changes++;
    const update = anUpdate(MAP, { dirty: [], state: aState({ runs }), ...kept });
    await this.writer.update(update);
    this.kept.written(true);
    if (this.chance.once(4)) await this.writer.flush();
  }

  expected() {
    const masks = this.masked.map(({ first, end }) => ({ from: first * BLOCK, to: end * BLOCK }));
    const { failed, bad, weak, slow } = this.context.findings.toKeep();
    const cut = <T extends LbaRange>(list: readonly T[]) => outside(list, masks);
    return {
      ...{ failed: cut(failed), bad: cut(bad), weak: cut(weak), slow: cut(slow) },
      disturbed: this.disturbed,
    };
  }

  #find(number: number): void {
    const { failed, bad, weak, slow } = this.context.findings;
    const from = this.chance.below(SECTORS - BLOCK);
    const to = from + this.chance.between(1, BLOCK);
    const said = this.chance.of({}, { drive: '51/40' }, { drive: '51/40', named: true } as const);
    const reads = this.chance.below(5);
    const value = { error: 'UNC', errno: null, ...said, exact: true, reads } as const;
    const block = Math.floor(from / BLOCK) * BLOCK;
    const isLate = this.chance.once(2);
    const taken = { latencyNs: number, late: isLate, againNs: null, rereadDone: isLate };
    const finds = [
      () => failed.set(block, block + BLOCK, { error: 'IO', errno: 'EIO' }),
      () => failed.delete(block, block + BLOCK),
      () => bad.set(from, to, value),
      () => bad.delete(from, to),
      () => weak.set(from, to, value),
      () => slow.set(block, { from: block, to: block + BLOCK, ...taken }),
      () => slow.delete(block),
    ] as const;
    this.chance.of(...finds)();
  }

  #drawMasked(): BlockRange[] {
    const count = this.chance.once(2) ? 0 : this.chance.between(1, 5);
    return Array.from({ length: count }, () => this.chance.below(BLOCKS - 3))
      .sort((a, b) => a - b)
      .map((first) => ({ first, end: first + this.chance.between(1, 3) }));
  }

  /** Some as they were, and the last of them longer, or others. */
  #drawDisturbed(): DisturbedRange[] {
    const old = this.disturbed.slice(0, this.chance.below(this.disturbed.length + 1));
    const from = (old.at(-1)?.to ?? 0) + this.chance.below(50);
    const to = from + this.chance.between(1, 100);
    if (to > SECTORS) return [];
    return [...old, { from, to, foreignSectors: this.chance.between(1, 9) }];
  }
}

test(`what a map holds is what the scan keeps (SURFSCAN_SEED=${SEED})`, async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const target = await inspectTarget(`sim:size=${SECTORS}s`);
  for (let number = 0; number < CASES; number++) {
    const chance = new Chance(SEED, number);
    const context = newContext(target, planScan(target, { blockSectors: BLOCK }), null);
    const storage = new MemoryStorage();
    const writer = await MapWriter.begin(storage, blankMap(aHeader(BLOCKS), aState()));
    const scan = new Scan(chance, context, new KeptFindings(context, writer), writer);
    for (let runs = 1; runs <= STEPS; runs++) {
      vi.advanceTimersByTime(120_000); // whatever the last took is paid for
      await scan.step(runs);
      const { contents } = await recover(new MemoryStorage(Buffer.from(storage.file)));
      expect(contents.state.runs, `case ${number}`).toBe(runs);
      expect(contents.findings, `case ${number}, step ${runs}`).toEqual(scan.expected());
    }
    expect(scan.changes, `case ${number}`).toBeGreaterThan(STEPS / 4);
  }
  vi.useRealTimers();
});
