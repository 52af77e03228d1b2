// A map that was closed in order is refused for any change. Nothing that is refused is touched.

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
import { begun, closedFile, recovered } from './maps.ts';

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
