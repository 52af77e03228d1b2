// What is on the disk before what: a map is as durable as the order of its writes and syncs makes it.

import { mkdtempSync, rmSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { HEADER_COPIES, HEADER_PAGES, PAGE_BYTES, sealPage } from '../../../src/map-file/format.ts';
import { MapFile, readMap } from '../../../src/map-file/map-file.ts';
import { openStorage, syncDirectoryOf } from '../../../src/map-file/storage.ts';
import { aHeader, aMap, anUpdate, aState } from './fixtures.ts';

/** What reached the system, of any file: "write seal", "sync map", "sync folder", … */
const calls: string[] = [];
/** errno that a folder's fsync fails with. */
let folderErrno: string | null = null;
/** errno that a map's open fails with. */
let openErrno: string | null = null;

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  return {
    ...real,
    open: async (path: string, ...rest: [number, number]) => {
      if (openErrno !== null) throw Object.assign(new Error(openErrno), { code: openErrno });
      const handle = await real.open(path, ...rest);
      return record(handle, path.endsWith('.map') ? 'map' : 'folder');
    },
  };
});

function record(handle: FileHandle, what: 'map' | 'folder'): FileHandle {
  const { write, sync, truncate, close } = handle;
  const writing = (...args: [Uint8Array, number, number, number]) => {
    note(`write ${partAt(args[3])}`);
    return write.apply(handle, args as never);
  };
  const syncing = async () => {
    note(`sync ${what}`);
    if (what === 'folder' && folderErrno !== null) {
      throw Object.assign(new Error(folderErrno), { code: folderErrno });
    }
    await sync.call(handle);
  };
  const truncating = (length?: number) => {
    note('truncate');
    return truncate.call(handle, length);
  };
  const closing = () => {
    note(`close ${what}`);
    return close.call(handle);
  };
  return Object.assign(handle, {
    write: writing,
    sync: syncing,
    truncate: truncating,
    close: closing,
  } as object);
}

/** Writes of one part that follow one another are one. */
function note(call: string): void {
  if (calls.at(-1) !== call || !call.startsWith('write')) calls.push(call);
}

function partAt(position: number): string {
  if (position < HEADER_COPIES * HEADER_PAGES * PAGE_BYTES) return 'header';
  const isSeal = position === sealPage(0) * PAGE_BYTES || position === sealPage(1) * PAGE_BYTES;
  return isSeal ? 'seal' : 'pages';
}

const folder = mkdtempSync(join(tmpdir(), 'surfscan-order-'));
afterAll(() => rmSync(folder, { recursive: true }));
let made = 0;
const newPath = () => join(folder, `${made++}.map`);
beforeEach(() => {
  calls.length = 0;
  folderErrno = null;
  openErrno = null;
});

const BLOCKS = 100;
const SEALED = ['write seal', 'sync map', 'write seal', 'sync map'];

test('a new map: all of it, on the disk; then the seal that says so; then its name', async () => {
  const file = await MapFile.create(newPath(), aHeader(BLOCKS), aState());
  // The zeros of the blank pages begin where the first seal will be.
  expect(calls).toEqual([
    'write header',
    'write seal',
    'write pages',
    'sync map',
    ...SEALED,
    'sync folder',
    'close folder',
  ]);
  await file.abandon();
});

test('an update waits for no disk, a flush does', async () => {
  const file = await MapFile.create(newPath(), aHeader(BLOCKS), aState());
  calls.length = 0;
  await file.update(anUpdate(aMap(BLOCKS)));
  expect(calls).toEqual(['write pages']);
  await file.flush();
  expect(calls).toEqual(['write pages', 'sync map']);
  await file.abandon();
});

test('closing: what was written is on the disk before the seal that vouches for it', async () => {
  const file = await MapFile.create(newPath(), aHeader(BLOCKS), aState());
  await file.update(anUpdate(aMap(BLOCKS)));
  calls.length = 0;
  await file.close();
  expect(calls).toEqual(['sync map', ...SEALED, 'close map']);
});

test('leaving a map open touches it no more', async () => {
  const file = await MapFile.create(newPath(), aHeader(BLOCKS), aState());
  await file.update(anUpdate(aMap(BLOCKS)));
  calls.length = 0;
  await file.abandon();
  expect(calls).toEqual(['close map']);
});

test('going on: the map is an open one, on the disk, before anything else of it changes', async () => {
  const path = newPath();
  await (await MapFile.create(path, aHeader(BLOCKS), aState())).close();
  calls.length = 0;
  const { file } = await MapFile.open(path);
  expect(calls).toEqual([...SEALED, 'sync map']);
  await file.abandon();
});

test('a map whose making was cut off is emptied before it is made anew', async () => {
  const path = newPath();
  await (await openStorage(path, 'create')).close();
  calls.length = 0;
  const file = await MapFile.create(path, aHeader(BLOCKS), aState(), true);
  expect(calls.slice(0, 2)).toEqual(['truncate', 'write header']);
  expect(calls.slice(-2)).toEqual(['sync folder', 'close folder']);
  await file.abandon();
});

test.each([
  'EINVAL',
  'ENOTSUP',
  'EISDIR',
  'EACCES',
])('%s of a folder that knows no fsync is no failure', async (errno) => {
  folderErrno = errno;
  await expect(syncDirectoryOf(newPath())).resolves.toBeUndefined();
});

test('any other failure of the folder is: the map may be lost', async () => {
  folderErrno = 'EIO';
  await expect(MapFile.create(newPath(), aHeader(BLOCKS), aState())).rejects.toMatchObject({
    code: 'ERR_MAP',
    errno: 'EIO',
    syscall: 'fsync',
  });
});

test.each([
  ['ENOENT', 'ERR_ABSENT'],
  ['ENOTDIR', 'ERR_ABSENT'],
  ['EACCES', 'ERR_ACCESS'],
  ['EPERM', 'ERR_ACCESS'],
  ['ELOOP', 'ERR_OPEN'],
  ['EIO', 'ERR_OPEN'],
])('a map for a report that cannot be opened, %s, is %s', async (errno, code) => {
  const path = newPath();
  await (await MapFile.create(path, aHeader(BLOCKS), aState())).close();
  openErrno = errno;
  await expect(readMap(path)).rejects.toMatchObject({ code, errno, syscall: 'open' });
  // For a scan it is what was asked for.
  await expect(MapFile.open(path)).rejects.toMatchObject({ code: 'ERR_USAGE', errno });
});

test.each(['ENOSPC', 'EDQUOT', 'EFBIG'])('%s: there is no room for a map', async (errno) => {
  openErrno = errno;
  await expect(MapFile.create(newPath(), aHeader(BLOCKS), aState())).rejects.toMatchObject({
    code: 'ERR_MAP_SPACE',
    errno,
  });
});
