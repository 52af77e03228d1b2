// Who opens a map to go on with it may refuse what it holds: then it stays as it is.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { MapFile } from '../../../src/map-file/map-file.ts';
import { aHeader, aMap, anUpdate, aState } from './fixtures.ts';

const folder = mkdtempSync(join(tmpdir(), 'surfscan-refused-'));
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  [
    'at once',
    () => {
      throw new Error('another disk');
    },
  ],
  [
    'after a while',
    async () => {
      throw new Error('another disk');
    },
  ],
])('%s: nothing is written, and the next may have it', async (name, refuse) => {
  const path = join(folder, name);
  const made = await MapFile.create(path, aHeader(100), aState());
  await made.update(anUpdate(aMap(100)));
  await made.close();
  const before = readFileSync(path);
  await expect(MapFile.open(path, refuse)).rejects.toThrow('another disk');
  expect(readFileSync(path).equals(before)).toBe(true);
  const seen: unknown[] = [];
  const { file, contents } = await MapFile.open(path, (found) => void seen.push(found));
  expect(seen).toEqual([contents]);
  await file.close();
});
