// Where the maps of several targets go: a file each, whatever the disks say their serials are.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { mapPaths } from '../../../src/engine/map-names.ts';
import { MapFile } from '../../../src/map-file/map-file.ts';
import type { InspectedTarget } from '../../../src/vocabulary/device.ts';
import { aHeader, aState } from '../map-file/fixtures.ts';

// In which order a directory is read is the system's affair: newest first, that is, not by name.
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  return { ...fs, readdirSync: (path: string) => fs.readdirSync(path).sort().reverse() };
});

const BEGAN = new Date('2026-11-30T01:45:12.999Z');
const IN_DIRECTORY = { path: '/', resume: false, began: BEGAN };
const DATE = '-20261130T014512Z.surfscan';

function target(path: string, serial: string | null = null): InspectedTarget {
  return { device: { path, serial } } as InspectedTarget;
}

async function names(...targets: InspectedTarget[]): Promise<string[]> {
  const paths = await mapPaths(targets, IN_DIRECTORY);
  for (const path of paths) expect(path.endsWith(DATE)).toBe(true);
  return paths.map((path) => path.slice(1, -DATE.length));
}

test('the serial where it is one disk alone that has it, else the name', async () => {
  expect(await names(target('/dev/sda', 'A1'), target('/dev/sdb', 'B2'))).toEqual(['A1', 'B2']);
  expect(await names(target('/dev/sda', '0'), target('/dev/sdb', '0'))).toEqual(['sda', 'sdb']);
  expect(await names(target('disk.img'), target('/dev/sdb', 'B2'))).toEqual(['disk.img', 'B2']);
});

test('the whole path where the name is not enough', async () => {
  const found = await names(target('/a/disk.img'), target('/b/disk.img'), target('/c/other.img'));
  expect(found).toEqual(['_a_disk.img', '_b_disk.img', 'other.img']);
});

test('serials that only differ in what no file name has', async () => {
  expect(await names(target('/dev/sda', 'X/1'), target('/dev/sdb', 'X?1'))).toEqual(['sda', 'sdb']);
});

test("a serial that is another disk's name", async () => {
  expect(await names(target('/dev/sda', 'sdb'), target('/dev/sdb'))).toEqual(['sda', '_dev_sdb']);
});

test('never another directory, a hidden file, an option, or longer than a name may be', async () => {
  expect(await names(target('/dev/sda', '../../etc/passwd'))).toEqual(['_._.._etc_passwd']);
  expect(await names(target('/dev/sda', '..'))).toEqual(['_.']);
  expect(await names(target('/dev/sda', '--badblocks'))).toEqual(['_-badblocks']);
  expect(await names(target('/dev/sda', 'a\0\n\u202e\ud800é😀b'))).toEqual(['a_______b']);
  expect(await names(target('/dev/sda', 's'.repeat(10_000)))).toEqual(['s'.repeat(200)]);
});

test('where there is no name for it, that is said', async () => {
  const long = `/${'x'.repeat(300)}`;
  await expect(names(target(`${long}/1`, null), target(`${long}/1`, null))).rejects.toThrow(
    /the name of its map would be another target's/,
  );
});

test('without --resume a new one, with it the newest of that disk alone', async () => {
  const path = mkdtempSync(join(tmpdir(), 'surfscan-paths-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  const resumed = async (serial: string) =>
    (await mapPaths([target('/dev/sda', serial)], { path, resume: true, began: BEGAN }))[0];
  expect(await resumed('A1')).toBe(join(path, `A1${DATE}`));
  const dates = ['20261031T000000Z', '20261101T000000Z', '20251231T000000Z'];
  for (const date of dates) writeFileSync(join(path, `A1-${date}.surfscan`), '');
  writeFileSync(join(path, 'A1-2-20261102T000000Z.surfscan'), '');
  writeFileSync(join(path, 'A1-20270101T000000Z.surfscan.old'), '');
  expect(await resumed('A1')).toBe(join(path, 'A1-20261101T000000Z.surfscan'));
  expect(await resumed('A1-2')).toBe(join(path, 'A1-2-20261102T000000Z.surfscan'));
  expect(await resumed('A')).toBe(join(path, `A${DATE}`));
  const fresh = { path, resume: false, began: BEGAN };
  expect(await mapPaths([target('/dev/sda', 'A1')], fresh)).toEqual([join(path, `A1${DATE}`)]);
});

test("with --resume no map of another disk that had the name then, and never that one's place", async () => {
  const path = mkdtempSync(join(tmpdir(), 'surfscan-paths-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  const header = (blocks: number) => {
    const { identity, ...rest } = aHeader(blocks);
    return { ...rest, identity: { ...identity, path: '/dev/loop0', serial: null, wwn: null } };
  };
  const mapOf = async (blocks: number, date: string) => {
    const file = join(path, `loop0-${date}.surfscan`);
    await (await MapFile.create(file, header(blocks), aState())).close();
    return file;
  };
  const pathOf = async (blocks: number) => {
    const { physicalFirstLba, ...device } = header(blocks).identity;
    const loop = { device, physicalFirstLba } as unknown as InspectedTarget;
    return (await mapPaths([loop], { path, resume: true, began: BEGAN }))[0];
  };
  const older = await mapOf(100, '20261101T000000Z');
  const newer = await mapOf(200, '20261130T014512Z');
  expect(await pathOf(100)).toBe(older);
  expect(await pathOf(200)).toBe(newer);
  expect(await pathOf(300)).toBe(join(path, 'loop0-20261130T014513Z.surfscan'));
});

test('with --resume one that cannot be read is not passed over: who opens it says why', async () => {
  const path = mkdtempSync(join(tmpdir(), 'surfscan-paths-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  const older = join(path, 'A1-20261101T000000Z.surfscan');
  await (await MapFile.create(older, aHeader(100), aState())).close();
  const newer = join(path, 'A1-20261102T000000Z.surfscan');
  writeFileSync(newer, 'something else');
  const paths = await mapPaths([target('/dev/sda', 'A1')], { path, resume: true, began: BEGAN });
  expect(paths).toEqual([newer]);
});

test('of two scans that begin in one second, each has a map of its own', async () => {
  const path = mkdtempSync(join(tmpdir(), 'surfscan-paths-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  writeFileSync(join(path, `A1${DATE}`), 'a map');
  const paths = await mapPaths([target('/dev/sda', 'A1')], { path, resume: false, began: BEGAN });
  expect(paths).toEqual([join(path, 'A1-20261130T014513Z.surfscan')]);
});
