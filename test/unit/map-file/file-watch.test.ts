// A map's file is removed, renamed, cut or written over while its scan runs: it is noticed, and what is not
// ours any more is not written.

import {
  closeSync,
  copyFileSync,
  linkSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { native } from '../../../src/addon/native.ts';
import { MapFile, readMap } from '../../../src/map-file/map-file.ts';
import { openStorage } from '../../../src/map-file/storage.ts';
import { aHeader, aMap, anUpdate, aState, layoutOf } from './fixtures.ts';

const folder = mkdtempSync(join(tmpdir(), 'surfscan-watch-'));
afterAll(() => rmSync(folder, { recursive: true }));

let names = 0;

async function written(): Promise<{ path: string; file: MapFile }> {
  const path = join(folder, `map ${names++}`);
  const file = await MapFile.create(path, aHeader(100), aState());
  await file.update(anUpdate(aMap(100)));
  await file.assertInPlace();
  return { path, file };
}

function writeAt(path: string, bytes: Buffer, position: number): void {
  const fd = openSync(path, 'r+');
  writeSync(fd, bytes, 0, bytes.length, position);
  closeSync(fd);
}

describe('a map that is not where it was', () => {
  test.each<[string, (path: string) => void, RegExp]>([
    ['removed', unlinkSync, /was removed or renamed/],
    ['renamed', (path) => renameSync(path, `${path} away`), /was removed or renamed/],
    [
      'replaced',
      (path) => {
        copyFileSync(path, `${path} other`);
        renameSync(`${path} other`, path);
      },
      /was replaced by another file/,
    ],
  ])('%s', async (_, lose, words) => {
    const { path, file } = await written();
    lose(path);
    await expect(file.assertInPlace()).rejects.toMatchObject({
      code: 'ERR_MAP',
      message: expect.stringMatching(words),
    });
    // It is whole, wherever it is.
    await file.update(anUpdate(aMap(100)));
    await file.flush();
    await file.close();
  });

  test('renamed and back again, it is kept', async () => {
    const { path, file } = await written();
    renameSync(path, `${path} away`);
    await expect(file.assertInPlace()).rejects.toMatchObject({ code: 'ERR_MAP' });
    await file.update(anUpdate(aMap(100), { state: aState({ runs: 7 }) }));
    renameSync(`${path} away`, path);
    await file.assertInPlace();
    await file.close();
    expect(await readMap(path)).toMatchObject({ closed: true, state: { runs: 7 } });
  });
});

describe('a map that is not as it was written', () => {
  const { bytes } = layoutOf(aHeader(100));
  test.each<[string, (path: string) => void, RegExp]>([
    ['emptied', (path) => truncateSync(path, 0), /was cut or lengthened .*got 0\)/],
    ['cut', (path) => truncateSync(path, bytes - 1), /was cut or lengthened/],
    ['lengthened', (path) => writeAt(path, Buffer.alloc(1), bytes), /was cut or lengthened/],
    ['another file', (path) => writeFileSync(path, 'what I had to say'), /was cut or lengthened/],
    ['zeroed', (path) => writeFileSync(path, Buffer.alloc(bytes)), /was written over/],
    ['with another header', (path) => writeAt(path, Buffer.from('x'), 20), /was written over/],
    ['with another seal', (path) => writeAt(path, Buffer.from('x'), 6 * 4096), /was written over/],
    [
      'with another page',
      (path) => writeAt(path, Buffer.from('xy'), 8 * 4096 + 99),
      /written over/,
    ],
    ['with a longer end', (path) => writeAt(path, Buffer.from('x'), bytes - 1), /was written over/],
  ])('%s: it is not written any more', async (_, spoil, words) => {
    const { path, file } = await written();
    spoil(path);
    const spoilt = readFileSync(path);
    const lost = { code: 'ERR_MAP', message: expect.stringMatching(words) };
    await expect(file.update(anUpdate(aMap(100)))).rejects.toMatchObject(lost);
    await expect(file.flush()).rejects.toMatchObject(lost);
    await file.assertInPlace();
    await expect(file.close()).rejects.toMatchObject(lost);
    expect(readFileSync(path).equals(spoilt)).toBe(true);
    await (await openStorage(path, 'write')).close(); // the lock is gone
  });

  test('touched, or linked to, it is', async () => {
    const { path, file } = await written();
    utimesSync(path, 1, 1);
    linkSync(path, `${path} linked`);
    await file.update(anUpdate(aMap(100), { state: aState({ runs: 7 }) }));
    utimesSync(path, 2, 2);
    await file.flush();
    await file.abandon();
    const { file: again } = await MapFile.open(path);
    utimesSync(path, 3, 3);
    await again.update(anUpdate(aMap(100), { state: aState({ runs: 7 }) }));
    await again.close();
    expect(await readMap(path)).toMatchObject({ closed: true, state: { runs: 7 } });
  });
});

test('where no lock can be had, no file is left', async () => {
  const path = join(folder, 'unlocked');
  const spy = vi.spyOn(native, 'lockFile').mockImplementation(() => {
    throw Object.assign(new Error('flock'), { errno: 'ENOLCK' });
  });
  try {
    await expect(MapFile.create(path, aHeader(100), aState())).rejects.toMatchObject({
      code: 'ERR_MAP',
      errno: 'ENOLCK',
    });
  } finally {
    spy.mockRestore();
  }
  expect(() => readFileSync(path)).toThrow(/ENOENT/);
});
