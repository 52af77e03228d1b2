// A map that another file takes the place of: whole on the disk before it has the name, and the name after it.

import { mkdtempSync, rmSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { MapFile } from '../../../src/map-file/map-file.ts';
import { aHeader, aMap, anUpdate, aState } from './fixtures.ts';

/** What reached the system: "write new", "sync new", "rename", "sync folder". */
const calls: string[] = [];

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  const kindOf = (path: string) => {
    if (path.endsWith('.new')) return 'new';
    return path.endsWith('.map') ? 'map' : 'folder';
  };
  const recorded = (handle: FileHandle, kind: string): FileHandle => {
    const { write, sync } = handle;
    return Object.assign(handle, {
      write: (...args: unknown[]) => {
        if (calls.at(-1) !== `write ${kind}`) calls.push(`write ${kind}`);
        return write.apply(handle, args as never);
      },
      sync: () => {
        calls.push(`sync ${kind}`);
        return sync.call(handle);
      },
    } as object);
  };
  return {
    ...real,
    open: async (path: string, ...rest: [number, number]) =>
      recorded(await real.open(path, ...rest), kindOf(path)),
    rename: (from: string, to: string) => {
      calls.push('rename');
      return real.rename(from, to);
    },
  };
});

const folder = mkdtempSync(join(tmpdir(), 'surfscan-beside-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a compact form', async () => {
  const path = join(folder, 'a.map');
  const file = await MapFile.create(path, aHeader(100), aState());
  await file.update(anUpdate(aMap(100)));
  calls.length = 0;
  await file.close(true);
  expect(calls.slice(calls.indexOf('write new'))).toEqual([
    'write new',
    'sync new',
    'rename',
    'sync folder',
  ]);
});

test('the open form of a compact one', async () => {
  calls.length = 0;
  const { file } = await MapFile.open(join(folder, 'a.map'));
  expect(calls.slice(-3)).toEqual(['sync new', 'rename', 'sync folder']);
  await file.abandon();
});
