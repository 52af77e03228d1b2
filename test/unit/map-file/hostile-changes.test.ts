// Changes that somebody made on purpose, with checksums that fit: they are refused by what is wrong with them.

import { expect, test } from 'vitest';
import { withChanges } from '../../../src/map-file/apply-changes.ts';
import { decodeChange, encodeChange, type FindingsChanges } from '../../../src/map-file/changes.ts';
import { type MapFindings, NO_FINDINGS } from '../../../src/map-file/contents.ts';
import { aHeader, aState, FINDINGS } from './fixtures.ts';

const RANGE = aHeader(100);
const value = { error: 'UNC', errno: null, exact: true, reads: 1 } as const;
const bad = (from: number, to: number) => ({ from, to, value });
const slow = (from: number, to: number) => ({ ...FINDINGS.slow[0]!, from, to });

function encoded(change: Partial<FindingsChanges>): Buffer {
  const none = { ranges: [], disturbedRanges: [], findings: NO_FINDINGS };
  return encodeChange({ ...none, ...change, state: aState() }, 7);
}

const decoded = (body: Buffer) => decodeChange(body, RANGE);
const saying = (findings: Partial<MapFindings>) => ({ findings: { ...NO_FINDINGS, ...findings } });

test('of every kind they are read as they were written', () => {
  const ranges = [{ from: 0, to: 800 }];
  const all = { ranges, disturbedRanges: ranges, findings: FINDINGS };
  expect(decoded(encoded(all))).toEqual({ ...all, state: aState() });
});

test.each<[string, Partial<FindingsChanges>]>([
  [
    'out of order',
    {
      ranges: [
        { from: 8, to: 16 },
        { from: 0, to: 8 },
      ],
    },
  ],
  ['empty', { ranges: [{ from: 8, to: 8 }] }],
  [
    'overlapping',
    {
      ranges: [
        { from: 0, to: 9 },
        { from: 8, to: 16 },
      ],
    },
  ],
  ['behind the end', { ranges: [{ from: 792, to: 801 }] }],
])('a range that is %s is refused', (_, change) => {
  expect(() => decoded(encoded(change))).toThrow(/changes: range \d is out of order or range/);
});

test.each<[string, Partial<FindingsChanges>]>([
  ['bad', saying({ bad: [bad(8, 9)] })],
  ['partly', { ranges: [{ from: 0, to: 9 }], ...saying({ bad: [bad(8, 10)] }) }],
  ['weak', { ranges: [{ from: 16, to: 24 }], ...saying({ weak: [bad(8, 9)] }) }],
  ['failed', { ranges: [{ from: 16, to: 24 }], ...saying({ failed: [bad(24, 25)] }) }],
  ['slow', { ranges: [{ from: 10, to: 24 }], ...saying({ slow: [slow(8, 16)] }) }],
  [
    'disturbed',
    {
      ranges: [{ from: 0, to: 24 }],
      ...saying({ disturbed: [{ from: 8, to: 16, foreignSectors: 1 }] }),
    },
  ],
])('a finding outside of the ranges is refused: %s', (_, change) => {
  expect(() => decoded(encoded(change))).toThrow('changes: a finding is in none of their ranges');
});

test('bytes behind the last record are refused', () => {
  const body = encoded({});
  body.writeUInt8(1, body.length - 1);
  expect(() => decoded(body)).toThrow('changes: their size is wrong');
});

test('what overlaps what was said before is refused', () => {
  const change = {
    ranges: [{ from: 12, to: 20 }],
    disturbedRanges: [],
    ...saying({ slow: [slow(12, 20)] }),
  };
  const before = { ...NO_FINDINGS, slow: [slow(8, 16)] };
  expect(() => withChanges(before, [change])).toThrow(/LBA 12 overlaps/);
});

test('a change of a part leaves the rest, and what says the same becomes one again', () => {
  const before = { ...NO_FINDINGS, bad: [bad(0, 100)] };
  const gone = { ranges: [{ from: 40, to: 60 }], disturbedRanges: [], findings: NO_FINDINGS };
  expect(withChanges(before, [gone]).bad).toEqual([bad(0, 40), bad(60, 100)]);
  const back = { ...gone, ...saying({ bad: [bad(40, 60)] }) };
  expect(withChanges(before, [gone, back]).bad).toEqual([bad(0, 100)]);
  expect(withChanges(before, [back, gone]).bad).toEqual([bad(0, 40), bad(60, 100)]);
});
