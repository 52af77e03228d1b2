// Whether two maps are of one disk: as far as is known of it.

import { describe, expect, test } from 'vitest';
import { assertOneDisk } from '../../../src/engine/compared-stored.ts';
import type { MapIdentity } from '../../../src/map-file/header.ts';
import { aHeader } from '../map-file/fixtures.ts';

const disk = (change: Partial<MapIdentity> = {}): MapIdentity => ({
  ...aHeader(100).identity,
  ...change,
});

describe('two maps', () => {
  test('of one disk may be compared, whatever it is called now, or runs', () => {
    const renamed = { path: '/dev/sdz', model: 'X', firmware: '2', bus: null, rotational: null };
    expect(assertOneDisk(disk(), disk(renamed))).toEqual([]);
  });

  test.each([
    [{ kind: 'file' }, 'kind block and file'],
    [{ sectors: 801 }, 'sectors 800 and 801'],
    [{ logicalBytes: 4096 }, 'logicalBytes 512 and 4096'],
    [{ physicalBytes: 512 }, 'physicalBytes 4096 and 512'],
    [{ physicalFirstLba: 1 }, 'physicalFirstLba 0 and 1'],
    [{ serial: 'SERIAL2' }, 'serial SERIAL1 and SERIAL2'],
    [{ serial: null, wwn: 'naa.6' }, 'wwn naa.5000c500a1b2c3d4 and naa.6'],
  ] as const)('of two disks may not: %o', (change, what) => {
    const refused = { code: 'ERR_USAGE', message: `the maps are of two disks: ${what}` };
    expect(() => assertOneDisk(disk(), disk(change))).toThrow(expect.objectContaining(refused));
    expect(() => assertOneDisk(disk(change), disk())).toThrow(/^the maps are of two disks: /);
  });

  test('are of one by its serial, whatever name the system gave it', () => {
    expect(assertOneDisk(disk(), disk({ wwn: 'naa.6' }))).toEqual([]);
    expect(assertOneDisk(disk({ serial: null }), disk())).toEqual([]);
  });

  test.each([
    [{ serial: null, wwn: null }, {}],
    [
      { serial: null, wwn: null },
      { serial: null, wwn: null },
    ],
    [{ serial: null }, { wwn: null }],
  ])('of which nothing says that they are may be, and that is said', (a, b) => {
    const note = 'the disks have no serial number: they agree in size and sector sizes';
    expect(assertOneDisk(disk(a), disk(b))).toEqual([note]);
    expect(assertOneDisk(disk(b), disk(a))).toEqual([note]);
  });
});
