// A new map: made whole, or not at all.

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { NO_FINDINGS } from '../../../src/map-file/contents.ts';
import { PAGE_BYTES } from '../../../src/map-file/format.ts';
import { isReplaceable, MapFile, readMap } from '../../../src/map-file/map-file.ts';
import { ADDON } from '../addon/native-fixture.ts';
import { aHeader, aMap, anUpdate, aState, layoutOf, MemoryStorage } from './fixtures.ts';
import { begun, recovered } from './maps.ts';

const folder = mkdtempSync(join(tmpdir(), 'surfscan-map-'));

afterAll(() => rmSync(folder, { recursive: true }));

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
