// A flush that failed, in a process that has ended since: the system lets all read what the disk does not
// have, and flushes it no more. Linux: Documentation/filesystems/vfs.rst, "Handling errors during
// writeback".

import { expect, test } from 'vitest';
import { NO_FINDINGS } from '../../../src/map-file/contents.ts';
import { PAGE_BYTES } from '../../../src/map-file/format.ts';
import type { MapWriter } from '../../../src/map-file/writer.ts';
import { aHeader, anUpdate, aState, layoutOf, MemoryStorage, pageIn } from './fixtures.ts';
import { begun, recovered, reopened } from './maps.ts';

const BLOCKS = 9000;
/** One sector a block: the areas are small. */
const HEADER = aHeader(BLOCKS, { toLba: BLOCKS, blockSectors: 1 });
const LAYOUT = layoutOf(HEADER);

/** What is read, and what is on the disk: of writes that came before a failed flush nothing is. */
class StaleStorage extends MemoryStorage {
  readonly disk: Buffer;
  #pending: { position: number; bytes: Buffer }[] = [];

  constructor(file: Buffer) {
    super(file);
    this.disk = Buffer.from(file);
  }

  override async write(buffer: Uint8Array, position: number): Promise<void> {
    await super.write(buffer, position);
    this.#pending.push({ position, bytes: Buffer.from(buffer) });
  }

  override async sync(): Promise<void> {
    const written = this.#pending;
    this.#pending = [];
    await super.sync();
    for (const { position, bytes } of written) bytes.copy(this.disk, position);
  }
}

/** All blocks read as `runs`. */
function update(writer: MapWriter, runs: number): Promise<void> {
  const map = new Uint8Array(new SharedArrayBuffer(BLOCKS)).fill(runs);
  return writer.update(anUpdate(map, { state: aState({ runs }), findings: NO_FINDINGS }));
}

async function told(file: Buffer): Promise<{ bytes: number[]; runs: number }> {
  const { map, state } = (await recovered(file)).contents;
  return { bytes: [...new Set(map)], runs: state.runs };
}

/** Update 1 is flushed; after update 2 the flush fails, and the process ends. */
async function afterFailedFlush(): Promise<StaleStorage> {
  const { storage: made, writer: first } = await begun(HEADER);
  await first.abandon();
  const storage = new StaleStorage(Buffer.from(made.file));
  const writer = await reopened(storage);
  await update(writer, 1);
  await writer.flush();
  await update(writer, 2);
  storage.failing = (call) => (call === 'sync' ? 'EIO' : null);
  await expect(writer.flush()).rejects.toMatchObject({ code: 'ERR_MAP', errno: 'EIO' });
  storage.failing = () => null;
  await writer.abandon();
  expect(await told(Buffer.from(storage.file))).toEqual({ bytes: [2], runs: 2 });
  expect(await told(Buffer.from(storage.disk))).toEqual({ bytes: [1], runs: 1 });
  return storage;
}

test('whoever goes on with the map does not lose what was read of it to power loss', async () => {
  const storage = await afterFailedFlush();
  const writer = await reopened(storage);
  expect(await told(Buffer.from(storage.disk))).toEqual({ bytes: [2], runs: 2 });
  // Of an update that is lost, the disk has the beginning of each page.
  await update(writer, 3);
  for (let page = 0; page < LAYOUT.pages; page++) {
    pageIn(storage.file, page).copy(pageIn(storage.disk, page), 0, 0, 512);
  }
  const { bytes, runs } = await told(storage.disk);
  expect(bytes).toEqual([2]);
  expect([2, 3]).toContain(runs); // in a state so short the first sector may be all of the page
});

test('a map that is gone on with and closed in order is not refused after power loss', async () => {
  const storage = await afterFailedFlush();
  const writer = await reopened(storage);
  await update(writer, 3);
  await writer.close();
  expect((await recovered(storage.disk)).contents).toMatchObject({ closed: true, notes: [] });
  expect(await told(storage.disk)).toEqual({ bytes: [3], runs: 3 });
});

test('what the system drops while a map is opened is not lost: it was read', async () => {
  const storage = await afterFailedFlush();
  const was = Buffer.from(storage.file);
  storage.failing = (call) => {
    if (call === 'sync') storage.file.set(storage.disk); // behind the first seal
    return null;
  };
  const writer = await reopened(storage);
  expect(was.equals(storage.file)).toBe(false);
  storage.failing = () => null;
  await writer.abandon();
  expect(await told(Buffer.from(storage.disk))).toEqual({ bytes: [2], runs: 2 });
});

test('a map that was closed in order is on the disk: only its seal is written', async () => {
  const { storage, writer } = await begun(HEADER);
  await writer.close();
  const before = storage.writes.length;
  await reopened(storage);
  expect(storage.writes.slice(before).map(({ bytes }) => bytes)).toEqual([PAGE_BYTES, PAGE_BYTES]);
});

test('an open map is written no more than when it was made', async () => {
  const { storage, writer } = await begun(HEADER);
  const all = (from: number) =>
    storage.writes.slice(from).reduce((sum, { bytes }) => sum + bytes, 0);
  const made = all(0);
  const before = storage.writes.length;
  await writer.abandon();
  await reopened(storage);
  expect(all(before)).toBeLessThanOrEqual(made);
});
