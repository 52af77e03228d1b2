// A closed map takes its compact form in its own place, and its open one again.

import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { MapLayout, PAGE_BYTES } from '../../../src/map-file/format.ts';
import { MapFile, readEndedMap, readHeader, readMap } from '../../../src/map-file/map-file.ts';
import { aHeader, aMap, anUpdate, aState } from './fixtures.ts';

const BLOCKS = 5000;
const HEADER = aHeader(BLOCKS);
const OPEN_BYTES = new MapLayout(HEADER).bytes;

let path: string;
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'surfscan-forms-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  path = join(folder, 'a.surfscan');
});

const folderOf = () => readdirSync(join(path, '..')).sort();

async function made(compact = true): Promise<void> {
  const file = await MapFile.create(path, HEADER, aState());
  await file.update(anUpdate(aMap(BLOCKS)));
  await file.close(compact);
}

describe('closed', () => {
  test('it is small, and tells what it told', async () => {
    await made(false);
    const open = await readMap(path);
    expect(statSync(path).size).toBe(OPEN_BYTES);
    rmSync(path);
    await made();
    expect(statSync(path).size).toBeLessThan(OPEN_BYTES / 20);
    expect(await readMap(path)).toEqual(open);
    expect(await readHeader(path)).toEqual(HEADER);
    expect(await readEndedMap(path)).toBeNull(); // it has no outcome
    expect(folderOf()).toEqual(['a.surfscan']);
  });

  test('its mode stays, and the link that leads to it', async () => {
    const file = await MapFile.create(path, HEADER, aState());
    chmodSync(path, 0o640);
    await file.close(true);
    expect(statSync(path).mode & 0o7777).toBe(0o640);
    const link = `${path}.link`;
    symlinkSync(path, link);
    const again = await MapFile.open(link);
    await again.file.close(true);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(statSync(path).size).toBeLessThan(OPEN_BYTES);
  });

  test('a file that has another name stays as it is', async () => {
    const file = await MapFile.create(path, HEADER, aState());
    linkSync(path, `${path}.other`);
    await file.close(true);
    expect(statSync(path).size).toBe(OPEN_BYTES);
    expect(statSync(`${path}.other`).ino).toBe(statSync(path).ino);
    expect((await readMap(path)).closed).toBe(true);
  });

  test('a file that took its place is left alone', async () => {
    const file = await MapFile.create(path, HEADER, aState());
    renameSync(path, `${path}.moved`);
    writeFileSync(path, 'somebody else');
    await file.close(true);
    expect(readFileSync(path, 'utf8')).toBe('somebody else');
    expect((await readMap(`${path}.moved`)).closed).toBe(true);
    expect(folderOf()).toEqual(['a.surfscan', 'a.surfscan.moved']);
  });

  test('what a killed one left beside it is taken over', async () => {
    writeFileSync(join(path, '..', '.a.surfscan.new'), 'left');
    await made();
    expect(folderOf()).toEqual(['a.surfscan']);
  });
});

describe('gone on with', () => {
  test('it is an open map of full size, locked, and closed as small as before', async () => {
    await made();
    const before = await readMap(path);
    const { file, contents } = await MapFile.open(path);
    expect(contents).toEqual(before);
    expect(statSync(path).size).toBe(OPEN_BYTES);
    await expect(MapFile.open(path)).rejects.toThrow(/in use/);
    const running = await readMap(path);
    expect([running.closed, running.map, running.findings]).toEqual([
      false,
      before.map,
      before.findings,
    ]);
    const map = Uint8Array.from(before.map, (byte, block) => (block === 4000 ? 99 : byte));
    await file.update(anUpdate(map, { dirty: [{ first: 4000, end: 4001 }] }));
    await file.close(true);
    const after = await readMap(path);
    expect([after.closed, Buffer.from(after.map)]).toEqual([true, Buffer.from(map)]);
    expect(statSync(path).size).toBeLessThan(OPEN_BYTES / 20);
    expect(folderOf()).toEqual(['a.surfscan']);
  });

  test('left behind, it is recovered with all that it held', async () => {
    await made();
    const before = await readMap(path);
    const { file } = await MapFile.open(path);
    await file.abandon();
    const left = await readMap(path);
    expect([left.closed, left.map, left.findings]).toEqual([false, before.map, before.findings]);
  });

  test('refused, it is as it was', async () => {
    await made();
    const bytes = readFileSync(path);
    const refuse = () => {
      throw new Error('another disk');
    };
    await expect(MapFile.open(path, refuse)).rejects.toThrow('another disk');
    expect(readFileSync(path).equals(bytes)).toBe(true);
    expect(bytes.length % PAGE_BYTES).not.toBe(0);
  });
});
