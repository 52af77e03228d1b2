// What state and findings cost is what says how often they are written: the thread's own time, without the
// time that the map's disk takes, and the bytes.

import { afterEach, expect, test, vi } from 'vitest';
import type { MapFindings } from '../../../src/map-file/contents.ts';
import { MOST_PAGES_AT_ONCE, PAGE_BYTES, RECORDS_PER_PAGE } from '../../../src/map-file/format.ts';
import { aHeader, aMap, anUpdate, FINDINGS, MemoryStorage } from './fixtures.ts';
import { begun } from './maps.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** Each look at the clock takes it a millisecond on, each write a second. */
class SlowStorage extends MemoryStorage {
  ms = 0;

  override async write(buffer: Uint8Array, position: number): Promise<void> {
    this.ms += 1000;
    await super.write(buffer, position);
  }
}

async function aMapOf(blocks: number) {
  const storage = new SlowStorage();
  const { writer } = await begun(aHeader(blocks), storage);
  vi.spyOn(performance, 'now').mockImplementation(() => storage.ms++);
  return { storage, writer };
}

/** Fitting, encoding and stamping: a millisecond each, as nothing else looks at the clock in between. */
const [FIT_MS, ENCODE_MS, STAMP_MS] = [1, 1, 1];

test('fitting, encoding and stamping, each once; no write', async () => {
  const { writer, storage } = await aMapOf(100);
  await writer.update(anUpdate(aMap(100)));
  const { busyMs, bytes } = writer.snapshotCost;
  expect(busyMs).toBe(FIT_MS + ENCODE_MS + STAMP_MS);
  expect(bytes).toBe(storage.writes.at(-1)!.bytes);
});

test('what did not change is not written', async () => {
  const { writer, storage } = await aMapOf(100);
  await writer.update(anUpdate(aMap(100)));
  const { length } = storage.writes;
  await writer.update(anUpdate(aMap(100), { dirty: [] }));
  expect(writer.snapshotCost).toEqual({ busyMs: FIT_MS + ENCODE_MS, bytes: 0 });
  expect(storage.writes).toHaveLength(length);
});

test('of many findings, all that they take: pieces are stamped one by one', async () => {
  const blocks = 2 * MOST_PAGES_AT_ONCE * RECORDS_PER_PAGE;
  const { writer, storage } = await aMapOf(blocks);
  const map = new Uint8Array(new SharedArrayBuffer(blocks)).fill(247);
  const count = (MOST_PAGES_AT_ONCE + 10) * RECORDS_PER_PAGE;
  const value = { error: 'UNC', errno: null, exact: true, reads: 1 } as const;
  const bad = Array.from({ length: count }, (_, i) => ({ from: 16 * i, to: 16 * i + 1, value }));
  const findings: MapFindings = { ...FINDINGS, failed: [], weak: [], slow: [], disturbed: [], bad };
  await writer.update(anUpdate(map, { findings, dirty: [] }));
  const [first, last] = storage.writes.slice(-2);
  expect(first!.bytes).toBe(MOST_PAGES_AT_ONCE * PAGE_BYTES);
  expect(last!.position).toBe(first!.position + first!.bytes);
  expect(writer.snapshotCost).toEqual({
    busyMs: FIT_MS + ENCODE_MS + 2 * STAMP_MS,
    bytes: first!.bytes + last!.bytes,
  });
});
