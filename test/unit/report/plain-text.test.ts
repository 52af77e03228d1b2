// Text and numbers for programs that count columns, and how old a scan is.

import { expect, test } from 'vitest';
import { newestScans } from '../../../src/report/newest-scans.ts';
import {
  ageSeconds,
  ageWords,
  diskName,
  fitted,
  plainText,
} from '../../../src/report/plain-text.ts';
import { amount, lbas, plural, sectors } from '../../../src/report/words.ts';
import { aSummary } from './a-summary.ts';

test.each([
  ['abc', 'abc'],
  ['a|b|c', 'a/b/c'],
  ['é\u001b', '??'],
])('%j is %j', (text, plain) => {
  expect(plainText(text)).toBe(plain);
});

test.each([
  ['abcde', 5, 'abcde'],
  ['abcdef', 5, 'ab...'],
  ['abcdef', 3, '...'],
  ['abcdef', 1, '...'],
])('%j in %d characters is %j', (text, most, shown) => {
  expect(fitted(text, most)).toBe(shown);
});

test.each([
  ['S', 'W', 'S'],
  [' ', 'W', 'W'],
  [null, 'W ', 'W'],
  ['', null, '/dev/x'],
])('a disk of serial %j and WWN %j is called %j', (serial, wwn, name) => {
  expect(diskName({ serial, wwn, path: '/dev/x' })).toBe(name);
});

const [MINUTE, HOUR, DAY] = [60, 3600, 86_400];
test.each([
  [-5, '0 s'],
  [0.9, '0 s'],
  [2 * MINUTE - 1, '119 s'],
  [2 * MINUTE, '2 min'],
  [2 * HOUR - 1, '119 min'],
  [2 * HOUR, '2 h'],
  [2 * DAY - 1, '47 h'],
  [2 * DAY, '2 d'],
  [10.9 * DAY, '10 d'],
])('%d s are %j', (seconds, words) => {
  expect(ageWords(seconds)).toBe(words);
});

test('a scan is as old as its end, or its beginning where it has none, and never from tomorrow', () => {
  const [started, finished] = [new Date(10_000), new Date(20_000)];
  expect(ageSeconds({ started, finished }, new Date(25_500))).toBe(5.5);
  expect(ageSeconds({ started, finished: null }, new Date(25_000))).toBe(15);
  expect(ageSeconds({ started, finished }, new Date(0))).toBe(0);
});

test('numbers in words', () => {
  expect([lbas(5, 5), lbas(1000, 2000)]).toEqual(['LBA 5', 'LBA 1000-2000']);
  expect([0, 1, 2, 1000].map((count) => plural(count, 'zone'))).toEqual([
    ...['0 zones', '1 zone', '2 zones', '1,000 zones'],
  ]);
  expect(plural(2, 'block', 'slow twice')).toBe('2 blocks slow twice');
  expect(sectors(1, 'bad')).toBe('1 bad sector');
  expect([amount(1234), amount(1.5)]).toEqual(['1,234', '1.500']);
});

/** So many hours after midnight. */
const at = (hours: number) => new Date(hours * HOUR * 1000);
const scan = (device: object, started: number, finished: number | null) =>
  aSummary({ started: at(started), finished: finished === null ? null : at(finished) }, device);

test('of a disk’s scans the newest that finished tells, else the newest', () => {
  const [old, newer, unfinished] = [scan({}, 0, 1), scan({}, 2, 3), scan({}, 4, null)];
  expect(newestScans([old, newer, unfinished])).toEqual([newer]);
  expect(newestScans([unfinished, newer, old])).toEqual([newer]);
  const begun = scan({}, 5, null);
  expect(newestScans([unfinished, begun])).toEqual([begun]);
  // By its end, not by its beginning.
  const long = scan({}, 1, 9);
  expect(newestScans([newer, long])).toEqual([long]);
});

test('a disk is known by its serial, else its WWN, else where it is and its size', () => {
  const apart = (a: object, b: object) => newestScans([scan(a, 0, 1), scan(b, 2, 3)]).length;
  const no = { serial: null, wwn: null };
  expect(apart({ path: '/dev/a' }, { path: '/dev/b' })).toBe(1);
  expect(apart({ serial: 'A' }, { serial: 'B' })).toBe(2);
  expect(
    apart({ serial: '', wwn: 'w', path: '/dev/a' }, { serial: null, wwn: 'w', path: '/dev/b' }),
  ).toBe(1);
  expect(apart({ ...no, path: '/dev/a' }, { ...no, path: '/dev/b' })).toBe(2);
  expect(apart({ ...no, wwn: '', path: '/dev/a' }, { ...no, path: '/dev/a' })).toBe(1);
  // Told apart, and yet one series.
  expect(apart({ ...no, sectors: 8 }, { ...no, sectors: 16 })).toBe(1);
  expect(apart({ ...no, wwn: 'v' }, { ...no, wwn: 'w' })).toBe(1);
});

test('in the order in which the disks came', () => {
  const [a, b] = [scan({ serial: 'A' }, 0, 1), scan({ serial: 'B' }, 0, 1)];
  const again = scan({ serial: 'A' }, 2, 3);
  expect(newestScans([a, b, again])).toEqual([again, b]);
});
