// The compact form of a closed map holds what the open form holds, to the byte, or is refused.

import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { writeCompact } from '../../../src/map-file/compact.ts';
import { readEnded } from '../../../src/map-file/ended.ts';
import {
  MOST_PAGES_AT_ONCE,
  PAGE_BYTES,
  PAYLOAD_BYTES,
  PREFIX_PAGES,
} from '../../../src/map-file/format.ts';
import { recover } from '../../../src/map-file/recover.ts';
import { isUnfinished } from '../../../src/map-file/unfinished.ts';
import { aHeader, aMap, anUpdate, aState, FINDINGS, MemoryStorage } from './fixtures.ts';
import { refusal } from './hostile.ts';
import { begun } from './maps.ts';

async function closed(map: Uint8Array, change = {}): Promise<MemoryStorage> {
  const { storage, writer } = await begun(aHeader(map.length));
  await writer.update(anUpdate(map, change));
  await writer.close();
  return storage;
}

async function compacted(source: MemoryStorage): Promise<MemoryStorage> {
  const target = new MemoryStorage();
  await writeCompact(source, target);
  return target;
}

async function contentsOf(storage: MemoryStorage) {
  const { map, ...rest } = (await recover(storage)).contents;
  return { ...rest, map: Buffer.from(map) };
}

const OUTCOME = {
  runs: 2,
  ...{ good: 800, bad: 0, unread: 0, notNarrowedSectors: 0 },
  ...{ weakSectors: 0, weakBlocks: 0, weakAloneSectors: 0, slowBlocks: 0, slowZones: 0 },
  ...{ blocks: Array(16).fill(0), latencyUs: null, rules: [] },
};
const ENDED = { state: aState({ outcome: OUTCOME }) };

describe('a map that is made compact', () => {
  test('holds all that it held', async () => {
    const open = await closed(aMap(100), { findings: FINDINGS });
    const compact = await compacted(open);
    expect(await contentsOf(compact)).toEqual(await contentsOf(open));
    expect(compact.file.length).toBeLessThan(open.file.length / 10);
  });

  test('keeps every byte, whatever they are and however many', async () => {
    const some = fc.array(fc.tuple(fc.integer({ min: 1, max: 3 * PAYLOAD_BYTES }), fc.nat(247)), {
      minLength: 1,
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(some, fc.nat(), async (runs, seed) => {
        const bytes = runs.flatMap(([length, byte]) => Array(length).fill(byte));
        const noise = (at: number) => (seed * (at + 1) * 2654435761) % 248;
        const map = Uint8Array.from(bytes, (byte, at) => (byte === 7 ? noise(at) : byte));
        const open = await closed(map, { findings: null });
        expect(Buffer.from((await recover(await compacted(open))).contents.map)).toEqual(
          Buffer.from((await recover(open)).contents.map),
        );
      }),
      { numRuns: 20 },
    );
  });

  test('may have more than a piece of blocks', async () => {
    const map = new Uint8Array(MOST_PAGES_AT_ONCE * PAYLOAD_BYTES + 5).map(
      (_, at) => (at % 200) + 1,
    );
    const compact = await compacted(await closed(map, { findings: null }));
    expect(Buffer.from((await recover(compact)).contents.map)).toEqual(Buffer.from(map));
  });

  test('tells what its scan came to without its bytes', async () => {
    const compact = await compacted(await closed(aMap(100), ENDED));
    expect(await readEnded(compact)).toMatchObject({ outcome: OUTCOME, header: aHeader(100) });
    expect(await isUnfinished(compact)).toBe(false);
    // Its open form is checked page by page: who wants to know what it came to reads it whole.
    expect(await readEnded(await closed(aMap(100), ENDED))).toBeNull();
  });

  test('is not made of one that is open, or damaged', async () => {
    const { storage, writer } = await begun(aHeader(100));
    await writer.update(anUpdate(aMap(100)));
    await expect(compacted(storage)).rejects.toThrow(/not closed/);
    const open = await closed(aMap(100));
    open.file[PREFIX_PAGES * PAGE_BYTES + 20]! ^= 1;
    await expect(compacted(open)).rejects.toThrow(/damaged/);
  });
});

describe('a compact map that is not as it was written is refused', () => {
  let whole: Buffer;
  beforeAll(async () => {
    whole = Buffer.from((await compacted(await closed(aMap(5000), ENDED))).file);
  });

  /** Nor does it tell what its scan came to. */
  async function refused(file: Buffer): Promise<string> {
    const ended = await readEnded(new MemoryStorage(Buffer.from(file))).catch(() => null);
    expect(ended).toBeNull();
    return refusal(file);
  }

  test('cut off anywhere, or longer', async () => {
    for (let bytes = 0; bytes < whole.length; bytes += 997) {
      expect(await refused(Buffer.from(whole.subarray(0, bytes)))).not.toBe('');
    }
    expect(await refused(Buffer.from(whole.subarray(0, whole.length - 1)))).toContain('truncated');
    expect(await refused(Buffer.concat([whole, Buffer.alloc(1)]))).toContain('longer');
  });

  test('with a bit changed anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(7), async (at, bit) => {
        const file = Buffer.from(whole);
        file[at]! ^= 1 << bit;
        expect(await refused(file)).not.toBe('');
      }),
      { numRuns: 150 },
    );
  });

  test('with a length that asks for all memory', async () => {
    const pages = whole.length - (whole.length % PAGE_BYTES);
    expect(pages).toBeGreaterThan(0);
    for (let at = PREFIX_PAGES * PAGE_BYTES; at < whole.length - 4; at += PAGE_BYTES) {
      const file = Buffer.from(whole);
      file.writeUInt32LE(0xffff_fff0, at);
      expect(await refused(file)).not.toBe('');
    }
  });
});
