// What may be done with a map file when.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { MapFile, readMap } from '../../../src/map-file/map-file.ts';
import { aHeader, aMap, anUpdate, aState } from './fixtures.ts';
import { begun, recovered } from './maps.ts';

describe('the lifecycle', () => {
  test('one call at a time', async () => {
    const { writer } = await begun();
    const first = writer.update(anUpdate(aMap(100)));
    await expect(writer.update(anUpdate(aMap(100)))).rejects.toMatchObject({ code: 'ERR_DEFECT' });
    await expect(writer.flush()).rejects.toMatchObject({ code: 'ERR_DEFECT' });
    await first;
    await writer.flush();
  });

  test('close waits for what is under way, and twice is once', async () => {
    const { storage, writer } = await begun();
    const update = writer.update(anUpdate(aMap(100)));
    await Promise.all([writer.close(), writer.close(), update]);
    await writer.close();
    await writer.abandon();
    expect((await recovered(storage.file)).contents).toMatchObject({ closed: true });
    await expect(writer.update(anUpdate(aMap(100)))).rejects.toMatchObject({ code: 'ERR_DEFECT' });
    await expect(writer.flush()).rejects.toMatchObject({ code: 'ERR_DEFECT' });
  });

  test('closing the file loses no update that is under way', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'surfscan-map-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, 'a.map');
    const file = await MapFile.create(path, aHeader(100), aState());
    await Promise.all([file.update(anUpdate(aMap(100))), file.close()]);
    expect(Buffer.compare((await readMap(path)).map, aMap(100))).toBe(0);
  });

  test.each([
    { dirty: [{ first: 0, end: 101 }] },
    { dirty: [{ first: -1, end: 3 }] },
    { dirty: [{ first: 3, end: 2 }] },
    { readable: [{ first: 0, end: 101 }] },
    {
      readable: [
        { first: 5, end: 9 },
        { first: 0, end: 3 },
      ],
    },
    { map: new Uint8Array(99) },
  ])('refuses an update that does not fit: %o', async (change) => {
    const { writer } = await begun();
    await expect(writer.update(anUpdate(aMap(100), change))).rejects.toMatchObject({
      code: 'ERR_DEFECT',
    });
    await writer.update(anUpdate(aMap(100)));
  });

  test.each([
    { elapsedSeconds: Number.NaN },
    { deviceNs: Number.POSITIVE_INFINITY },
    { runs: -1 },
    { sectors: 2 ** 53 },
    { jobs: 0.5 },
  ])('refuses a state that no file can hold: %o', async (change) => {
    const { writer } = await begun();
    const update = anUpdate(aMap(100), { state: aState(change) });
    await expect(writer.update(update)).rejects.toMatchObject({ code: 'ERR_DEFECT' });
  });
});
