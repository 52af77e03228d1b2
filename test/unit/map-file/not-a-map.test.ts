// What is no map, may not be read, or cannot be made into one.

import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { blankMap } from '../../../src/map-file/blank-map.ts';
import { MapFile, readMap } from '../../../src/map-file/map-file.ts';
import { aHeader, aState } from './fixtures.ts';
import { openFile } from './hostile.ts';
import { begun, recovered } from './maps.ts';

const folder = mkdtempSync(join(tmpdir(), 'surfscan-map-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('what is no file of ours', () => {
  const refusals: [string, (path: string) => void | Promise<void>, RegExp][] = [
    ['a directory', (path) => mkdirSync(path), /no regular file/],
    [
      'a FIFO',
      (path) => {
        execFileSync('mkfifo', [path]);
      },
      /no regular file.*never writes to disks/,
    ],
    ['a link to a device', (path) => symlinkSync('/dev/zero', path), /no regular file/],
    ['a link to a directory', (path) => symlinkSync('/', path), /no regular file/],
    [
      'a link to nowhere',
      (path) => symlinkSync('/nowhere/at/all', path),
      /cannot be opened: .*\(ENOENT\)/,
    ],
    ['a link to itself', (path) => symlinkSync(path, path), /cannot be opened: .*\(ELOOP\)/],
    ['nothing', () => {}, /cannot be opened: .*\(ENOENT\)/],
    ['an empty file', (path) => writeFileSync(path, ''), /it is no surfscan map/],
    ['text', (path) => writeFileSync(path, 'hello\n'.repeat(20_000)), /it is no surfscan map/],
    ['zeros', (path) => writeFileSync(path, Buffer.alloc(1e6)), /it is no surfscan map/],
    [
      'a socket',
      (path) =>
        new Promise((resolve) => {
          const server = createServer().listen(path, () => resolve());
          server.unref();
        }),
      /no regular file/,
    ],
  ];

  test.each(refusals)('%s is refused', async (name, make, words) => {
    const path = join(folder, name);
    await make(path);
    await expect(MapFile.open(path)).rejects.toThrow(words);
    await expect(MapFile.open(path)).rejects.toMatchObject({ code: 'ERR_USAGE' });
    await expect(readMap(path)).rejects.toThrow(words);
    if (name === 'nothing') return;
    await expect(MapFile.create(path, aHeader(1), aState())).rejects.toMatchObject({
      code: 'ERR_USAGE',
      message: expect.stringMatching(/exists: go on with it|no regular file/),
    });
  });

  test('a file that may not be read is refused', async () => {
    const path = join(folder, 'secret');
    writeFileSync(path, await openFile());
    chmodSync(path, 0);
    chmodSync(folder, 0o711);
    const isRoot = process.getuid?.() === 0; // root reads everything
    if (isRoot) process.seteuid!(65534);
    try {
      await expect(readMap(path)).rejects.toThrow(/cannot be opened: .*\(EACCES\)/);
      await expect(MapFile.open(path)).rejects.toMatchObject({
        code: 'ERR_USAGE',
        errno: 'EACCES',
      });
      const inside = join(path, '..', 'new');
      await expect(MapFile.create(inside, aHeader(1), aState())).rejects.toThrow(/EACCES/);
    } finally {
      if (isRoot) process.seteuid!(0);
    }
  });

  test('names that steer a terminal are shown clean', async () => {
    const path = join(folder, 'a\u001b[2J\u202eb');
    await expect(readMap(path)).rejects.toThrow(/a\?\[2J\?b cannot be opened/);
    writeFileSync(path, 'x');
    await expect(readMap(path)).rejects.toThrow(/a\?\[2J\?b is refused: it is no surfscan map$/);
  });

  test('nothing is made where header or state are not valid', async () => {
    const path = join(folder, 'not made');
    const bad = aHeader(1, { toLba: 99 });
    await expect(MapFile.create(path, bad, aState())).rejects.toMatchObject({ code: 'ERR_USAGE' });
    const options = { failOn: Array(65).fill('bad>0') };
    await expect(MapFile.create(path, aHeader(1), aState({ options }))).rejects.toThrow(/options/);
    const long = Object.fromEntries(
      Array.from({ length: 20 }, (_, i) => [`o${i}`, Array(64).fill('x'.repeat(240))]),
    );
    expect(() => blankMap(aHeader(1), aState({ options: long }))).toThrow(/too long to be kept/);
    expect(existsSync(path)).toBe(false);
  });

  test('the longest header fits', async () => {
    const wide = '\u{1F600}"'.repeat(600);
    const { identity } = aHeader(1);
    const most = 2 ** 53 - 1;
    const header = aHeader(1, {
      identity: {
        ...identity,
        path: wide,
        model: wide,
        serial: wide,
        firmware: wide,
        wwn: wide,
        bus: wide,
        sectors: most,
      },
      fromLba: most - 8,
      toLba: most,
      partitions: Array(200).fill({ index: 2 ** 32 - 1, firstLba: most - 1, lastLba: most - 1 }),
    });
    const { storage } = await begun(header);
    const kept = (await recovered(storage.file)).contents.header;
    expect(kept.partitions).toHaveLength(128);
    expect(kept.identity.path).toMatch(/^(\u{1F600}")+\u{1F600}…$/u);
  });
});
