// What the addon offers beside readers: passes over a map, locks, and the way out.

import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { native } from '../../../src/addon/native.ts';
import { ADDON, loose, NOT_BYTES, NOT_WHOLE, refused } from './native-fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'surfscan-native-'));

afterAll(() => rmSync(folder, { recursive: true }));

describe('passes over a map', () => {
  const map = new Uint8Array(10).fill(7);

  test('tally takes a range of bytes', () => {
    for (const value of NOT_BYTES) refused(() => loose.tally!(value, 0, 0), /expected a map/);
    for (const value of [...NOT_WHOLE, 11]) {
      refused(() => loose.tally!(map, 0, value), /range must lie in the map/);
      refused(() => loose.tally!(map, value, 10), /range must lie in the map/);
    }
    refused(() => native.tally(map, 6, 5), /range must lie in the map/);
    refused(() => loose.tally!(), /expected a map/);
    expect(native.tally(map, 4, 10)[7]).toBe(6);
    expect(native.tally(new Uint8Array(), 0, 0).length).toBe(256);
  });
});

describe('lockFile', () => {
  const path = join(folder, 'locked');
  writeFileSync(path, '');

  test('gives the lock to one, until that one closes the file', () => {
    const [one, other] = [openSync(path, 'r'), openSync(path, 'r+')];
    expect(native.lockFile(one)).toBe(true);
    expect(native.lockFile(one)).toBe(true);
    expect(native.lockFile(other)).toBe(false);
    closeSync(one);
    expect(native.lockFile(other)).toBe(true);
    closeSync(other);
  });

  test('says why there is no lock', () => {
    for (const value of [...NOT_WHOLE, 2 ** 31]) {
      refused(() => loose.lockFile!(value), /expected an open file/);
    }
    const failure = expect.objectContaining({ errno: 'EBADF', syscall: 'flock' });
    expect(() => native.lockFile(2 ** 31 - 1)).toThrow(failure);
  });
});

describe('exitNow', () => {
  test.each([
    ['0', 0],
    ['4', 4],
    ['255', 255],
    ['', 70],
    ['NaN', 70],
    ['-1', 70],
    ['256', 70],
    ['2 ** 32', 70],
    ['0.5', 70],
    ['"0"', 70],
    ['null', 70],
  ])('(%s) leaves with %i', (status, expected) => {
    const script = `require(${JSON.stringify(ADDON)}).exitNow(${status})`;
    expect(spawnSync(process.execPath, ['-e', script]).status).toBe(expected);
  });
});
