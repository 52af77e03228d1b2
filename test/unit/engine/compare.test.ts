// Whether two scans are of one disk, what of them cannot be compared, and whether anything differs.

import { describe, expect, test } from 'vitest';
import { compareScans, differentDisk } from '../../../src/engine/compare.ts';
import type { ComparedScan } from '../../../src/engine/compared-scan.ts';
import { assertOneDisk } from '../../../src/engine/compared-stored.ts';
import { comparedValue } from '../../../src/engine/compared-value.ts';
import type { ScanMode } from '../../../src/engine/result.ts';
import type { MapIdentity } from '../../../src/map-file/header.ts';
import type { BadValue } from '../../../src/vocabulary/defects.ts';
import type { Extent } from '../../../src/vocabulary/extents.ts';
import { aHeader } from '../map-file/fixtures.ts';
import { exact, stored } from '../report/stored.ts';

const { identity: DISK } = aHeader(100);
const changed = (changes: Partial<MapIdentity>) => ({ ...DISK, ...changes });

describe('one disk', () => {
  test.each<[string, Partial<MapIdentity>, Partial<MapIdentity>, string | null]>([
    ['all the same', {}, {}, null],
    ['called otherwise', { path: '/dev/sda' }, { path: '/dev/sdb', model: 'x', bus: null }, null],
    ['kind', {}, { kind: 'file' }, 'kind block and file'],
    ['size', {}, { sectors: 1600 }, 'sectors 800 and 1600'],
    ['sectors', {}, { logicalBytes: 4096 }, 'logicalBytes 512 and 4096'],
    ['physical sectors', {}, { physicalBytes: 512 }, 'physicalBytes 4096 and 512'],
    ['where those begin', {}, { physicalFirstLba: 7 }, 'physicalFirstLba 0 and 7'],
    ['serial', {}, { serial: 'OTHER' }, 'serial SERIAL1 and OTHER'],
    ['the serial decides, not the WWN', {}, { wwn: 'naa.1' }, null],
    [
      'the WWN, where one has no serial',
      { serial: null },
      { wwn: 'naa.1' },
      `wwn ${DISK.wwn} and naa.1`,
    ],
    ['and the other way', {}, { serial: null, wwn: 'naa.1' }, `wwn ${DISK.wwn} and naa.1`],
    ['the same WWN', { serial: null }, {}, null],
    ['nothing that tells', { serial: null, wwn: null }, {}, null],
  ])('%s', (_, a, b, what) => {
    expect(differentDisk(changed(a), changed(b))).toBe(what);
    if (what === null) assertOneDisk(changed(a), changed(b));
    else {
      const refusal = { code: 'ERR_USAGE', message: `the maps are of two disks: ${what}` };
      expect(() => assertOneDisk(changed(a), changed(b))).toThrow(expect.objectContaining(refusal));
    }
  });

  test.each<[Partial<MapIdentity>, Partial<MapIdentity>, boolean]>([
    [{}, {}, true],
    [{ wwn: null }, {}, true],
    [{ serial: null }, {}, true],
    [{ serial: null }, { wwn: null }, false],
    [{ serial: null, wwn: null }, {}, false],
  ])('where neither says, that is noted: %j, %j', (a, b, isKnown) => {
    const notes = assertOneDisk(changed(a), changed(b));
    expect(notes).toEqual(
      isKnown ? [] : ['the disks have no serial number: they agree in size and sector sizes'],
    );
  });
});

interface Shape {
  range?: [number, number];
  bad?: readonly Extent<BadValue>[];
  bytes?: Readonly<Record<number, number>>;
  mode?: Partial<ScanMode>;
}

/** Of 1000 sectors in blocks of 10. */
function scan({ range = [0, 1000], bad = [], bytes = {}, mode = {} }: Shape = {}): ComparedScan {
  const all = Array.from({ length: (range[1] - range[0]) / 10 }, (_, i) => bytes[i] ?? 90);
  const { grid, map, result } = stored({ sectors: 1000, range, blockSectors: 10, bytes: all, bad });
  return { grid, map, result: { ...result, mode: { ...result.mode, ...mode } }, slow: [] };
}

describe('latencies are not compared', () => {
  test.each<[string, Partial<ScanMode>, string | null]>([
    ['the same', {}, null],
    ['through another engine', { engine: 'io_uring' }, null],
    ['blocks', { blockSectors: 8 }, 'blocks of 256 and of 8 sectors'],
    ['method', { method: 'verify' }, 'read and verify'],
    ['depth', { depth: 4 }, '1 and 4 reads in flight'],
    ['workers', { jobs: 3 }, '1 and 3 workers'],
  ])('%s', (_, mode, why) => {
    const { notCompared } = compareScans(scan(), scan({ mode }));
    expect(notCompared).toEqual(why === null ? [] : [{ from: 0, to: 1000, what: 'latency', why }]);
  });
});

describe('what only one has read', () => {
  const notRead = (from: number, to: number, which: 'old' | 'new') => ({
    ...{ from, to, what: 'all' as const, why: `not read in the ${which} scan` },
  });

  test('by their ranges', () => {
    const [low, high] = [scan({ range: [0, 600] }), scan({ range: [400, 1000] })];
    expect(compareScans(low, high).notCompared).toEqual([
      notRead(600, 1000, 'old'),
      notRead(0, 400, 'new'),
    ]);
  });

  test('that have nothing in common, and nothing is told of latencies', () => {
    const [low, high] = [
      scan({ range: [0, 400] }),
      scan({ range: [400, 1000], mode: { depth: 4 } }),
    ];
    const { notCompared, differs } = compareScans(low, high);
    expect(notCompared).toEqual([notRead(400, 1000, 'old'), notRead(0, 400, 'new')]);
    expect(differs).toBe(false);
  });

  test('by their blocks', () => {
    const { notCompared } = compareScans(
      scan({ bytes: { 3: 0, 4: 0 } }),
      scan({ bytes: { 99: 0 } }),
    );
    expect(notCompared).toEqual([notRead(30, 50, 'old'), notRead(990, 1000, 'new')]);
  });
});

describe('they differ', () => {
  const bad = scan({ bad: [exact(11, 13)], bytes: { 1: 247 } });

  test('by what is newly bad, by what is no longer', () => {
    expect(compareScans(scan(), scan()).differs).toBe(false);
    expect(compareScans(bad, bad).differs).toBe(false);
    expect(compareScans(scan(), bad).differs).toBe(true);
    expect(compareScans(bad, scan()).differs).toBe(true);
  });

  test('and rules count what is worse: bad sectors, slow blocks, slower stretches', () => {
    const compared = compareScans(scan(), bad);
    expect(comparedValue('new_bad', compared)).toBe(2);
    expect(comparedValue('new_bad', compareScans(bad, scan()))).toBe(0);
    // First read now.
    const unread = scan({ bytes: { 1: 0 } });
    expect(comparedValue('new_bad', compareScans(unread, bad))).toBe(2);
    expect(comparedValue('new_slow', compared)).toBe(0);
    const zone = { from: 0, to: 10, noise: 0 };
    const timing = { latencyNs: 1, againNs: 1 };
    const slower = {
      ...compared,
      slow: { added: [{ from: 0, to: 10, old: timing, now: timing }], gone: [] },
      zones: {
        ...compared.zones,
        changed: [
          { ...zone, oldNs: 1, nowNs: 2 },
          { ...zone, oldNs: 2, nowNs: 1 },
          { ...zone, oldNs: 1, nowNs: 1 },
        ],
      },
    };
    expect(comparedValue('new_slow', slower)).toBe(2);
    for (const name of ['bad', 'speed', 'slow_zones'] as const) {
      expect(comparedValue(name, slower)).toBeNull();
    }
  });
});
