// How much of what was found is told in words, in which order.

import { describe, expect, test } from 'vitest';
import { areListsCut, findingLines } from '../../../src/report/run-lists.ts';
import type { SlowBlock } from '../../../src/vocabulary/defects.ts';
import type { SlowZone } from '../../../src/vocabulary/slow-zones.ts';
import { aResult } from './a-result.ts';

const NONE = { bad: [], weak: [], slow: [], slowZones: [], recovered: [], disturbed: [] };
const told = (change: Parameters<typeof aResult>[0]) =>
  findingLines(aResult({ ...NONE, ...change }));

const value = { error: 'UNC', errno: null, exact: true, reads: 1 } as const;
const many = <T>(count: number, item: (lba: number) => T) =>
  Array.from({ length: count }, (_, i) => item(1000 * i));
const defect = (from: number) => ({ from, to: from + 1, value });
const MS = 1e6;
const slow = (from: number, latencyMs: number, againMs: number | null): SlowBlock => ({
  from,
  to: from + 8,
  latencyNs: latencyMs * MS,
  late: false,
  againNs: againMs === null ? null : againMs * MS,
  rereadDone: true,
});
const zone = (from: number, change: Partial<SlowZone> = {}): SlowZone => ({
  from,
  to: from + 256,
  bytesPerSecond: 10e6,
  againBytesPerSecond: 11e6,
  expectedBytesPerSecond: null,
  ...change,
});

describe('a list that is too long for a screen', () => {
  const LISTS = [
    ['bad', 1000, (count: number) => ({ bad: many(count, defect) })],
    ['weak', 1000, (count: number) => ({ weak: many(count, defect) })],
    ['slow zones', 1000, (count: number) => ({ slowZones: many(count, (lba) => zone(lba)) })],
    ['slow', 40, (count: number) => ({ slow: many(count, (lba) => slow(lba, 600, 600 + lba)) })],
    [
      'recovered',
      40,
      (count: number) => ({
        recovered: many(count, (from) => ({ from, to: from + 8, value: '1/17/01' })),
      }),
    ],
    [
      'disturbed',
      40,
      (count: number) => ({
        disturbed: many(count, (from) => ({ from, to: from + 8, foreignSectors: 1 })),
      }),
    ],
  ] as const;

  test.each(LISTS)('%s: cut behind %d', (word, most, found) => {
    expect(told(found(most))).toHaveLength(most);
    expect(areListsCut(aResult({ ...NONE, ...found(most) }))).toBe(false);
    const lines = told(found(most + 1200));
    expect(lines).toHaveLength(most + 1);
    expect(lines.at(-1)).toBe(`  … and 1,200 more ${word} (--json lists them)`);
    expect(areListsCut(aResult({ ...NONE, ...found(most + 1) }))).toBe(true);
  });
});

test('what the drive had to correct, in its words', () => {
  expect(told({ recovered: [{ from: 8, to: 16, value: '1/17/01' }] })).toEqual([
    '  recovered LBA 8-15  read, and the drive had to correct (sense 1/17/01)',
  ]);
});

test('what decided comes first; bad always', () => {
  const found = {
    bad: [defect(1)],
    weak: [defect(2)],
    slowZones: [zone(0)],
    slow: [slow(8, 600, 700)],
    disturbed: [{ from: 0, to: 8, foreignSectors: 2 }],
  };
  const order = (...rules: [string, boolean][]) =>
    told({ ...found, rules: rules.map(([rule, failed]) => ({ rule, value: 1, failed })) }).map(
      (line) => /^ {2}(slow zone|\w+)/.exec(line)![1],
    );
  const plain = ['bad', 'weak', 'slow zone', 'slow', 'disturbed'];
  expect(order()).toEqual(plain);
  expect(order(['weak>0', false], ['>500ms>0', false])).toEqual(plain);
  expect(order(['>500ms>0', true])).toEqual(['bad', 'slow', 'weak', 'slow zone', 'disturbed']);
  expect(order(['slow_zones>0', true])).toEqual(['bad', 'slow zone', 'weak', 'slow', 'disturbed']);
  expect(order(['>500ms>0', true], ['weak>3', true])).toEqual([
    'bad',
    'weak',
    'slow',
    'slow zone',
    'disturbed',
  ]);
});

test('slow blocks: slow again, not read again, once slow; the worst first, then by LBA', () => {
  expect(
    told({
      slow: [
        slow(100, 900, 5),
        slow(200, 900, 6),
        slow(300, 900, null),
        slow(400, 950, null),
        slow(500, 600, 700),
        slow(600, 600, 800),
        slow(700, 600, 800),
      ],
    }),
  ).toEqual([
    '  slow LBA 600-607  600 ms, again 800 ms',
    '  slow LBA 700-707  600 ms, again 800 ms',
    '  slow LBA 500-507  600 ms, again 700 ms',
    '  slow LBA 400-407  950 ms, not read again',
    '  slow LBA 300-307  900 ms, not read again',
    '  slow LBA 200-207  900 ms, again 6.00 ms',
    '  slow LBA 100-107  900 ms, again 5.00 ms',
  ]);
});

test('bad and weak: with errno, and whether they were narrowed', () => {
  const whole = { from: 1, to: 9, value: { ...value, exact: false, errno: 'EIO' } };
  expect(told({ bad: [defect(0), whole], weak: [defect(20), whole] })).toEqual([
    '  bad LBA 0  UNC',
    '  bad LBA 1-8  UNC (EIO), not narrowed',
    '  weak LBA 20  UNC, failed alone too, then read',
    '  weak LBA 1-8  UNC (EIO), failed once, then every sector of it read',
  ]);
});

test('a slow zone: what is around it where that is half as fast again', () => {
  const around = (expectedBytesPerSecond: number | null) =>
    told({ slowZones: [zone(0, { expectedBytesPerSecond })] })[0];
  const alone = '  slow zone LBA 0-255  10.0 MB/s, again 11.0 MB/s';
  expect(around(null)).toBe(alone);
  expect(around(15e6)).toBe(alone);
  expect(around(15.1e6)).toBe(`${alone}, 15.1 MB/s around it`);
});

test('what others read meanwhile', () => {
  const disturbed = [
    { from: 0, to: 8, foreignSectors: 1 },
    { from: 8, to: 9, foreignSectors: 1234 },
  ];
  expect(told({ disturbed })).toEqual([
    '  disturbed LBA 0-7  others used the disk meanwhile: 1 sector',
    '  disturbed LBA 8  others used the disk meanwhile: 1,234 sectors',
  ]);
});
