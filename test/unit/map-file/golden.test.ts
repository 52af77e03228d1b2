// Maps that were made by version 1 of the format. A layout that changes without a version makes old maps
// lie, and new ones unreadable by old programs: here it fails.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { blankMap } from '../../../src/map-file/blank-map.ts';
import type { MapFindings } from '../../../src/map-file/contents.ts';
import {
  AREAS,
  HEADER_PAGES,
  MapLayout,
  PAGE_BYTES,
  PAYLOAD_BYTES,
  RECORDS_PER_PAGE,
  STATE_PAGES,
  sealPage,
  VERSION,
} from '../../../src/map-file/format.ts';
import type { MapHeader } from '../../../src/map-file/header.ts';
import { readMap } from '../../../src/map-file/map-file.ts';
import { recover } from '../../../src/map-file/recover.ts';
import type { MapState } from '../../../src/map-file/state.ts';
import { MapWriter } from '../../../src/map-file/writer.ts';
import { MemoryStorage } from './fixtures.ts';

const bytesOf = (name: string) =>
  gunzipSync(readFileSync(new URL(`../../fixtures/maps/${name}.gz`, import.meta.url)));

function mapPath(bytes: Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), 'surfscan-golden-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'golden.map');
  writeFileSync(path, bytes);
  return path;
}

describe('a finished scan’s map', () => {
  // surfscan scan 'sim:…' --block 16 --retries 1 --map
  const bytes = bytesOf('finished-1.map');

  test('is read, every field of it', async () => {
    expect(await readMap(mapPath(bytes))).toEqual({
      header: {
        identity: {
          path:
            'sim:size=1000s,kind=hdd,physical=4096,seed=7,bad=30-31@300,bad=119/IDNF,weak=200@1,' +
            'slow=320-335@620,bad=500/IO@20',
          kind: 'sim',
          model: 'SIMULATED',
          serial: 'SIM42F70B151CF1',
          firmware: null,
          wwn: null,
          sectors: 1000,
          logicalBytes: 512,
          physicalBytes: 4096,
          physicalFirstLba: 0,
          rotational: true,
          bus: null,
        },
        fromLba: 0,
        toLba: 1000,
        blockSectors: 16,
        method: 'read',
        created: '2026-11-30T04:09:28.760Z',
        partitions: [],
      },
      state: {
        started: '2026-11-30T04:09:28.767Z',
        finished: '2026-11-30T04:09:28.843Z',
        complete: true,
        elapsedSeconds: 0.07488718,
        sectors: 1000,
        deviceNs: 943_675_777,
        latencyCount: 59,
        latencySumNs: 623_555_777,
        latencyMinNs: 60_000,
        latencyMaxNs: 620_000_000,
        refineSpentMs: 320.637428,
        goneBlocks: 0,
        cacheBypassed: true,
        engine: 'sim',
        jobs: 1,
        depth: 1,
        runs: 1,
        slowNotKept: 0,
        recordsLeftOut: 0,
        trouble: null,
        notes: [],
        endNotes: [],
        options: { retries: 1 },
      },
      findings: {
        failed: [],
        bad: [
          { from: 24, to: 32, value: { error: 'UNC', errno: null, exact: true, reads: 2 } },
          { from: 112, to: 120, value: { error: 'IDNF', errno: null, exact: true, reads: 2 } },
          { from: 496, to: 504, value: { error: 'IO', errno: null, exact: true, reads: 2 } },
        ],
        weak: [
          { from: 192, to: 208, value: { error: 'UNC', errno: null, exact: false, reads: 0 } },
        ],
        slow: [
          {
            from: 320,
            to: 336,
            latencyNs: 620e6,
            late: false,
            againNs: 620e6,
            rereadDone: true,
          },
        ],
        disturbed: [],
      },
      map: finishedBytes(),
      closed: true,
      notes: [],
    });
  });

  test('lies where the format says', () => {
    const at = (page: number) => page * PAGE_BYTES;
    expect(bytes.toString('latin1', 16, 28)).toBe('surfscan map');
    expect(bytes.readUInt32LE(28)).toBe(1);
    // The seal: index 3, closed.
    expect([bytes.readUInt32LE(at(6) + 4), bytes.readUInt8(at(6) + 16)]).toEqual([3, 2]);
    // 63 blocks in one map page, in two slots; then areas of 8 and 48 pages.
    expect(bytes.readUInt32LE(at(8) + 4)).toBe(4);
    expect(bytes.subarray(at(8) + 16, at(8) + 16 + 63)).toEqual(Buffer.from(finishedBytes()));
    expect(bytes.length).toBe(at(8 + 2 * 1 + 3 * (8 + 48)));
  });
});

function finishedBytes(): Uint8Array {
  const map = new Uint8Array(63).fill(54);
  map.fill(55, 54, 59).fill(56, 59, 62);
  map.set([247], 1);
  map.set([246], 7);
  map.set([247], 12);
  map.set([174], 20);
  map.set([242], 31);
  return map;
}

const HEADER: MapHeader = {
  identity: {
    path: '/dev/sdx',
    kind: 'block',
    model: 'A MODEL',
    serial: 'SERIAL1',
    firmware: 'FW1',
    wwn: 'naa.5000c500a1b2c3d4',
    sectors: 2 ** 33 + 1000,
    logicalBytes: 512,
    physicalBytes: 4096,
    physicalFirstLba: 7,
    rotational: false,
    bus: 'sata',
  },
  // Past 2^32; the first block is short: 101 of them.
  fromLba: 2 ** 33 + 100,
  toLba: 2 ** 33 + 900,
  blockSectors: 8,
  method: 'read',
  created: '2026-11-22T10:00:00.000Z',
  partitions: [
    { index: 1, firstLba: 2048, lastLba: 4095 },
    { index: 5, firstLba: 4096, lastLba: 2 ** 33 },
  ],
};

const STATE: MapState = {
  started: '2026-11-22T10:00:01.000Z',
  finished: null,
  complete: false,
  elapsedSeconds: 12.5,
  sectors: 472,
  deviceNs: 12.25e9,
  latencyCount: 51,
  latencySumNs: 2 ** 40,
  latencyMinNs: 40_000,
  latencyMaxNs: 31e9,
  refineSpentMs: 250.5,
  goneBlocks: 1,
  cacheBypassed: false,
  engine: 'io_uring',
  jobs: 2,
  depth: 16,
  runs: 2,
  slowNotKept: 3,
  recordsLeftOut: 0,
  trouble: { code: 'ERR_GONE', errno: 'ENXIO', message: '/dev/sdx left at LBA 17' },
  notes: ['one', 'another'],
  endNotes: ['stopped before all blocks were read'],
  options: { timeoutSeconds: 30, refine: true, maxBad: 7, rules: ['bad>0', 'p99>50'] },
};

/** The first LBA of a block of HEADER. */
const at = (block: number) => 2 ** 33 + 104 + (block - 1) * 8;

const FINDINGS: MapFindings = {
  failed: [
    { from: at(1), to: at(3), value: { error: 'UNC', errno: 'ENODATA' } },
    { from: at(4), to: at(5), value: { error: 'IO', errno: 'EIO' } },
  ],
  bad: [
    {
      from: at(6) + 1,
      to: at(6) + 2,
      value: { error: 'UNC', errno: null, exact: true, reads: 3 },
    },
    {
      from: at(6) + 2,
      to: at(6) + 3,
      value: { error: 'ABRT', errno: 'errno 4242', exact: false, reads: 0 },
    },
  ],
  weak: [
    { from: at(10), to: at(11), value: { error: 'IDNF', errno: 'EIO', exact: true, reads: 1 } },
  ],
  slow: [
    {
      from: at(12),
      to: at(13),
      latencyNs: 620e6,
      late: false,
      againNs: null,
      rereadDone: false,
    },
    { from: at(13), to: at(14), latencyNs: 31e9, late: true, againNs: 5e8, rereadDone: true },
    { from: at(14), to: at(15), latencyNs: 700e6, late: false, againNs: null, rereadDone: true },
  ],
  disturbed: [{ from: at(2), to: at(30), foreignSectors: 12 }],
};

function openBytes(): Uint8Array {
  const map = new Uint8Array(new SharedArrayBuffer(101));
  for (let block = 0; block < 60; block++) map[block] = 1 + ((block * 7) % 171);
  map.fill(247, 1, 3);
  map[4] = 242;
  map[6] = 247;
  map[10] = 246;
  map[12] = 174;
  map[13] = 243;
  map[14] = 176;
  return map;
}

describe('the map of a scan that was cut off', () => {
  const bytes = bytesOf('open-1.map');

  test('is read, every field of it', async () => {
    const { contents, book } = await recover(new MemoryStorage(Buffer.from(bytes)));
    expect(contents).toEqual({
      header: HEADER,
      state: { ...STATE, runs: 3 },
      findings: FINDINGS,
      map: new Uint8Array(openBytes()),
      closed: false,
      notes: [],
    });
    expect([book.area, book.newestSlots[0], book.seal.closed]).toEqual([2, 0, false]);
  });

  test('would be written the same, byte for byte', async () => {
    const storage = new MemoryStorage();
    const writer = await MapWriter.begin(storage, blankMap(HEADER, STATE));
    const map = openBytes();
    const readable = [{ first: 0, end: 60 }];
    const update = { map, dirty: readable, readable, state: STATE, findings: FINDINGS };
    await writer.update({ ...update, dirty: [], readable: [] });
    await writer.flush();
    await writer.update({ ...update, state: { ...STATE, runs: 3 } });
    expect(storage.file.equals(bytes)).toBe(true);
  });
});

describe('the layout of version 1', () => {
  test('has these sizes', () => {
    const sizes = [VERSION, PAGE_BYTES, PAYLOAD_BYTES, HEADER_PAGES, AREAS, STATE_PAGES];
    expect([...sizes, RECORDS_PER_PAGE]).toEqual([1, 4096, 4080, 3, 3, 8, 85]);
    expect([sealPage(0), sealPage(1)]).toEqual([6, 7]);
  });

  // Four records a sector, 262,144 at most, in whole pages.
  test.each([
    [1, 1, 85, 1],
    [21, 1, 85, 1],
    [22, 1, 170, 2],
    [1000, 16, 4080, 48],
    [65_535, 256, 262_140, 3084],
    [65_536, 256, 262_225, 3085],
    [2 ** 40, 2 ** 20, 262_225, 3085],
  ])('%d sectors in blocks of %d have room for %d records', (sectors, blockSectors, records, pages) => {
    const layout = new MapLayout({ fromLba: 0, toLba: sectors, blockSectors });
    expect(layout.records).toBe(records);
    expect(layout.areaPages).toBe(8 + pages);
    const mapPages = Math.ceil(layout.blocks / 4080);
    expect(layout.bytes).toBe(4096 * (8 + 2 * mapPages + 3 * (8 + pages)));
  });
});
