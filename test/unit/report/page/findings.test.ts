// The one list of all that was found, and the table of it.

import { describe, expect, test } from 'vitest';
import type { ScanResult } from '../../../../src/index.ts';
import { findingTable } from '../../../../src/report/page/finding-table.ts';
import { type Finding, findingsOf } from '../../../../src/report/page/findings.ts';
import { scanJson } from '../../../../src/report/run-json.ts';
import type { KnownPartition } from '../../../../src/vocabulary/device.ts';
import { aResult } from '../a-result.ts';
import { exact, failed } from '../stored.ts';

const NOTHING: Partial<ScanResult> = { bad: [], weak: [], slow: [], slowZones: [], disturbed: [] };
const found = (
  changes: Partial<ScanResult>,
  partitions: readonly KnownPartition[] = [],
  told: Parameters<typeof findingsOf>[2] = [],
) => findingsOf(scanJson(aResult({ ...NOTHING, ...changes })), partitions, told);

const slow = (from: number, againMs: number | null) => ({
  ...{ from, to: from + 8, latencyNs: 700e6, late: false, rereadDone: true },
  againNs: againMs === null ? null : againMs * 1e6,
});
const zone = (expectedBytesPerSecond: number | null) => ({
  ...{
    from: 100,
    to: 200,
    bytesPerSecond: 15e6,
    againBytesPerSecond: 16e6,
    expectedBytesPerSecond,
  },
});

test('what weighs most comes first, and of one kind what lies first', () => {
  const all = found({
    bad: [exact(900, 901), exact(950, 951)],
    weak: [exact(10, 11)],
    slow: [slow(500, 650)],
    slowZones: [zone(null)],
    disturbed: [{ from: 0, to: 4, foreignSectors: 9 }],
  });
  expect(all.map(({ kind, from }) => `${kind} ${from}`)).toEqual([
    'bad 900',
    'bad 950',
    'slow zone 100',
    'slow 500',
    'weak 10',
    'disturbed 0',
  ]);
});

describe('in words', () => {
  const { value } = exact(0, 1);
  const only = (changes: Partial<ScanResult>) => {
    const [{ error, words }, ...more] = found(changes) as [Finding];
    expect(more).toEqual([]);
    return [error, words];
  };

  test.each<[string, Partial<ScanResult>, string, string]>([
    ['bad once', { bad: [exact(5, 6)] }, 'UNC (ENODATA)', 'failed alone, too: 1 reading'],
    [
      'bad twice, without an errno',
      { bad: [{ from: 5, to: 6, value: { ...value, errno: null, reads: 2 } }] },
      'UNC',
      'failed alone, too: 2 readings',
    ],
    [
      'failed',
      { bad: [failed(5, 6)] },
      'UNC (ENODATA)',
      'lies in a block that failed and was not narrowed',
    ],
    ['weak', { weak: [exact(5, 6)] }, 'UNC (ENODATA)', 'failed alone, too, then read'],
    [
      'weak as a block',
      { weak: [failed(5, 6)] },
      'UNC (ENODATA)',
      'failed once, then every sector of it read',
    ],
    ['slow', { slow: [slow(8, null)] }, '', '700 ms, not read again'],
    ['slow again', { slow: [slow(8, 650)] }, '', '700 ms, again 650 ms'],
    ['a slow zone', { slowZones: [zone(null)] }, '', '15.0 MB/s, again 16.0 MB/s'],
    [
      'one among faster ones',
      { slowZones: [zone(180e6)] },
      '',
      '15.0 MB/s, again 16.0 MB/s; around it 180 MB/s',
    ],
    [
      'disturbed',
      { disturbed: [{ from: 0, to: 4, foreignSectors: 1234 }] },
      '',
      'others used the disk meanwhile: 1,234 sectors',
    ],
  ])('%s', (_, changes, error, words) => {
    expect(only(changes)).toEqual([error, words]);
  });
});

describe('lies in a partition', () => {
  const partitions = [
    { index: 1, firstLba: 100, lastLba: 199 },
    { index: 2, firstLba: 200, lastLba: 299 },
  ];

  test.each([
    [99, 99, ''],
    [99, 100, 'p1'],
    [100, 100, 'p1'],
    [199, 199, 'p1'],
    [199, 200, 'p1, p2'],
    [50, 400, 'p1, p2'],
    [299, 299, 'p2'],
    [300, 301, ''],
  ])('LBA %d to %d: %j', (from, to, names) => {
    expect(found({ bad: [exact(from, to + 1)] }, partitions)[0]!.partitions).toBe(names);
  });
});

describe('holds what was told of', () => {
  const told = [
    { lba: 100, words: 'a' },
    { lba: 150, words: 'b' },
    { lba: 151, words: 'b' },
    { lba: 200, words: 'c' },
  ];

  test.each([
    [0, 99, []],
    [0, 100, ['a']],
    [100, 100, ['a']],
    [101, 149, []],
    [100, 150, ['a', 'b']],
    [150, 199, ['b']],
    [151, 200, ['b', 'c']],
    [200, 300, ['c']],
    [201, 300, []],
    [0, 300, ['a', 'b', 'c']],
  ])('LBA %d to %d: %j', (from, to, things) => {
    expect(found({ bad: [exact(from, to + 1)] }, [], told)[0]!.things).toEqual(things);
  });
});

describe('the table', () => {
  const finding = (from: number, to = from, change: Partial<Finding> = {}): Finding => ({
    ...{ kind: 'bad', from, to, error: 'UNC', words: 'w', partitions: 'p1', things: [] },
    ...change,
  });
  const rowsOf = (findings: readonly Finding[], places: ReadonlyMap<number, number> = new Map()) =>
    [...findingTable(findings, places).text.matchAll(/<tr><td.*?<\/tr>/gs)].map(([row]) =>
      [...row.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, cell]) =>
        cell!.replace(/<svg.*<\/svg> /, ''),
      ),
    );

  test('has a row each: where, how many, what, and what lies there if anybody told', () => {
    expect(rowsOf([finding(5), finding(1000, 2999, { kind: 'weak' })])).toEqual([
      ['5', '1', 'bad', 'UNC', 'w', 'p1'],
      ['1000-2999', '2,000', 'weak', 'UNC', 'w', 'p1'],
    ]);
    const { text } = findingTable([finding(5)], new Map());
    expect(text).not.toContain('what lies there');
    const told = [finding(5, 5, { things: ['x'] }), finding(6)];
    expect(findingTable(told, new Map()).text).toContain('what lies there');
    expect(rowsOf(told).map((row) => row.length)).toEqual([7, 6]);
  });

  test.each([
    ['bad', 'failed'],
    ['slow zone', 'c4'],
    ['slow', 'c5'],
    ['weak', 'c3'],
    ['corrected', 'c2'],
    ['disturbed', 'warn'],
  ] as const)('%s has the colour %s', (kind, name) => {
    const { text } = findingTable([finding(5, 5, { kind })], new Map());
    expect(text).toContain(`<rect class="${name}" `);
  });

  test('leads to the place that shows it', () => {
    const rows = rowsOf([finding(5), finding(7)], new Map([[1, 3]]));
    expect(rows.map(([lba]) => lba)).toEqual(['5', '<a href="#b3">7</a>']);
  });

  test('names three things, and how many more', () => {
    const last = (count: number) =>
      rowsOf([finding(5, 5, { things: ['a', 'b', 'c', 'd', 'e'].slice(0, count) })])[0]!.at(-1);
    expect([last(2), last(3), last(4), last(5)]).toEqual([
      'a; b',
      'a; b; c',
      'a; b; c; and 1 more',
      'a; b; c; and 2 more',
    ]);
  });

  test.each([
    [150, null],
    [151, '… and 1 more: surfscan report MAP --json - lists them.'],
    [2150, '… and 2,000 more: surfscan report MAP --json - lists them.'],
  ])('of %d has 150 rows, and says how many more', (count, more) => {
    const all = Array.from({ length: count }, (_, i) => finding(2 * i));
    expect(rowsOf(all)).toHaveLength(150);
    const { text } = findingTable(all, new Map());
    if (more === null) expect(text).not.toContain('more:');
    else expect(text).toContain(`<p>${more}</p>`);
  });

  test('of nothing says so', () => {
    expect(findingTable([], new Map()).text).toBe(
      '<p>No sector failed, none was weak, no block was slow.</p>',
    );
  });
});
