// Power loss may leave parts of an update that was never flushed. Whoever goes on with the map was told
// what came before: no later write makes the rest of those parts good.

import { expect, test } from 'vitest';
import { NO_FINDINGS } from '../../../src/map-file/contents.ts';
import { PAGE_BYTES, PREFIX_PAGES } from '../../../src/map-file/format.ts';
import type { MapWriter } from '../../../src/map-file/writer.ts';
import { aHeader, anUpdate, aState, MemoryStorage } from './fixtures.ts';
import { begun, recovered, reopened } from './maps.ts';

const SECTOR = 512;
const BLOCKS = 4080;
/** One sector a block: the areas are small. */
const HEADER = aHeader(BLOCKS, { toLba: BLOCKS, blockSectors: 1 });
const GOOD = 50;

/** The map's first blocks tell the update, and so does the beginning of the state. What is behind them is
 * the same in all but the first. */
function update(writer: MapWriter, runs: number, dirty = true): Promise<void> {
  const map = new Uint8Array(new SharedArrayBuffer(BLOCKS)).fill(GOOD);
  map.fill(runs, 0, 8);
  map[BLOCKS - 1] = runs === 1 ? 0 : GOOD;
  const pages = dirty ? [{ first: 0, end: 8 }] : [];
  const state = aState({ runs: 10 * runs, endNotes: [runs === 1 ? 'the first' : 'not the first'] });
  return writer.update(anUpdate(map, { dirty: pages, state, findings: NO_FINDINGS }));
}

/** Power is lost: of the sectors that differ, `left` tells which are on the disk as they are now. */
function afterPowerLoss(flushed: Buffer, now: Buffer, left: (sector: number) => boolean): Buffer {
  const file = Buffer.from(flushed);
  for (const sector of changed(flushed, now)) {
    if (left(sector)) now.copy(file, sector * SECTOR, sector * SECTOR, (sector + 1) * SECTOR);
  }
  return file;
}

/** The sectors behind header and seal that differ. */
function changed(before: Buffer, after: Buffer): number[] {
  const sectors: number[] = [];
  for (let at = PREFIX_PAGES * PAGE_BYTES; at < after.length; at += SECTOR) {
    const sector = after.subarray(at, at + SECTOR);
    if (!sector.equals(before.subarray(at, at + SECTOR))) sectors.push(at / SECTOR);
  }
  return sectors;
}

/** A file in which update 1 is flushed. */
async function flushedOnce() {
  const { storage, writer } = await begun(HEADER);
  await update(writer, 1);
  await writer.flush();
  return { storage, writer, flushed: Buffer.from(storage.file) };
}

async function told(file: Buffer): Promise<{ map: number; state: number }> {
  const { contents } = await recovered(file);
  return { map: contents.map[0]!, state: contents.state.runs / 10 };
}

test('all of an update but one sector is left, and then that one sector of the next', async () => {
  const { storage, writer, flushed } = await flushedOnce();
  await update(writer, 12);
  const sectors = changed(flushed, storage.file);
  expect(sectors.length).toBeGreaterThan(8); // the map's page is 8
  for (const lost of sectors) {
    const remains = afterPowerLoss(flushed, storage.file, (sector) => sector !== lost);
    const found = await told(remains);
    // One of them is torn, and what was flushed is found in its stead.
    expect(Object.values(found).sort()).toEqual([1, 12]);
    const again = new MemoryStorage(Buffer.from(remains));
    const next = await reopened(again);
    const open = Buffer.from(again.file);
    await update(next, 13);
    const later = await told(afterPowerLoss(open, again.file, (sector) => sector === lost));
    expect([found.map, 13]).toContain(later.map);
    expect([found.state, 13]).toContain(later.state);
  }
});

test('what is flushed later is not taken back by them, however many updates were lost', async () => {
  const { storage, writer, flushed } = await flushedOnce();
  // Each of the two areas that do not hold what was flushed is written so often that sequence numbers
  // are far ahead of those in the pages that are left whole.
  for (let runs = 12; runs < 32; runs++) await update(writer, runs, false);
  const heads = changed(flushed, storage.file).filter((sector) => sector % 8 === 0);
  expect(heads).toHaveLength(2);
  const remains = afterPowerLoss(flushed, storage.file, (sector) => heads.includes(sector));
  expect(await told(remains)).toEqual({ map: 1, state: 1 });

  const again = new MemoryStorage(remains);
  const next = await reopened(again);
  await update(next, 33, false);
  await next.flush();
  const flushedLater = Buffer.from(again.file);
  await update(next, 34, false);
  const tails = (sector: number) => sector % 8 !== 0;
  const { state } = await told(afterPowerLoss(flushedLater, again.file, tails));
  expect(state).toBe(33);
});

test('a map that lost its power is whole once it is opened, before anything is written', async () => {
  const { storage, writer, flushed } = await flushedOnce();
  await update(writer, 12);
  const remains = afterPowerLoss(flushed, storage.file, (sector) => sector % 2 === 0);
  expect((await recovered(remains)).book.torn.size).toBe(2);
  const again = new MemoryStorage(remains);
  await (await reopened(again)).abandon();
  const { contents, book } = await recovered(again.file);
  expect(book.torn.size).toBe(0);
  expect(contents).toMatchObject({ closed: false, notes: [], state: { runs: 10 } });
});
