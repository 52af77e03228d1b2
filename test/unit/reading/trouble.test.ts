// Why reading a disk cannot go on, in words.

import { expect, test } from 'vitest';
import {
  hungTrouble,
  isEnd,
  leftTrouble,
  notOpenedTrouble,
  troubleOf,
} from '../../../src/reading/trouble.ts';
import { errorOfCode, NATIVE_ERROR_DEFECT } from '../../../src/vocabulary/classes.ts';
import { failedReading, goodReading } from '../engine/scripted-runner.ts';

const gone = (errno: number) => ({
  ...failedReading(17),
  error: errorOfCode('GONE').native,
  errno,
});
const odd = (errno: number) => ({ ...failedReading(17), error: NATIVE_ERROR_DEFECT, errno });

test('nothing more can be read of a disk that left, or said what nobody knows', () => {
  expect([gone(6), odd(33), failedReading(17), goodReading(17)].map(isEnd)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test.each([
  ['left', gone(6), 'ERR_GONE', 'ENXIO', /^\/dev\/sdx left at LBA 17: ./],
  ['ended before its end', gone(0), 'ERR_GONE', null, /^\/dev\/sdx left at LBA 17$/],
  [
    'said what no table names',
    odd(33),
    'ERR_DEFECT',
    'EDOM',
    /^reading LBA 17 of \/dev\/sdx, the system said EDOM: no table names that$/,
  ],
  ['said nothing', odd(0), 'ERR_DEFECT', null, /the system said nothing: no table/],
])('a disk that %s', (_, reading, code, errno, message) => {
  expect(troubleOf('/dev/sdx', reading)).toEqual({
    ...{ code, errno, message: expect.stringMatching(message) },
  });
});

test('a disk that hangs', () => {
  expect(hungTrouble('/dev/sdx', 600_000, 5)).toEqual({
    ...{ code: 'ERR_HUNG', errno: null },
    message: '/dev/sdx is hung: no answer for 600 s at LBA 5',
  });
});

test('a disk that answers nothing but errors', () => {
  const message = '/dev/sdx left: it answers every read with an error';
  expect(leftTrouble('/dev/sdx', false)).toEqual({ code: 'ERR_GONE', errno: null, message });
  expect(leftTrouble('/dev/sdx', true).message).toBe(`${message}, also where it read well before`);
});

test.each([
  [
    'the disk',
    'ERR_OPEN',
    false,
    'ERR_GONE',
    /^\/dev\/sdx could not be opened again: no \(ERR_OPEN\)$/,
  ],
  [
    'the disk, by its drive',
    'ERR_METHOD',
    false,
    'ERR_GONE',
    /could not be opened again: no \(ERR_METHOD\)$/,
  ],
  [
    'its drive alone',
    'ERR_METHOD',
    true,
    'ERR_METHOD',
    /^the drive of \/dev\/sdx could not be opened again, though the disk is there: no: ./,
  ],
  ['something else of a disk that is there', 'ERR_OPEN', true, 'ERR_GONE', /\(ERR_OPEN\)$/],
] as const)('%s could not be opened again', (_, code, isThere, told, message) => {
  const failure = { code, errno: 'EACCES', syscall: 'open', message: 'no' };
  expect(notOpenedTrouble('/dev/sdx', failure, isThere)).toEqual({
    ...{ code: told, errno: 'EACCES', message: expect.stringMatching(message) },
  });
});
