// Where the maps of several targets go: a file each, whatever the disks say their serials are.

import { expect, test } from 'vitest';
import { mapPaths } from '../../../src/engine/map-open.ts';
import type { InspectedTarget } from '../../../src/vocabulary/device.ts';

const IN_DIRECTORY = { path: '/', resume: false };

function target(path: string, serial: string | null = null): InspectedTarget {
  return { device: { path, serial } } as InspectedTarget;
}

function names(...targets: InspectedTarget[]): string[] {
  return mapPaths(targets, IN_DIRECTORY).map((path) => path.replace(/^\/(.*)\.map$/, '$1'));
}

test('the serial where it is one disk alone that has it, else the name', () => {
  expect(names(target('/dev/sda', 'A1'), target('/dev/sdb', 'B2'))).toEqual(['A1', 'B2']);
  expect(names(target('/dev/sda', '0'), target('/dev/sdb', '0'))).toEqual(['sda', 'sdb']);
  expect(names(target('disk.img'), target('/dev/sdb', 'B2'))).toEqual(['disk.img', 'B2']);
});

test('the whole path where the name is not enough', () => {
  const found = names(target('/a/disk.img'), target('/b/disk.img'), target('/c/other.img'));
  expect(found).toEqual(['_a_disk.img', '_b_disk.img', 'other.img']);
});

test('serials that only differ in what no file name has', () => {
  expect(names(target('/dev/sda', 'X/1'), target('/dev/sdb', 'X?1'))).toEqual(['sda', 'sdb']);
});

test("a serial that is another disk's name", () => {
  expect(names(target('/dev/sda', 'sdb'), target('/dev/sdb'))).toEqual(['sda', '_dev_sdb']);
});

test('never another directory, a hidden file, an option, or longer than a name may be', () => {
  expect(names(target('/dev/sda', '../../etc/passwd'))).toEqual(['_._.._etc_passwd']);
  expect(names(target('/dev/sda', '..'))).toEqual(['_.']);
  expect(names(target('/dev/sda', '--badblocks'))).toEqual(['_-badblocks']);
  expect(names(target('/dev/sda', 'a\0\n\u202e\ud800é😀b'))).toEqual(['a_______b']);
  expect(names(target('/dev/sda', 's'.repeat(10_000)))).toEqual(['s'.repeat(200)]);
});

test('where there is no name for it, that is said', () => {
  const long = `/${'x'.repeat(300)}`;
  expect(() => names(target(`${long}/1`, null), target(`${long}/1`, null))).toThrow(
    /the name of its map would be another target's/,
  );
});
