// A report's file is the old one or the new one, whole, also after power loss: what is in it is on the disk
// before it has its name.

import type { PathLike } from 'node:fs';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { assertCanBeWritten, writeAnew } from '../../../src/cli/file-anew.ts';

/** What reached the system, in its order. */
const calls: string[] = [];
/** errno that a write fails with. */
let writeErrno: string | null = null;

vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>();
  const promises = {
    ...real.promises,
    open: async (...args: Parameters<typeof real.promises.open>) =>
      recorded(await real.promises.open(...args)),
    rename: (from: PathLike, to: PathLike) => {
      calls.push(`rename to ${basename(String(to))}`);
      return real.promises.rename(from, to);
    },
  };
  return { ...real, promises };
});

function recorded(handle: FileHandle): FileHandle {
  const { writeFile, sync, close } = handle;
  return Object.assign(handle, {
    writeFile: (text: string) => {
      calls.push(`write ${text}`);
      if (writeErrno === null) return writeFile.call(handle, text);
      return Promise.reject(Object.assign(new Error(writeErrno), { code: writeErrno }));
    },
    sync: () => {
      calls.push('sync');
      return sync.call(handle);
    },
    close: () => {
      calls.push('close');
      return close.call(handle);
    },
  });
}

const folder = mkdtempSync(join(tmpdir(), 'surfscan-anew-'));
afterAll(() => rmSync(folder, { recursive: true }));
const pathOf = (name: string) => join(folder, name);
const remains = () => readdirSync(folder).filter((name) => name.startsWith('.surfscan'));
beforeEach(() => {
  calls.length = 0;
  writeErrno = null;
});

test('it is written, on the disk, closed; then it has its name', async () => {
  await writeAnew(pathOf('new'), 'text');
  expect(calls).toEqual(['write text', 'sync', 'close', 'rename to new']);
  expect(readFileSync(pathOf('new'), 'utf8')).toBe('text');
});

test('a disk that is full leaves the old one, and nothing beside it', async () => {
  writeFileSync(pathOf('old'), 'old');
  writeErrno = 'ENOSPC';
  await expect(writeAnew(pathOf('old'), 'new')).rejects.toMatchObject({ code: 'ENOSPC' });
  expect(calls).toEqual(['write new', 'close']);
  expect(readFileSync(pathOf('old'), 'utf8')).toBe('old');
  expect(remains()).toEqual([]);
});

test('a name that cannot be taken leaves nothing beside it', async () => {
  mkdirSync(pathOf('folder'));
  await expect(writeAnew(pathOf('folder'), 'text')).rejects.toMatchObject({ code: 'EISDIR' });
  expect(remains()).toEqual([]);
});

test('whether it can be written is tried beside it, and leaves nothing', async () => {
  await assertCanBeWritten(pathOf('later'));
  expect(calls).toEqual(['close']);
  expect(readdirSync(folder)).not.toContain('later');
  expect(remains()).toEqual([]);
  await expect(assertCanBeWritten(pathOf('nowhere/x'))).rejects.toMatchObject({ code: 'ENOENT' });
});
