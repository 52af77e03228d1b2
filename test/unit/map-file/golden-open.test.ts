// The map of a scan that was cut off, as version 1 has it; and that version's layout in numbers.

import { describe, expect, test } from 'vitest';
import { blankMap } from '../../../src/map-file/blank-map.ts';
import type { MapFindings } from '../../../src/map-file/contents.ts';
import {
  AREAS,
  HEADER_PAGES,
  MAJOR,
  MapLayout,
  PAGE_BYTES,
  PAYLOAD_BYTES,
  RECORDS_PER_PAGE,
  STATE_PAGES,
  sealPage,
} from '../../../src/map-file/format.ts';
import { recover } from '../../../src/map-file/recover.ts';
import type { MapState } from '../../../src/map-file/state.ts';
import { MapWriter } from '../../../src/map-file/writer.ts';
import { MemoryStorage } from './fixtures.ts';
import { at, bytesOf, HEADER } from './golden-maps.ts';

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
  narrowedBy: 'read',
  command: null,
  node: null,
  jobs: 2,
  depth: 16,
  runs: 2,
  slowNotKept: 3,
  recoveredSectors: 0,
  recordsLeftOut: 0,
  forgetFromLba: null,
  rereadZones: null,
  host: null,
  attachment: null,
  smart: null,
  compared: null,
  outcome: null,
  trouble: { code: 'ERR_GONE', errno: 'ENXIO', message: '/dev/sdx left at LBA 17' },
  notes: ['one', 'another'],
  endNotes: ['stopped before all blocks were read'],
  options: { timeoutSeconds: 30, refine: true, maxBad: 7, rules: ['bad>0', 'p99>50'] },
  unknown: {},
};

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

  test('would be written the same, but for its version', async () => {
    const storage = new MemoryStorage();
    const writer = await MapWriter.begin(storage, blankMap(HEADER, STATE));
    const map = openBytes();
    const readable = [{ first: 0, end: 60 }];
    const update = { map, dirty: readable, readable, state: STATE, findings: FINDINGS };
    await writer.update({ ...update, dirty: [], readable: [] });
    await writer.flush();
    await writer.update({ ...update, state: { ...STATE, runs: 3 } });
    const behindHeader = sealPage(0) * PAGE_BYTES;
    expect(storage.file.subarray(behindHeader).equals(bytes.subarray(behindHeader))).toBe(true);
  });
});

describe('the layout of version 1', () => {
  test('has these sizes', () => {
    const sizes = [MAJOR, PAGE_BYTES, PAYLOAD_BYTES, HEADER_PAGES, AREAS, STATE_PAGES];
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
