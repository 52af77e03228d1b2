// File systems that do not take what they are given: it is said, and tried again; two runs on one map.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { PAGE_BYTES } from '../../../src/map-file/format.ts';
import { MapFile, readMap } from '../../../src/map-file/map-file.ts';
import { recover } from '../../../src/map-file/recover.ts';
import { describeUnless } from '../../rig/availability.ts';
import { aHeader, aMap, anUpdate, aState, FINDINGS, layoutOf, MemoryStorage } from './fixtures.ts';
import { begun, recovered, reopened } from './maps.ts';

const folder = mkdtempSync(join(tmpdir(), 'surfscan-map-'));

afterAll(() => rmSync(folder, { recursive: true }));

describe('a write that fails', () => {
  const BLOCKS = 9000;

  test.each(['ENOSPC', 'EIO', 'EDQUOT', 'EROFS'])('%s is said, and tried again', async (errno) => {
    const { storage, writer } = await begun(aHeader(BLOCKS));
    const map = aMap(BLOCKS);
    storage.failing = (call) => (call === 'write' ? errno : null);
    await expect(writer.update(anUpdate(map))).rejects.toMatchObject({
      code: 'ERR_MAP',
      errno,
      syscall: 'write',
      message: expect.stringMatching(
        ` \\(${errno}\\), said write; the scan goes on, and it is tried again$`,
      ),
    });
    await expect(writer.update(anUpdate(map, { dirty: [] }))).rejects.toMatchObject({ errno });
    storage.failing = () => null;
    await writer.update(anUpdate(map, { dirty: [] }));
    const { contents } = await recovered(Buffer.from(storage.file));
    expect(Buffer.compare(contents.map, map)).toBe(0);
    expect(contents.findings).toEqual(FINDINGS);
    await writer.close();
    expect((await recovered(storage.file)).contents.closed).toBe(true);
  });

  test('of one piece does not keep the others from being written', async () => {
    const { storage, writer } = await begun(aHeader(BLOCKS));
    const layout = layoutOf(aHeader(BLOCKS));
    const map = aMap(BLOCKS);
    const every = [0, 2].map((page) => ({ first: page * 4080, end: page * 4080 + 1 }));
    const first = layout.mapPage(0, 0) * PAGE_BYTES;
    storage.failing = (call, position) => (call === 'write' && position === first ? 'EIO' : null);
    await expect(writer.update(anUpdate(map, { dirty: every }))).rejects.toMatchObject({
      errno: 'EIO',
    });
    const { contents } = await recovered(Buffer.from(storage.file));
    const expected = new Uint8Array(map);
    expected.fill(0, 0, 8160);
    expect(contents.map).toEqual(expected);
    expect(contents.findings).toEqual(FINDINGS);
  });

  test('in the last update is made good by a flush, and by closing', async () => {
    for (const end of ['flush', 'close'] as const) {
      const { storage, writer } = await begun(aHeader(BLOCKS));
      const map = aMap(BLOCKS);
      storage.failing = (call) => (call === 'write' ? 'ENOSPC' : null);
      await expect(writer.update(anUpdate(map))).rejects.toMatchObject({ code: 'ERR_MAP' });
      await expect(writer.flush()).rejects.toMatchObject({ code: 'ERR_MAP', errno: 'ENOSPC' });
      storage.failing = () => null;
      await writer[end]();
      const { contents } = await recovered(Buffer.from(storage.file));
      expect(Buffer.compare(contents.map, map)).toBe(0);
      expect(contents.findings).toEqual(FINDINGS);
      expect(contents.closed).toBe(end === 'close');
    }
  });

  test('at the end leaves a map that can be read, and the file is let go', async () => {
    for (const call of ['write', 'sync'] as const) {
      const { storage, writer } = await begun(aHeader(BLOCKS));
      const map = aMap(BLOCKS);
      await writer.update(anUpdate(map));
      storage.failing = (called) => (called === call ? 'EIO' : null);
      await expect(writer.close()).rejects.toMatchObject({ code: 'ERR_MAP', errno: 'EIO' });
      await expect(writer.close()).rejects.toMatchObject({ code: 'ERR_MAP', errno: 'EIO' });
      expect(storage.closed).toBe(true);
      storage.failing = () => null;
      const { contents } = await recovered(storage.file);
      expect(Buffer.compare(contents.map, map)).toBe(0);
      // Half of the seal's page is all of the seal, and all before it was flushed.
      expect(contents.closed).toBe(call === 'write');
    }
  });

  test('of the flush: all since the last one is written again', async () => {
    const { storage, writer } = await begun(aHeader(BLOCKS));
    const map = aMap(BLOCKS);
    await writer.update(anUpdate(map));
    const written = storage.writes.length;
    storage.failing = (call) => (call === 'sync' ? 'EIO' : null);
    await expect(writer.flush()).rejects.toMatchObject({ code: 'ERR_MAP', syscall: 'sync' });
    storage.failing = () => null;
    await writer.update(anUpdate(map, { dirty: [] }));
    const again = storage.writes.slice(written);
    expect(again.reduce((sum, { bytes }) => sum + bytes, 0)).toBe((3 + 2) * PAGE_BYTES);
    await writer.close();
    expect((await recovered(storage.file)).contents.findings).toEqual(FINDINGS);
  });

  test('while it is made, or opened, is an error; reading that fails, too', async () => {
    for (const call of ['write', 'sync'] as const) {
      const storage = new MemoryStorage();
      storage.failing = (called) => (called === call ? 'EIO' : null);
      await expect(begun(aHeader(100), storage)).rejects.toMatchObject({ code: 'ERR_MAP' });
      const { storage: made, writer } = await begun();
      await writer.abandon();
      made.failing = storage.failing;
      await expect(reopened(made)).rejects.toMatchObject({ code: 'ERR_MAP' });
    }
    const { storage } = await begun();
    storage.failing = (call) => (call === 'read' ? 'EIO' : null);
    await expect(recover(storage)).rejects.toMatchObject({ code: 'ERR_MAP', errno: 'EIO' });
  });
});

const canMount = process.platform === 'linux' && process.getuid?.() === 0;

describeUnless(
  canMount ? null : 'mounting a small file system needs root',
  'a full file system',
  () => {
    function aTinyFileSystem(bytes: number): string {
      const mount = mkdtempSync(join(folder, 'tiny-'));
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', mount]);
      onTestFinished(() => {
        execFileSync('umount', [mount]);
      });
      return mount;
    }

    test('has no room for a new map: nothing is left of it', async () => {
      const mount = aTinyFileSystem(256 * 1024);
      const path = join(mount, 'map');
      await expect(MapFile.create(path, aHeader(10_000), aState())).rejects.toMatchObject({
        code: 'ERR_MAP_SPACE',
        errno: 'ENOSPC',
        message: expect.stringMatching(
          /^there is no room for the map .*: its file system is full \(ENOSPC\), said write$/,
        ),
      });
      expect(existsSync(path)).toBe(false);
    });

    test('does not matter to a map that has its size', async () => {
      const header = aHeader(4000);
      const { bytes } = layoutOf(header);
      const mount = aTinyFileSystem(bytes + 64 * 1024);
      const path = join(mount, 'map');
      const file = await MapFile.create(path, header, aState());
      expect(() => writeFileSync(join(mount, 'rest'), Buffer.alloc(bytes))).toThrow(/ENOSPC/);
      const map = aMap(4000);
      await file.update(anUpdate(map));
      await file.close();
      expect(Buffer.compare((await readMap(path)).map, map)).toBe(0);
    });
  },
);
