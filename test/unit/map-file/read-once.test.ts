// Who goes on with a map reads it once: that of 24 TB has 400 MB.

import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { storedSectorBytes } from '../../../src/engine/map-open.ts';
import { PAGE_BYTES, PREFIX_PAGES } from '../../../src/map-file/format.ts';
import { MapFile, readHeader, readMap } from '../../../src/map-file/map-file.ts';
import { FileStorage } from '../../../src/map-file/storage.ts';
import { aHeader, aMap, anUpdate, aState } from './fixtures.ts';

const folder = mkdtempSync(join(tmpdir(), 'surfscan-once-'));
afterAll(() => rmSync(folder, { recursive: true }));

const BLOCKS = 3 * 4080;
const BEGINNING = PREFIX_PAGES * PAGE_BYTES;

async function made(name: string, closed: boolean): Promise<string> {
  const path = join(folder, name);
  const { identity, ...rest } = aHeader(BLOCKS);
  const header = { ...rest, identity: { ...identity, kind: 'file' as const } };
  const file = await MapFile.create(path, header, aState());
  for (let runs = 2; runs < 5; runs++) {
    await file.update(anUpdate(aMap(BLOCKS), { state: aState({ runs }) }));
    await file.flush();
  }
  await (closed ? file.close() : file.abandon());
  return path;
}

async function bytesRead(work: () => Promise<unknown>): Promise<number> {
  const spy = vi.spyOn(FileStorage.prototype, 'read');
  await work();
  const bytes = spy.mock.calls.reduce((sum, [buffer]) => sum + buffer.length, 0);
  spy.mockRestore();
  return bytes;
}

test.each([
  ['closed in order', true],
  ['left open', false],
])('a map that was %s', async (name, closed) => {
  const path = await made(name, closed);
  const before = await readMap(path);
  const request = { path, resume: true };
  expect(await bytesRead(() => storedSectorBytes(request))).toBeLessThanOrEqual(2 * BEGINNING);
  expect(await storedSectorBytes(request)).toBe(512);
  const { size } = statSync(path);
  const opened: MapFile[] = [];
  const bytes = await bytesRead(async () => opened.push((await MapFile.open(path)).file));
  expect(bytes).toBeLessThanOrEqual(size);
  for (const file of opened) await file.close();
  const { state, findings, map } = await readMap(path);
  expect({ state, findings, map }).toEqual({
    state: before.state,
    findings: before.findings,
    map: before.map,
  });
});

test('a beginning that is no map’s is refused', async () => {
  const path = await made('spoilt', true);
  expect(await readHeader(path)).toMatchObject({ toLba: 8 * BLOCKS });
  await expect(readHeader(folder)).rejects.toMatchObject({ code: 'ERR_USAGE' });
  const { truncate } = await import('node:fs/promises');
  await truncate(path, 100);
  await expect(readHeader(path)).rejects.toMatchObject({
    code: 'ERR_USAGE',
    message: expect.stringMatching(/^the map .* is refused: /),
  });
});
