// Where the maps of several targets go: a file each, whatever the disks say their serials are.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { mapPaths } from '../../../src/engine/map-names.ts';
import type { InspectedTarget } from '../../../src/vocabulary/device.ts';

const BEGAN = new Date('2026-11-30T01:45:12.999Z');
const IN_DIRECTORY = { path: '/', resume: false, began: BEGAN };
const DATE = '-20261130T014512Z.surfscan';

function target(path: string, serial: string | null = null): InspectedTarget {
  return { device: { path, serial } } as InspectedTarget;
}

function names(...targets: InspectedTarget[]): string[] {
  const paths = mapPaths(targets, IN_DIRECTORY);
  for (const path of paths) expect(path.endsWith(DATE)).toBe(true);
  return paths.map((path) => path.slice(1, -DATE.length));
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

test('without --resume a new one, with it the newest of that disk alone', () => {
  const path = mkdtempSync(join(tmpdir(), 'surfscan-paths-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  const resumed = (serial: string) =>
    mapPaths([target('/dev/sda', serial)], { path, resume: true, began: BEGAN })[0];
  expect(resumed('A1')).toBe(join(path, `A1${DATE}`));
  const dates = ['20261031T000000Z', '20261101T000000Z', '20251231T000000Z'];
  for (const date of dates) writeFileSync(join(path, `A1-${date}.surfscan`), '');
  writeFileSync(join(path, 'A1-2-20261102T000000Z.surfscan'), '');
  writeFileSync(join(path, 'A1-20270101T000000Z.surfscan.old'), '');
  expect(resumed('A1')).toBe(join(path, 'A1-20261101T000000Z.surfscan'));
  expect(resumed('A1-2')).toBe(join(path, 'A1-2-20261102T000000Z.surfscan'));
  expect(resumed('A')).toBe(join(path, `A${DATE}`));
  const fresh = { path, resume: false, began: BEGAN };
  expect(mapPaths([target('/dev/sda', 'A1')], fresh)).toEqual([join(path, `A1${DATE}`)]);
});
