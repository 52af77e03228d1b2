// Which maps have room, before any is written.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Room, roomFor, withoutRoom } from '../../../src/map-file/room.ts';

function asks(rooms: Record<string, Partial<Room>>) {
  return async (path: string): Promise<Room> => ({
    ...{ fileSystem: path[1]!, freeBytes: 0, heldBytes: 0 },
    ...rooms[path],
  });
}

describe('of several maps', () => {
  test('each that has no room is named, with its size and what is left', async () => {
    const ask = asks({ '/a/1': { freeBytes: 99 }, '/b/1': { freeBytes: 100 } });
    const maps = ['/a/1', '/b/1'].map((path) => ({ path, bytes: 100 }));
    const refused = await withoutRoom(maps, ask);
    expect([...refused.keys()]).toEqual(['/a/1']);
    expect(refused.get('/a/1')).toMatchObject({
      code: 'ERR_MAP_SPACE',
      errno: 'ENOSPC',
      path: '/a/1',
      message:
        'there is no room for the map /a/1: it takes 100 B, and its file system has 99 B left',
    });
  });

  test('those of one file system share its room; a smaller one may fit behind one that does not', async () => {
    const free = { freeBytes: 250 };
    const ask = asks({ '/a/1': free, '/a/2': free, '/a/3': free, '/b/1': free });
    const maps = [
      { path: '/a/1', bytes: 150 },
      { path: '/a/2', bytes: 101 },
      { path: '/a/3', bytes: 100 },
      { path: '/b/1', bytes: 250 },
    ];
    expect([...(await withoutRoom(maps, ask)).keys()]).toEqual(['/a/2']);
  });

  test('what is written anew has the room of what it was, what is made beside has not', async () => {
    const ask = asks({ '/a/1': { freeBytes: 60, heldBytes: 40 } });
    expect((await withoutRoom([{ path: '/a/1', bytes: 100 }], ask)).size).toBe(0);
    expect((await withoutRoom([{ path: '/a/1', bytes: 100, isBeside: true }], ask)).size).toBe(1);
  });

  test('where a file system does not say, it is found out by writing', async () => {
    const ask = asks({ '/a/1': { freeBytes: null } });
    expect((await withoutRoom([{ path: '/a/1', bytes: 2 ** 50 }], ask)).size).toBe(0);
  });
});

describe('by statfs', () => {
  const SAID = { bsize: 4096, blocks: 1000, bfree: 500, bavail: 300 };
  const folder = mkdtempSync(join(tmpdir(), 'surfscan-room-'));
  const says = (said: Partial<typeof SAID>) => async () => ({ ...SAID, ...said });

  test('root has what is kept back for root, others have not', async () => {
    const map = join(folder, 'new.map');
    expect((await roomFor(map, says({}), true)).freeBytes).toBe(500 * 4096);
    expect((await roomFor(map, says({}), false)).freeBytes).toBe(300 * 4096);
    expect((await roomFor(map, says({ bavail: -20 }), false)).freeBytes, 'FreeBSD').toBe(0);
    expect((await roomFor(map, says({ blocks: 0 }), true)).freeBytes, 'no size').toBe(null);
  });

  test('maps of one folder are on one file system, and a file holds what it holds', async () => {
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const map = join(folder, 'old.map');
    writeFileSync(map, Buffer.alloc(100_000, 1));
    const [old, fresh] = await Promise.all([roomFor(map), roomFor(join(folder, 'new.map'))]);
    expect(old.fileSystem).toBe(fresh.fileSystem);
    expect(fresh).toMatchObject({ heldBytes: 0, freeBytes: expect.any(Number) });
    expect(old.heldBytes).toBeGreaterThanOrEqual(0);
  });

  test('that fails, or of a folder that is not there: it is not known', async () => {
    const fails = async () => Promise.reject(new Error('ENOSYS'));
    expect((await roomFor(join(tmpdir(), 'x.map'), fails)).freeBytes).toBe(null);
    expect((await roomFor('/nowhere/x.map')).freeBytes).toBe(null);
  });
});
