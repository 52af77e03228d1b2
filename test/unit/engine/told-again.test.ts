// The map of a finished scan: with what was asked of it before nothing is left to read. It is told again, and its
// file is not opened for writing, on whatever file system it is.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { inspectTarget, Run, type ScanOptions } from '../../../src/index.ts';
import { MapFile } from '../../../src/map-file/map-file.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'surfscan-told-'));
  path = join(folder, 'a.surfscan');
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const DISK = 'sim:size=100000s,bad=7-30,bad=5000@700,weak=9000@1,slow=20000@700';

async function scanned(resume: boolean, options: ScanOptions, faults = '') {
  const target = await inspectTarget(`${DISK}${faults}`);
  const run = await Run.plan([target], options, { path, resume });
  const [entry] = await run.scan();
  if (entry === undefined || !('coverage' in entry)) throw new Error('it has no result');
  return entry;
}

test.each<ScanOptions>([
  {},
  { retries: 2 },
  { refine: false },
  { refine: false, retries: 1 },
  { refineLimitSeconds: 0 },
  { refineLimitSeconds: 0.5 },
  { refineLimitSeconds: 0.5, retries: 3, jobs: 3 },
  { method: 'read', blockSectors: 100 },
])('%o: nothing is read, and nothing is another', async (options) => {
  const first = await scanned(false, options);
  const bytes = readFileSync(path);
  vi.spyOn(MapFile, 'open').mockRejectedValue(new Error('opened for writing'));
  for (const given of [{}, options]) {
    const again = await scanned(true, given, ',gone=0');
    expect(again).toMatchObject({ ...first, device: again.device });
    expect(again.notes).toEqual(first.notes);
  }
  expect(readFileSync(path).equals(bytes)).toBe(true);
});

test.each<[before: ScanOptions, now: ScanOptions]>([
  [{}, { retries: 1 }],
  [{ retries: 1 }, { retries: 2 }],
  [{ refine: false }, { refine: true }],
  [{ refineLimitSeconds: 0 }, { refineLimitSeconds: 1000 }],
])('%o, and then %o: what is left is read, and kept', async (before, now) => {
  const first = await scanned(false, before);
  const more = await scanned(true, now);
  expect(more.bad).not.toEqual(first.bad);
  expect(more.notes.join()).not.toContain('--refine-limit');
  expect(more.finished!.getTime()).toBeGreaterThan(first.finished!.getTime());
  const again = await scanned(true, {}, ',gone=0');
  expect(again).toMatchObject({ bad: more.bad, finished: more.finished });
});
