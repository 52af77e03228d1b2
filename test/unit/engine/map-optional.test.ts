// A scan whose map its file system does not take: it is not begun, or, where that is allowed, goes on
// without it and says so.

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { MapRequest } from '../../../src/engine/map-names.ts';
import { inspectTarget, parseRule, Run, type ScanOptions } from '../../../src/index.ts';
import { MapFile, readMap } from '../../../src/map-file/map-file.ts';
import { SurfscanError } from '../../../src/vocabulary/errors.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'surfscan-optional-'));
  path = join(folder, 'a.surfscan');
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const DISK = 'sim:size=1000s,bad=7';

async function planned(change: Partial<MapRequest> = {}, options: ScanOptions = {}) {
  return Run.plan(
    [await inspectTarget(DISK)],
    { blockSectors: 8, ...options },
    {
      path,
      resume: false,
      ...change,
    },
  );
}

async function scanned(run: Run) {
  await run.prepare();
  const [entry] = await run.scan();
  if (entry === undefined || !('coverage' in entry)) throw new Error('it has no result');
  return entry;
}

const refused = (code: 'ERR_MAP' | 'ERR_MAP_SPACE' | 'ERR_USAGE') =>
  new SurfscanError(code, 'it is not taken', { errno: 'EROFS' });

test.each([
  'ERR_MAP',
  'ERR_MAP_SPACE',
] as const)('a new one, %s: only an optional one is done without', async (code) => {
  vi.spyOn(MapFile, 'create').mockImplementation(() => Promise.reject(refused(code)));
  await expect((await planned()).prepare()).rejects.toMatchObject({ code });
  const { coverage, mapTrouble, notes } = await scanned(await planned({ optional: true }));
  expect(coverage).toEqual({ total: 1000, good: 999, bad: 1, unread: 0 });
  expect(mapTrouble).toEqual({
    code,
    errno: 'EROFS',
    message: 'it is not taken; the scan goes on without it',
  });
  expect(notes).toContain('no map is kept: it is not taken');
  expect(existsSync(path)).toBe(false);
});

test('one that may not be there is refused all the same', async () => {
  vi.spyOn(MapFile, 'create').mockImplementation(() => Promise.reject(refused('ERR_USAGE')));
  const run = await planned({ optional: true });
  await expect(run.prepare()).rejects.toMatchObject({ code: 'ERR_USAGE' });
});

test.each([
  'ERR_MAP',
  'ERR_MAP_SPACE',
] as const)('one that goes on, %s: it is read, and stays as it is', async (code) => {
  await scanned(await planned({}, { retries: 0 }));
  const before = readFileSync(path);
  vi.spyOn(MapFile, 'open').mockImplementation(async (path, accept) => {
    await accept?.(await readMap(path), before.length);
    throw refused(code);
  });
  const options = { retries: 1 }; // something is left to read
  await expect(planned({ resume: true }, options)).rejects.toMatchObject({ code });
  const run = await planned({ resume: true, optional: true }, options);
  const { bad, mapTrouble } = await scanned(run);
  expect(bad).toMatchObject([{ value: { reads: 2 } }]);
  expect(mapTrouble).toMatchObject({ code });
  expect(readFileSync(path)).toEqual(before);
});

test('a finished map does not keep what is given now, and that is said', async () => {
  await scanned(await planned());
  const options = { rules: [parseRule('bad>3')] };
  const { notes, verdict } = await scanned(await planned({ resume: true }, options));
  expect(verdict).toBe('pass');
  expect(notes).toContain('its map is finished, and does not keep what was given now: --fail-on');
  const again = await scanned(await planned({ resume: true }));
  expect(again.verdict).toBe('fail');
  expect(again.notes.join()).not.toContain('does not keep');
});
