// A map goes on with the disk that it was made of, and with no other.

import { describe, expect, test } from 'vitest';
import type { MapIdentity } from '../../../src/map-file/header.ts';
import { assertSameDisk } from '../../../src/map-file/same-disk.ts';
import type { Device, InspectedTarget } from '../../../src/vocabulary/device.ts';
import { aHeader } from './fixtures.ts';

const BY_SIZE = /known by its size and sector sizes alone$/;

function aTarget(
  change: Partial<Device & { physicalFirstLba: number }> = {},
  within: readonly string[] = [],
): InspectedTarget {
  const { physicalFirstLba, ...identity } = aHeader(100).identity;
  const { physicalFirstLba: first = physicalFirstLba, ...device } = change;
  const target = {
    address: '/dev/sdx',
    node: '',
    device: { ...identity, inUse: [], ids: [], slot: null, ...device },
    partitions: [],
    physicalFirstLba: first,
    cacheBypassed: true,
    notes: [],
    warnings: [],
    clockRate: 1,
    simSharedBytes: 0,
    identity: { key: 'a', within },
  };
  return target;
}

function headerOf(change: Partial<MapIdentity> = {}) {
  const header = aHeader(100);
  return { ...header, identity: { ...header.identity, ...change } };
}

describe('assertSameDisk', () => {
  test('knows a disk by its serial, wherever it is', () => {
    expect(assertSameDisk(headerOf(), aTarget())).toEqual([]);
    const moved = aTarget({ path: '/dev/sdq', model: 'USB bridge', wwn: null, bus: 'usb' });
    expect(assertSameDisk(headerOf(), moved)).toEqual([]);
    // A bridge may tell a WWN of its own; the serial counts.
    expect(assertSameDisk(headerOf(), aTarget({ wwn: 'other' }))).toEqual([]);
  });

  test('knows it by its WWN, where one has no serial', () => {
    expect(assertSameDisk(headerOf({ serial: null }), aTarget())).toEqual([]);
    expect(assertSameDisk(headerOf(), aTarget({ serial: null }))).toEqual([]);
  });

  test('knows what lies below a loop device by its size, whatever its number is today', () => {
    const nameless = { serial: null, wwn: null };
    const header = headerOf({ ...nameless, path: '/dev/loop9' });
    for (const path of ['/dev/loop9', '/dev/loop10']) {
      expect(assertSameDisk(header, aTarget({ ...nameless, path }, ['inode:1:2']))).toEqual([
        expect.stringMatching(BY_SIZE),
      ]);
    }
    const parts = headerOf({ ...nameless, path: '/dev/loop9p1' });
    const other = aTarget({ ...nameless, path: '/dev/loop10p2' }, ['block:7:10', 'inode:1:2']);
    expect(() => assertSameDisk(parts, other)).toThrow(/partition/);
  });

  test('knows it by its size, where there is neither, and says so', () => {
    const nameless = { serial: null, wwn: null };
    expect(assertSameDisk(headerOf(nameless), aTarget())).toEqual([expect.stringMatching(BY_SIZE)]);
    expect(assertSameDisk(headerOf({ serial: null }), aTarget({ wwn: null }))).toEqual([
      expect.stringMatching(BY_SIZE),
    ]);
    const image = { ...nameless, kind: 'file' } as const;
    expect(assertSameDisk(headerOf(image), aTarget({ ...image, path: 'copy.img' }))).toEqual([
      expect.stringMatching(/^the map was made of an image: known by/),
    ]);
  });

  test.each<[string, Partial<Device & { physicalFirstLba: number }>, RegExp]>([
    [
      'serial',
      { serial: 'SERIAL2' },
      /another disk \(\/dev\/sdx\): serial SERIAL1, and .* has SERIAL2/,
    ],
    ['size', { sectors: 801 }, /sectors 800, and \/dev\/sdx has 801/],
    ['sector', { logicalBytes: 4096 }, /bytes a sector 512, and .* has 4096/],
    ['physical sector', { physicalBytes: 512 }, /physical sector 4096, and .* has 512/],
    ['alignment', { physicalFirstLba: 7 }, /first LBA of a physical sector 0, and .* has 7/],
    ['kind', { kind: 'file' }, /kind block, and .* has file/],
    ['hostile serial', { serial: '\u001b[2J' }, /has \?\[2J$/],
  ])('refuses another %s', (_, change, words) => {
    const compare = () => assertSameDisk(headerOf(), aTarget(change));
    expect(compare).toThrow(expect.objectContaining({ code: 'ERR_USAGE' }));
    expect(compare).toThrow(words);
  });

  test('refuses another WWN where it decides', () => {
    const compare = () => assertSameDisk(headerOf({ serial: null }), aTarget({ wwn: 'other' }));
    expect(compare).toThrow(/wwn naa\.5000c500a1b2c3d4, and .* has other/);
  });

  test('compares no more of a serial than a map keeps', () => {
    const long = 'x'.repeat(200);
    expect(
      assertSameDisk(headerOf({ serial: `${'x'.repeat(127)}…` }), aTarget({ serial: long })),
    ).toEqual([]);
  });

  test.each([
    ['/dev/sdb1', '/dev/sda1', '/dev/sda2'],
    ['/dev/nvme1n1p3', '/dev/nvme0n1p3', '/dev/nvme0n1p30'],
    ['/dev/da5s1a', '/dev/ada0s1a', '/dev/ada0s1d'],
    ['/dev/disk/by-id/x-part1', '/dev/sda1', '/dev/disk/by-id/x-part2'],
  ])('tells partitions of one disk and one size apart: %s', (moved, was, other) => {
    const header = headerOf({ path: was });
    const partition = (path: string) => aTarget({ path }, ['disk']);
    expect(assertSameDisk(header, partition(was))).toEqual([]);
    expect(assertSameDisk(header, partition(moved))).toEqual([
      `the map was made of the partition ${was}`,
    ]);
    expect(() => assertSameDisk(header, partition(other))).toThrow(/partition .*, and .* has/);
  });
});
