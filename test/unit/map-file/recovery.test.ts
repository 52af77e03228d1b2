// Of a map that was not closed in order, no page is lost while a copy of it is whole.

import { describe, expect, test } from 'vitest';
import { NO_FINDINGS } from '../../../src/map-file/contents.ts';
import { MapLayout, sealPage } from '../../../src/map-file/format.ts';
import { aHeader, anUpdate, aState, MemoryStorage, pageIn } from './fixtures.ts';
import { begun, recovered, reopened } from './maps.ts';

const REFUSED = { code: 'ERR_USAGE' };

describe('an open map', () => {
  const BLOCKS = 3 * 4080 - 7;
  const OLD = 50;
  const NEW = 90;

  /** Both slots of all map pages and two areas written: bytes 50 and runs 1, then 90 and 2. */
  async function twice(): Promise<{ file: Buffer; layout: MapLayout }> {
    // Of one sector a block: the areas are small.
    const header = aHeader(BLOCKS, { toLba: BLOCKS, blockSectors: 1 });
    const { storage, writer } = await begun(header);
    for (const [byte, runs] of [
      [OLD, 1],
      [NEW, 2],
    ] as const) {
      const map = new Uint8Array(BLOCKS).fill(byte);
      const state = aState({ runs });
      await writer.update(anUpdate(map, { state, findings: NO_FINDINGS }));
      await writer.flush();
    }
    return { file: Buffer.from(storage.file), layout: new MapLayout(header) };
  }

  const tears: [string, (page: Buffer, other: Buffer) => void][] = [
    ['garbage', (page) => page.set(Uint8Array.from(page, (_, i) => i * 151 + 13))],
    ['zero', (page) => page.fill(0)],
    ['half zero', (page) => page.fill(0, 2048)],
    ['half the other copy', (page, other) => other.copy(page, 0, 0, 512)],
    ['the other copy behind', (page, other) => other.copy(page, 2048, 2048)],
    ['one bit', (page) => page.writeUInt8(page.readUInt8(4000) ^ 16, 4000)],
  ];

  test.each(tears)('each slot of each map page torn: %s', async (_, tear) => {
    const { file, layout } = await twice();
    for (let index = 0; index < layout.mapPages; index++) {
      for (const slot of [0, 1]) {
        const page = pageIn(file, layout.mapPage(slot, index));
        const was = Buffer.from(page);
        tear(page, pageIn(file, layout.mapPage(1 - slot, index)));
        const { contents } = await recovered(file);
        const byte = slot === 1 ? OLD : NEW; // the second update went into slot 1
        const expected = new Uint8Array(BLOCKS).fill(NEW);
        expected.fill(byte, index * 4080, (index + 1) * 4080);
        expect(contents.map).toEqual(expected);
        const isBlank = page.every((value) => value === 0);
        expect(contents.notes).toEqual(
          isBlank ? [] : ['1 page was torn; an older state of them was used'],
        );
        was.copy(page);
      }
    }
  });

  test.each(tears)('both slots of a map page torn: %s', async (name, tear) => {
    const { file, layout } = await twice();
    for (let index = 0; index < layout.mapPages; index++) {
      const slots = [0, 1].map((slot) => pageIn(file, layout.mapPage(slot, index)));
      const was = slots.map((page) => Buffer.from(page));
      for (const [slot, page] of slots.entries()) tear(page, was[1 - slot]!);
      const { contents } = await recovered(file);
      const expected = new Uint8Array(BLOCKS).fill(NEW);
      expected.fill(0, index * 4080, (index + 1) * 4080);
      expect(contents.map).toEqual(expected);
      const lost = index === 2 ? '4,073' : '4,080';
      expect(contents.notes).toEqual(
        name === 'zero' ? [] : [`${lost} blocks are unread again: both copies of them were torn`],
      );
      for (const [slot, page] of slots.entries()) was[slot]!.copy(page);
    }
  });

  test.each(tears)('each page of each area torn: %s', async (name, tear) => {
    const { file, layout } = await twice();
    // Made with area 0, then 1, then 2.
    for (let area = 0; area < 3; area++) {
      const page = pageIn(file, layout.areaPage(area, 0));
      const was = Buffer.from(page);
      tear(page, pageIn(file, layout.areaPage((area + 1) % 3, 0)));
      if (page.equals(was)) continue; // its rest is zero as it was
      const { contents } = await recovered(file);
      expect(contents.state.runs).toBe(area === 2 ? 1 : 2);
      if (name !== 'zero') {
        expect(contents.notes).toEqual(['the newest findings are not whole; older ones were used']);
      }
      was.copy(page);
    }
  });

  test('all areas torn: the map is kept', async () => {
    const { file, layout } = await twice();
    for (let area = 0; area < 3; area++) pageIn(file, layout.areaPage(area, 0))[20]! ^= 1;
    const { contents } = await recovered(file);
    expect(contents.map).toEqual(new Uint8Array(BLOCKS).fill(NEW));
    expect(contents.findings).toEqual(NO_FINDINGS);
    // Of one run, which told nothing.
    expect(contents.state).toMatchObject({
      ...{ started: aHeader(1).created, finished: null, complete: false, runs: 1 },
      ...{ elapsedSeconds: 0, sectors: 0, deviceNs: 0, refineSpentMs: 0, goneBlocks: 0 },
      ...{ latencyCount: 0, latencySumNs: 0, latencyMinNs: 0, latencyMaxNs: 0 },
      ...{ slowNotKept: 0, recordsLeftOut: 0, forgetFromLba: null, cacheBypassed: true },
      ...{ jobs: 1, depth: 1, outcome: null, trouble: null, notes: [], endNotes: [] },
    });
    expect(contents.notes).toEqual(['the findings were lost: failed blocks are narrowed again']);
  });

  test.each(tears)('each page of the header torn, in one copy and in both: %s', async (_, tear) => {
    const { file } = await twice();
    const { contents } = await recovered(file);
    for (let index = 0; index < 3; index++) {
      const copies = [index, 3 + index].map((number) => pageIn(file, number));
      const was = copies.map((page) => Buffer.from(page));
      for (const copy of [0, 1]) {
        tear(copies[copy]!, pageIn(file, 6));
        const { header, notes } = (await recovered(file)).contents;
        expect(header).toEqual(contents.header);
        const same = copies[0]!.equals(copies[1]!); // its rest is zero as it was
        expect(notes).toEqual(same ? [] : ['the header was torn; its other copy was used']);
        was[copy]!.copy(copies[copy]!);
      }
      for (const page of copies) tear(page, pageIn(file, 6));
      if (!copies[0]!.equals(was[0]!)) {
        await expect(recovered(file)).rejects.toMatchObject(REFUSED);
      }
      for (const [copy, page] of was.entries()) page.copy(copies[copy]!);
    }
  });

  test.each(tears)('one seal torn, then both: %s', async (name, tear) => {
    const { file } = await twice();
    const seals = [0, 1].map((slot) => pageIn(file, sealPage(slot)));
    const was = seals.map((page) => Buffer.from(page));
    for (const slot of [0, 1]) {
      tear(seals[slot]!, pageIn(file, 0));
      expect((await recovered(file)).contents.state.runs).toBe(2);
      was[slot]!.copy(seals[slot]!);
    }
    for (const page of seals) tear(page, pageIn(file, 0));
    if (seals[0]!.equals(was[0]!)) return; // the other copy is the same
    const why = name === 'zero' ? /never made in full/ : /damaged at page 6/;
    await expect(recovered(file)).rejects.toThrow(why);
  });

  test('that was torn is whole when it was gone on with and closed', async () => {
    const { file, layout } = await twice();
    pageIn(file, 1)[9]! ^= 1; // header
    pageIn(file, sealPage(0))[9]! ^= 1;
    pageIn(file, layout.mapPage(0, 0))[9]! ^= 1; // the older
    pageIn(file, layout.mapPage(1, 1))[9]! ^= 1; // the newer
    pageIn(file, layout.mapPage(0, 2))[9]! ^= 1; // both
    pageIn(file, layout.mapPage(1, 2))[9]! ^= 1;
    pageIn(file, layout.areaPage(2, 0))[9]! ^= 1;
    pageIn(file, layout.areaPage(0, 30))[9]! ^= 1; // never used
    const storage = new MemoryStorage(file);
    const writer = await reopened(storage);
    await writer.close();
    const expected = new Uint8Array(BLOCKS).fill(NEW);
    expected.fill(OLD, 4080, 8160);
    expected.fill(0, 8160);
    const { contents } = await recovered(storage.file);
    expect(contents.map).toEqual(expected);
    expect(contents).toMatchObject({ closed: true, notes: [], state: { runs: 1 } });
  });
});
