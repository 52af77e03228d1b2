// Which way a disk is read, on a system that has io_uring and on one that has not.

import { describe, expect, test } from 'vitest';
import {
  ENGINES,
  engineFor,
  engineThrough,
  isDriveEngine,
  isEngine,
  mayReadSideBySide,
} from '../../../src/reading/read-engine.ts';
import type { Device } from '../../../src/vocabulary/device.ts';
import type { DriveSite, Passage } from '../../../src/vocabulary/method.ts';

const EPERM = 1;
const here = () => 0;
const refused = () => EPERM;

const aDisk = (change: Partial<Device> = {}): Device => ({
  path: '/dev/sdx',
  kind: 'block',
  model: null,
  serial: null,
  firmware: null,
  wwn: null,
  sectors: 1000,
  logicalBytes: 512,
  physicalBytes: 512,
  rotational: false,
  bus: 'sata',
  inUse: [],
  ids: [],
  slot: null,
  ...change,
});

describe('where there is io_uring', () => {
  test.each([
    ['sata', 'io_uring'],
    ['nvme', 'io_uring'],
    ['usb', 'io_uring'],
    [null, 'io_uring'],
    // A kernel thread would be handed each read of what is memory.
    ['zram', 'pread'],
    ['ram', 'pread'],
  ])('a disk on %s is read through %s', (bus, engine) => {
    expect(engineFor(aDisk({ bus }), undefined, here)).toEqual({ engine, notes: [] });
    expect(engineFor(aDisk({ bus }), 1, here)).toEqual({ engine, notes: [] });
  });

  test.each([
    ['zram', 'block'],
    [null, 'file'],
  ] as const)('more than one read in flight needs it anyway: %s %s', (bus, kind) => {
    expect(engineFor(aDisk({ bus, kind }), 2, here).engine).toBe('io_uring');
  });

  test('an image is read through pread', () => {
    expect(engineFor(aDisk({ kind: 'file', bus: null }), undefined, here).engine).toBe('pread');
  });

  test('a simulated disk is neither, and takes one read', () => {
    const sim = aDisk({ kind: 'sim', path: 'sim:x' });
    expect(engineFor(sim, 1, refused)).toEqual({ engine: 'sim', notes: [] });
    expect(() => engineFor(sim, 2, here)).toThrow(/--depth 2: .* and sim:x is simulated/);
  });
});

describe.skipIf(process.platform !== 'linux')('where it is not allowed', () => {
  test('a disk is read through pread, and the report says what is missed', () => {
    expect(engineFor(aDisk(), undefined, refused)).toEqual({
      engine: 'pread',
      notes: [
        'read without io_uring, which this system does not allow (EPERM): a read that does not return holds ' +
          'the program',
      ],
    });
  });

  test('nothing is missed where it was not wanted', () => {
    expect(engineFor(aDisk({ bus: 'zram' }), undefined, refused)).toEqual({
      engine: 'pread',
      notes: [],
    });
  });

  test('several reads in flight are refused', () => {
    expect(() => engineFor(aDisk(), 8, refused)).toThrow(
      expect.objectContaining({ code: 'ERR_USAGE' }),
    );
    expect(() => engineFor(aDisk(), 8, refused)).toThrow(/--depth 8: .*\(EPERM\); use --jobs/);
  });
});

describe('through the drive', () => {
  const through = (way: DriveSite['way'], mostDepth = 1): Passage => ({
    method: 'verify',
    site: {
      way,
      path: '/dev/sg3',
      number: '21:3',
      address: '',
      unitSerial: '',
      nsid: 0,
      firstLba: 0,
      orders: ['VERIFY(16)', 'VERIFY(10)'],
      mostSectors: 256,
    },
    mostDepth,
  });

  test.each([
    ['sg', 'sgio'],
    ['sg_ioctl', 'sgio'],
    ['cam', 'cam'],
    ['nvme_uring', 'nvme'],
    ['nvme_ioctl', 'nvme'],
    ['nvme_passthrough', 'nvme'],
  ] as const)('by %s it is %s', (way, engine) => {
    expect(engineThrough(through(way), undefined)).toEqual({ engine, notes: [] });
    expect(isDriveEngine(engine)).toBe(true);
  });

  test('a simulated disk stays one', () => {
    const passage = { method: 'verify', site: null, mostDepth: 1 } as const;
    expect(engineThrough(passage, undefined)).toEqual({ engine: 'sim', notes: [] });
  });

  test('as many at once as its node takes, and no more', () => {
    expect(engineThrough(through('sg', 8), 8).engine).toBe('sgio');
    expect(() => engineThrough(through('sg', 8), 9)).toThrow(
      '--depth 9: /dev/sg3 takes VERIFY(16), VERIFY(10) at most 8 at once; use --depth 8',
    );
    expect(() => engineThrough(through('cam'), 2)).toThrow(
      '--depth 2: /dev/sg3 takes VERIFY(16), VERIFY(10) one after the other; use --depth 1',
    );
  });

  test('no other engine asks the drive', () => {
    expect(ENGINES.filter((engine) => !isDriveEngine(engine))).toEqual([
      'pread',
      'io_uring',
      'sim',
    ]);
  });
});

describe('several reads at once', () => {
  test.each<[string, Partial<Device>, boolean]>([
    ['a disk without a spindle', {}, true],
    ['one that spins', { rotational: true }, false],
    ['one that may spin', { rotational: null }, false],
    ['one behind a USB bridge, which says anything', { bus: 'usb' }, false],
    ['an image, which may lie on a disk that spins', { kind: 'file' }, false],
  ])('%s', (_, change, may) => {
    expect(mayReadSideBySide(aDisk(change))).toBe(may);
  });
});

test('an engine is known by its name', () => {
  expect(['pread', 'io_uring', 'sim', 'libaio', ''].map(isEngine)).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
});
