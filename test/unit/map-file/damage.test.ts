// A map that was closed in order is refused for any change; of one that was not, no page is lost while
// a copy of it is whole. Nothing that is refused is touched.

import {
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { NO_FINDINGS } from '../../../src/map-file/contents.ts';
import { MapLayout, PAGE_BYTES, PREFIX_PAGES, sealPage } from '../../../src/map-file/format.ts';
import { MapFile, readMap } from '../../../src/map-file/map-file.ts';
import { recover } from '../../../src/map-file/recover.ts';
import { aHeader, aMap, anUpdate, aState, FINDINGS, MemoryStorage, pageIn } from './fixtures.ts';
import { begun, closedFile, recovered, reopened } from './maps.ts';

const folder = mkdtempSync(join(tmpdir(), 'surfscan-map-'));
afterAll(() => rmSync(folder, { recursive: true }));

const REFUSED = { code: 'ERR_USAGE' };

/** A small one: two blocks, a bad sector, both slots and two areas written. */
async function smallClosed(): Promise<Buffer> {
  const { storage, writer } = await begun(aHeader(2));
  const map = new Uint8Array(new SharedArrayBuffer(2)).fill(100);
  await writer.update(anUpdate(map, { findings: NO_FINDINGS }));
  await writer.flush();
  map[1] = 247;
  const value = { error: 'UNC', errno: 'EIO', exact: true, reads: 1 } as const;
  const findings = { ...NO_FINDINGS, bad: [{ from: 9, to: 10, value }] };
  await writer.update(anUpdate(map, { findings }));
  await writer.close();
  return Buffer.from(storage.file);
}

async function isRefused(storage: MemoryStorage): Promise<boolean> {
  try {
    await recover(storage);
    return false;
  } catch (error) {
    expect(error).toMatchObject(REFUSED);
    return true;
  }
}

describe('a map that was closed in order', () => {
  test('is refused for any changed byte', async () => {
    const file = await smallClosed();
    const storage = new MemoryStorage(file);
    expect(await isRefused(storage)).toBe(false);
    const notRefused: number[] = [];
    for (let at = 0; at < file.length; at++) {
      const was = file[at]!;
      file[at] = was ^ (1 << ((at * 5 + (at >> 8)) % 8));
      if (!(await isRefused(storage))) notRefused.push(at);
      file[at] = was;
    }
    expect(notRefused).toEqual([]);
  });

  test('is refused for any bit of what begins a page', async () => {
    const file = await smallClosed();
    const storage = new MemoryStorage(file);
    const notRefused: number[] = [];
    for (let at = 0; at < file.length; at++) {
      if (at % PAGE_BYTES >= 32) continue;
      for (let bit = 0; bit < 8; bit++) {
        file[at]! ^= 1 << bit;
        if (!(await isRefused(storage))) notRefused.push(8 * at + bit);
        file[at]! ^= 1 << bit;
      }
    }
    expect(notRefused).toEqual([]);
  });

  test('is refused without any of its pages', async () => {
    const file = await smallClosed();
    for (let number = 0; number < file.length / PAGE_BYTES; number++) {
      const page = pageIn(file, number);
      const was = Buffer.from(page);
      if (was.every((byte) => byte === 0)) continue;
      page.fill(0);
      expect(await isRefused(new MemoryStorage(file)), `page ${number}`).toBe(true);
      was.copy(page);
    }
  });

  test('is refused with a page that is whole, but older', async () => {
    const { storage, writer } = await begun(aHeader(9000));
    const map = aMap(9000);
    await writer.update(anUpdate(map));
    await writer.flush();
    const older = Buffer.from(storage.file);
    await writer.update(anUpdate(map, { state: aState({ runs: 3 }) }));
    await writer.flush();
    await writer.update(anUpdate(map.map((byte) => (byte % 239) + 1)));
    await writer.close();
    const file = storage.file;
    let replaced = 0;
    for (let number = PREFIX_PAGES; number < file.length / PAGE_BYTES; number++) {
      const page = pageIn(file, number);
      if (page.equals(pageIn(older, number))) continue;
      const was = Buffer.from(page);
      pageIn(older, number).copy(page);
      await expect(recovered(file), `page ${number}`).rejects.toMatchObject(REFUSED);
      was.copy(page);
      replaced++;
    }
    expect(replaced).toBeGreaterThan(5);
    await recovered(file);
  });

  test('says where it is damaged', async () => {
    const file = await smallClosed();
    const { mapPages } = new MapLayout(aHeader(2));
    for (const number of [
      0,
      4,
      PREFIX_PAGES,
      PREFIX_PAGES + mapPages,
      PREFIX_PAGES + 2 * mapPages,
    ]) {
      pageIn(file, number)[77]! ^= 1;
      await expect(recovered(file)).rejects.toThrow(new RegExp(`damaged at page ${number}\\b`));
      pageIn(file, number)[77]! ^= 1;
    }
    pageIn(file, sealPage(1))[1000]! ^= 1;
    await expect(recovered(file)).rejects.toThrow(/damaged at page 7: the map was closed/);
  });
});

describe('a file of another size is refused', () => {
  test.each(['open', 'closed'])('%s', async (state) => {
    const { storage, writer } = await begun(aHeader(2));
    if (state === 'closed') await writer.close();
    const whole = Buffer.from(storage.file);
    const sizes = new Set<number>();
    for (let pages = 0; pages <= whole.length / PAGE_BYTES; pages++) {
      for (const odd of [-4095, -512, -1, 0, 1, 16, 28, 511, 4095]) {
        sizes.add(pages * PAGE_BYTES + odd);
      }
    }
    for (let bytes = 0; bytes < 200; bytes++) sizes.add(bytes);
    for (const size of sizes) {
      if (size < 0 || size === whole.length) continue;
      const file = Buffer.alloc(size);
      whole.copy(file);
      await expect(recovered(file), `${size} bytes`).rejects.toMatchObject(REFUSED);
    }
    const half = whole.subarray(0, whole.length / 2);
    await expect(recovered(half)).rejects.toThrow(
      `it is truncated: expected ${whole.length} bytes, got ${half.length}`,
    );
    await expect(recovered(Buffer.concat([whole, Buffer.alloc(1)]))).rejects.toThrow(
      /longer than it should be/,
    );
  });
});

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
    expect(contents.state).toMatchObject({ started: aHeader(1).created, complete: false });
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

describe('what is refused', () => {
  test('is left as it was, and the same file serves again when it is mended', async () => {
    const path = join(folder, 'refused');
    const file = await closedFile(9000);
    for (const damage of [
      (bytes: Buffer) => bytes.subarray(0, bytes.length - 4096),
      (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(512)]),
      (bytes: Buffer) => Buffer.concat([Buffer.alloc(4096), bytes.subarray(4096)]),
      (bytes: Buffer) =>
        Buffer.concat([bytes.subarray(0, 50_000), Buffer.from('x'), bytes.subarray(50_001)]),
    ]) {
      const bytes = damage(file);
      writeFileSync(path, bytes);
      utimesSync(path, 1000, 1000);
      await expect(MapFile.open(path)).rejects.toMatchObject(REFUSED);
      await expect(MapFile.open(path)).rejects.toThrow(/^the map \/.*refused is refused: /);
      await expect(readMap(path)).rejects.toMatchObject(REFUSED);
      expect(statSync(path).mtimeMs).toBe(1_000_000);
      expect(readFileSync(path).equals(bytes)).toBe(true);
    }
    writeFileSync(path, file);
    truncateSync(path, file.length);
    const { contents, file: opened } = await MapFile.open(path);
    expect(contents).toMatchObject({ closed: true, findings: FINDINGS });
    await opened.close();
  });

  test('also by whoever opens it', async () => {
    const path = join(folder, 'not accepted');
    writeFileSync(path, await closedFile(100));
    utimesSync(path, 1000, 1000);
    const before = readFileSync(path);
    const refusing = (accept: () => void | Promise<void>) => MapFile.open(path, accept);
    await expect(
      refusing(() => {
        throw new Error('another disk');
      }),
    ).rejects.toThrow('another disk');
    await expect(refusing(() => Promise.reject(new Error('a third')))).rejects.toThrow('a third');
    expect(statSync(path).mtimeMs).toBe(1_000_000);
    expect(readFileSync(path).equals(before)).toBe(true);
    await (await MapFile.open(path)).file.close();
  });
});
