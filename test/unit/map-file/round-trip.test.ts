// What is written is what is read: real files, all fields, all sizes.

import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { NO_FINDINGS } from '../../../src/map-file/contents.ts';
import { MapFile, readMap } from '../../../src/map-file/map-file.ts';
import { aHeader, aMap, anUpdate, aState, FINDINGS, layoutOf } from './fixtures.ts';
import { begun, recovered, reopened } from './maps.ts';

const folder = mkdtempSync(join(tmpdir(), 'surfscan-map-'));

afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;

const aPath = () => join(folder, `map-${files++}`);

describe('a map file', () => {
  test('has its full size once it is made, and nothing in it', async () => {
    const header = aHeader(10_000);
    const path = aPath();
    const file = await MapFile.create(path, header, aState());
    const { blocks, size } = statSync(path);
    expect(size).toBe(layoutOf(header).bytes);
    expect(blocks * 512).toBeGreaterThanOrEqual(size); // no holes
    await file.close();
    const { map, findings, state, closed, notes } = await readMap(path);
    expect(map).toEqual(new Uint8Array(10_000));
    expect(map.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect({ findings, state, closed, notes }).toEqual({
      findings: NO_FINDINGS,
      state: aState(),
      closed: true,
      notes: [],
    });
  });

  // Blocks a page: 4080.
  test.each([
    100,
    4079,
    4080,
    4081,
    8160,
    3 * 4080 + 1,
    300 * 4080,
  ])('keeps all of %i blocks', async (blocks) => {
    const path = aPath();
    const header = aHeader(blocks);
    const file = await MapFile.create(path, header, aState({ runs: 1 }));
    const map = aMap(blocks);
    await file.update(anUpdate(map));
    await file.close();
    const contents = await readMap(path);
    expect(Buffer.compare(contents.map, map)).toBe(0);
    expect(contents).toMatchObject({ header, state: aState(), findings: FINDINGS, closed: true });
    expect(contents.notes).toEqual([]);
    rmSync(path);
  });

  test('holds ranges that begin anywhere, and of one sector', async () => {
    const identity = { ...aHeader(1).identity, sectors: 2 ** 53 - 1 };
    for (const [fromLba, toLba] of [
      [2 ** 53 - 2, 2 ** 53 - 1],
      [3, 17],
      [2 ** 32 - 1, 2 ** 32 + 800],
    ] as const) {
      const path = aPath();
      const header = aHeader(1, { identity, fromLba, toLba, partitions: [] });
      const file = await MapFile.create(path, header, aState());
      const { blocks } = layoutOf(header);
      const map = new Uint8Array(new SharedArrayBuffer(blocks)).fill(50);
      const bad = [
        { from: toLba - 1, to: toLba, value: { error: 'UNC', errno: null, exact: true, reads: 1 } },
      ] as const;
      await file.update(anUpdate(map, { findings: { ...NO_FINDINGS, bad } }));
      await file.close();
      const contents = await readMap(path);
      expect(contents.header).toEqual(header);
      expect(contents.map).toEqual(new Uint8Array(map));
      expect(contents.findings.bad).toEqual(bad);
    }
  });

  test('is gone on with', async () => {
    const path = aPath();
    const first = await MapFile.create(path, aHeader(9000), aState());
    const map = aMap(9000);
    const half = [{ first: 0, end: 5000 }];
    await first.update(anUpdate(map, { dirty: half, readable: half }));
    await first.close();

    const { file, contents } = await MapFile.open(path);
    const expected = new Uint8Array(map);
    expected.fill(0, 5000);
    expect(contents.map).toEqual(expected);
    expect(contents.closed).toBe(true);
    contents.map.set(map.subarray(5000), 5000);
    await file.update(anUpdate(contents.map, { dirty: [{ first: 5000, end: 9000 }] }));
    expect((await readMap(path)).closed).toBe(false);
    await file.close();
    expect((await readMap(path)).map).toEqual(new Uint8Array(map));
  });

  test('is read while it is written, and says so', async () => {
    const path = aPath();
    const file = await MapFile.create(path, aHeader(100), aState());
    await file.update(anUpdate(aMap(100)));
    const contents = await readMap(path);
    expect(contents.map).toEqual(new Uint8Array(aMap(100)));
    expect(contents.notes).toEqual(['the map is open: its scan is still running, or was cut off']);
    await file.abandon();
    const again = await MapFile.open(path);
    expect(again.contents).toMatchObject({ closed: false, findings: FINDINGS, notes: [] });
    await again.file.close();
  });

  test('is read over and over while it is written, and always makes sense', async () => {
    const path = aPath();
    const header = aHeader(20_000, { toLba: 20_000, blockSectors: 1 }); // small areas
    const file = await MapFile.create(path, header, aState({ runs: 1 }));
    const map = new Uint8Array(new SharedArrayBuffer(20_000));
    let begun = 1;
    let ended = 0; // 0: the file may still be without any
    let readings = 0;
    const read = async () => {
      const least = ended;
      const contents = await readMap(path);
      readings++;
      const rounds = [contents.state.runs, ...new Set(contents.map)];
      expect(Math.min(...rounds)).toBeGreaterThanOrEqual(least);
      expect(Math.max(...rounds)).toBeLessThanOrEqual(begun);
    };
    const write = async () => {
      for (let round = 2; round < 230 && (round < 60 || readings < 10); round++) {
        map.fill(round);
        begun = round;
        await file.update(anUpdate(map, { state: aState({ runs: round }), findings: NO_FINDINGS }));
        ended = round;
        if (round % 5 === 0) await file.flush();
      }
    };
    let writing = true;
    const reader = async () => {
      while (writing) await read();
    };
    const readers = [reader(), reader()];
    await write();
    writing = false;
    await Promise.all(readers);
    expect(readings).toBeGreaterThan(2);
    await file.close();
  });

  test('writes blocks outside of what is readable as unread', async () => {
    const { storage, writer } = await begun(aHeader(9000));
    const map = new Uint8Array(new SharedArrayBuffer(9000)).fill(9);
    const readable = [
      { first: 0, end: 10 },
      { first: 20, end: 20 },
      { first: 4000, end: 4090 },
      { first: 8999, end: 9000 },
    ];
    await writer.update(anUpdate(map, { readable, findings: NO_FINDINGS }));
    await writer.close();
    const expected = new Uint8Array(9000);
    for (const { first, end } of readable) expected.fill(9, first, end);
    expect((await recovered(storage.file)).contents.map).toEqual(expected);
  });

  test('writes only what changed, and no findings twice', async () => {
    const { storage, writer } = await begun(aHeader(100_000));
    const map = aMap(100_000);
    await writer.update(anUpdate(map));
    const written = storage.writes.length;
    await writer.update(anUpdate(map, { dirty: [] }));
    expect(storage.writes.length).toBe(written);
    await writer.update(anUpdate(map, { dirty: [{ first: 4080, end: 4081 }] }));
    expect(storage.writes.slice(written)).toMatchObject([{ bytes: 4096 }]);
    await writer.update(anUpdate(map, { dirty: [], state: aState({ runs: 9 }) }));
    // One page of state, one of records.
    expect(storage.writes.slice(written + 1)).toMatchObject([{ bytes: 2 * 4096 }]);
  });

  test('writes neighbours in pieces of up to 1 MiB', async () => {
    const { storage, writer } = await begun(aHeader(300 * 4080));
    const before = storage.writes.length;
    await writer.update(anUpdate(aMap(300 * 4080)));
    expect(storage.writes.slice(before).map(({ bytes }) => bytes)).toEqual([
      256 * 4096,
      44 * 4096,
      2 * 4096,
    ]);
  });

  test('says how many findings it had no room for, and keeps the gravest', async () => {
    const blocks = 25_000; // 200,000 sectors
    const header = aHeader(blocks);
    const room = 3085 * 85; // at least 262,144 in whole pages
    expect(layoutOf(header).records).toBe(room);
    const { storage, writer } = await begun(header);
    const value = { error: 'UNC', errno: 'EIO', exact: true, reads: 1 } as const;
    const even = Array.from({ length: 100_000 }, (_, i) => ({ from: 2 * i, to: 2 * i + 1 }));
    const weak = even.map((range) => ({ ...range, value }));
    const bad = even.map(({ from, to }) => ({ from: from + 1, to: to + 1, value }));
    const slow = even.map((range) => ({
      ...range,
      latencyNs: 6e8,
      late: false,
      againNs: null,
      rereadDone: false,
    }));
    const disturbed = [{ from: 0, to: 9, foreignSectors: 1 }];
    const map = new Uint8Array(new SharedArrayBuffer(blocks)).fill(241);
    await writer.update(anUpdate(map, { findings: { failed: [], bad, weak, slow, disturbed } }));
    await writer.close();
    const { findings, state } = (await recovered(storage.file)).contents;
    expect(state.recordsLeftOut).toBe(300_001 - room);
    expect(findings.bad).toEqual(bad);
    expect(findings.weak).toEqual(weak);
    expect(findings.slow).toEqual(slow.slice(0, room - 200_001));
    expect(findings.disturbed).toEqual(disturbed);
  });

  test('is not reopened by what only reads it', async () => {
    const { storage, writer } = await begun();
    await writer.close();
    const before = Buffer.from(storage.file);
    await recovered(storage.file);
    expect(storage.file.equals(before)).toBe(true);
    await (await reopened(storage)).abandon();
    expect(storage.file.equals(before)).toBe(false);
  });
});
