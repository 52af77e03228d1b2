// File systems that do not take what they are given: it is said, and tried again; two runs on one map.

import { execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { NO_FINDINGS } from '../../../src/map-file/contents.ts';
import { PAGE_BYTES } from '../../../src/map-file/format.ts';
import { isReplaceable, MapFile, readMap } from '../../../src/map-file/map-file.ts';
import { recover } from '../../../src/map-file/recover.ts';
import { describeUnless } from '../../rig/availability.ts';
import { ADDON } from '../addon/native-fixture.ts';
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
        `write said ${errno}; the scan goes on, and it is tried again$`,
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
        message: expect.stringMatching(/^there is no room for the map .*: write said ENOSPC$/),
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

describe('a lock', () => {
  test('keeps a second run of this process away', async () => {
    const path = join(folder, 'locked');
    const file = await MapFile.create(path, aHeader(100), aState());
    const inUse = {
      code: 'ERR_USAGE',
      message: expect.stringMatching(/another run is writing it$/),
    };
    await expect(MapFile.open(path)).rejects.toMatchObject(inUse);
    await expect(MapFile.open(path)).rejects.toMatchObject(inUse); // a refusal takes no lock away
    await file.close();
    const { file: again } = await MapFile.open(path);
    await expect(MapFile.open(path)).rejects.toMatchObject(inUse);
    await again.abandon();
    await (await MapFile.open(path)).file.close();
  });

  test('keeps another process away, and goes when that is killed', async () => {
    const path = join(folder, 'locked elsewhere');
    await (await MapFile.create(path, aHeader(100), aState())).close();
    const before = readFileSync(path);
    const script = `
      const { lockFile } = require(${JSON.stringify(ADDON)});
      const fd = require('fs').openSync(${JSON.stringify(path)}, 'r+');
      console.log(lockFile(fd));
      setInterval(() => {}, 1000);`;
    const other = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = new Promise((resolve) => other.on('exit', resolve));
    const said = await new Promise((resolve) => other.stdout.once('data', resolve));
    expect(String(said)).toBe('true\n');
    await expect(MapFile.open(path)).rejects.toThrow(/another run is writing it/);
    expect(readFileSync(path).equals(before)).toBe(true);
    expect((await readMap(path)).closed).toBe(true); // reports take no lock
    other.kill('SIGKILL');
    await ended;
    await (await MapFile.open(path)).file.close();
  });
});

describe('a new map', () => {
  test('is never made over a file', async () => {
    const path = join(folder, 'mine');
    for (const replace of [false, true]) {
      writeFileSync(path, 'my novel');
      await expect(MapFile.create(path, aHeader(1), aState(), replace)).rejects.toThrow(
        /mine exists: go on with it \(--resume\), or name another file$/,
      );
      expect(readFileSync(path, 'utf8')).toBe('my novel');
    }
    expect(await isReplaceable(path)).toBe(false);
    await expect(
      MapFile.create(join(folder, 'no', 'such', 'folder'), aHeader(1), aState()),
    ).rejects.toMatchObject({ code: 'ERR_USAGE', errno: 'ENOENT' });
  });

  test('replaces one whose making was cut off, wherever that was', async () => {
    const header = aHeader(9000, { toLba: 9000, blockSectors: 1 });
    const cut = new MemoryStorage();
    let writes = 0;
    const images: Buffer[] = [Buffer.alloc(0)];
    cut.failing = (call) => {
      if (call === 'write') images.push(Buffer.from(cut.file));
      writes++;
      return null;
    };
    await begun(header, cut);
    expect(writes).toBeGreaterThan(8);
    const path = join(folder, 'cut off');
    // Behind the second image the header is whole; from the first seal on, the map is.
    const { bytes } = layoutOf(header);
    let replaced = 0;
    for (const image of images) {
      writeFileSync(path, image);
      const isMap = image.length === bytes && (await isSealed(image));
      if (image.length > 0 && image.every((byte) => byte === 0)) continue; // before the first write
      expect(await isReplaceable(path)).toBe(!isMap);
      if (isMap) continue;
      const file = await MapFile.create(path, header, aState(), true);
      await file.close();
      expect(statSync(path).size).toBe(bytes);
      expect(await readMap(path)).toMatchObject({ closed: true, findings: NO_FINDINGS });
      replaced++;
    }
    expect(replaced).toBeGreaterThan(5);
  });

  test('never replaces one that holds a reading, sealed or not', async () => {
    const { storage, writer } = await begun();
    await writer.update(anUpdate(aMap(100)));
    const path = join(folder, 'unsealed');
    const file = Buffer.from(storage.file);
    file.fill(0, 6 * PAGE_BYTES, 8 * PAGE_BYTES); // both seals
    writeFileSync(path, file);
    expect(await isReplaceable(path)).toBe(false);
    await expect(MapFile.create(path, aHeader(100), aState(), true)).rejects.toThrow(/exists/);
    await expect(MapFile.open(path)).rejects.toThrow(/never made in full/);
    expect(readFileSync(path).equals(file)).toBe(true);
  });

  test('is made where there is nothing', async () => {
    const path = join(folder, 'new');
    expect(await isReplaceable(path)).toBe(true);
    await (await MapFile.create(path, aHeader(1), aState(), true)).close();
    expect(await isReplaceable(path)).toBe(false);
    mkdirSync(join(folder, 'directory'));
    await expect(isReplaceable(join(folder, 'directory'))).rejects.toThrow(/no regular file/);
  });
});

async function isSealed(image: Buffer): Promise<boolean> {
  return recovered(image).then(
    () => true,
    () => false,
  );
}
