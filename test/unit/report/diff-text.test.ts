// Two scans compared, in words: each change a line, what decides at the end.

import { describe, expect, test } from 'vitest';
import type { Comparison } from '../../../src/engine/compare.ts';
import { changeLines, diffLine, diffText, sectorsOf } from '../../../src/report/diff-text.ts';
import { aBadChange, aComparison, aSlowChange, aZoneChange } from './a-comparison.ts';

const BAD = aComparison().bad;
const ZONES = aComparison().zones;
const lines = (changes: Partial<Comparison>) => changeLines(aComparison(changes));
const bad = (change: Partial<Comparison['bad']>) => lines({ bad: { ...BAD, ...change } });
const zones = (...changed: Comparison['zones']['changed']) =>
  lines({ zones: { ...ZONES, changed } });

describe('a bad extent', () => {
  test.each<[string, Partial<Comparison['bad']>, string]>([
    ['new', { added: [aBadChange(5, 6)] }, '  new bad LBA 5  UNC (ENODATA)'],
    [
      'first read',
      { firstRead: [aBadChange(5, 8)] },
      '  bad, not read before: LBA 5-7  UNC (ENODATA)',
    ],
    ['gone', { gone: [aBadChange(5, 6, { errno: null })] }, '  no longer bad LBA 5  UNC'],
    [
      'not read again',
      { notReadAgain: [aBadChange(5, 6, { exact: false })] },
      '  bad before, not read again: LBA 5  UNC (ENODATA), not narrowed',
    ],
    [
      'beside one that was',
      { added: [aBadChange(5, 6, {}, [2, 5])] },
      '  new bad LBA 5  UNC (ENODATA), beside LBA 2-4, bad in both',
    ],
  ])('%s', (_, change, line) => {
    expect(bad(change)[0]).toBe(line);
  });

  test.each([
    [1000, null],
    [1001, '  … and 1 more bad (--json lists them)'],
    [3500, '  … and 2,500 more bad (--json lists them)'],
  ])('of %d a thousand are listed', (count, more) => {
    const added = Array.from({ length: count }, (_, i) => aBadChange(2 * i, 2 * i + 1));
    const told = bad({ added });
    expect(told.filter((line) => line.startsWith('  new bad'))).toHaveLength(1000);
    expect(told.find((line) => line.includes('more bad')) ?? null).toBe(more);
  });
});

test('slow ranges, before and now', () => {
  const slow = { added: [aSlowChange(8, 16, 650)], gone: [aSlowChange(24, 25, null)] };
  expect(lines({ slow }).slice(0, 2)).toEqual([
    '  new slow LBA 8-15  2.00 ms; now 700 ms, again 650 ms',
    '  no longer slow LBA 24  2.00 ms; now 700 ms',
  ]);
});

describe('a zone', () => {
  test('is slower, or faster, with its noise', () => {
    expect(zones(aZoneChange(0, 100, 2, 3, 0.025)).slice(0, 1)).toEqual([
      '  slower LBA 0-99  mean 2.00 ms, now 3.00 ms: 50.0 % (noise 2.5 %)',
    ]);
    expect(zones(aZoneChange(0, 100, 2, 1))[0]).toMatch(/^ {2}faster LBA 0-99 .*: -50\.0 %/);
  });

  test('neighbours that moved one way are one, by their lengths, with the most noise', () => {
    const [joined, other] = zones(
      aZoneChange(0, 100, 2, 4, 0.01),
      aZoneChange(100, 400, 6, 8, 0.03),
      aZoneChange(400, 500, 8, 6),
    );
    expect(joined).toBe('  slower LBA 0-399  mean 5.00 ms, now 7.00 ms: 40.0 % (noise 3.0 %)');
    expect(other).toMatch(/^ {2}faster LBA 400-499/);
  });

  test('stands apart from one that is no neighbour', () => {
    const told = zones(aZoneChange(0, 100, 2, 4), aZoneChange(101, 200, 2, 4));
    expect(told.filter((line) => line.startsWith('  slower'))).toHaveLength(2);
  });

  test('how many were compared, and by what', () => {
    const compared = { sectors: 2_000_000, compared: 3, noise: 0.0123, changed: [] };
    expect(lines({ zones: compared })).toContain(
      '  3 zones of 1.02 GB compared: told is what moved by more than 5 % and twice its noise (median 1.2 %)',
    );
    expect(lines({ zones: { ...compared, noise: null } }).join()).not.toContain('compared: told');
  });
});

test('latencies of both, where both are known', () => {
  const { old, now } = aComparison();
  expect(lines({})).toContain(
    '  latency: p50 0.71 ms, now 0.71 ms; p99 2.50 ms, now 2.50 ms; p99.9 9.00 ms, now 9.00 ms',
  );
  for (const unknown of [
    { old: { ...old, latencyUs: null } },
    { now: { ...now, latencyUs: null } },
  ]) {
    expect(lines(unknown).join()).not.toContain('latency:');
  }
});

test('what the drive counted', () => {
  const pending = { name: 'Current_Pending_Sector', before: 0, after: 8 };
  const smart = (changed: readonly (typeof pending)[], whyNot: string | null = null) =>
    lines({ smart: { changed, whyNot } }).filter((line) => line.includes('SMART'));
  expect(smart([])).toEqual(['  SMART: no counter changed']);
  expect(smart([pending])).toEqual(['  SMART: pending sectors 0 → 8']);
  expect(smart([], 'it is\u001b off')).toEqual(['  SMART not compared, it is? off']);
});

test('what was not compared, forty of it', () => {
  const notCompared = [
    { from: 0, to: 8, what: 'all' as const, why: 'not read in the old scan' },
    { from: 8, to: 9, what: 'latency' as const, why: 'others used the disk meanwhile' },
  ];
  expect(lines({ notCompared }).slice(-2)).toEqual([
    '  not compared: LBA 0-7, not read in the old scan',
    '  latencies not compared: LBA 8, others used the disk meanwhile',
  ]);
  const many = (count: number) => Array.from({ length: count }, () => notCompared[0]!);
  expect(lines({ notCompared: many(40) }).at(-1)).toMatch(/^ {2}not compared/);
  expect(lines({ notCompared: many(41) }).at(-1)).toBe(
    '  … and 1 more not compared (--json lists them)',
  );
});

describe('in one line', () => {
  const said = (changes: Partial<Comparison>) =>
    diffLine(aComparison({ differs: true, ...changes }));

  test.each<[Partial<Comparison>, string]>([
    [{ bad: { ...BAD, added: [aBadChange(5, 6)] } }, '1 new bad sector'],
    [{ bad: { ...BAD, added: [aBadChange(5, 7), aBadChange(9, 10)] } }, '3 new bad sectors'],
    [{ bad: { ...BAD, firstRead: [aBadChange(5, 6)] } }, '1 bad sector that was not read before'],
    [{ bad: { ...BAD, firstRead: [aBadChange(5, 7)] } }, '2 bad sectors that were not read before'],
    [{ bad: { ...BAD, gone: [aBadChange(5, 7)] } }, '2 sectors no longer bad'],
    [{ slow: { added: [aSlowChange(0, 8, 1)], gone: [] } }, '1 range newly slow'],
    [
      { slow: { added: [], gone: [aSlowChange(0, 8, 1), aSlowChange(8, 16, 1)] } },
      '2 ranges no longer slow',
    ],
    [
      {
        zones: {
          ...ZONES,
          changed: [aZoneChange(0, 1, 1, 2), aZoneChange(1, 2, 2, 1), aZoneChange(2, 3, 1, 2)],
        },
      },
      '2 zones slower; 1 zone faster',
    ],
  ])('%#: %s', (changes, words) => {
    expect(said(changes)).toBe(`DIFFERS: ${words}`);
  });

  test('nothing to report', () => {
    expect(diffLine(aComparison())).toBe('SAME: nothing to report');
  });
});

test('the whole: the disk, both scans, changes, notes, and what decides', () => {
  const { now } = aComparison();
  const text = diffText(aComparison({ now: { ...now, finished: null } }), ['a\u001bnote']);
  const all = text.split('\n');
  expect(all[0]).toBe('/dev/sdb · ST1000DM003 · Z1D0AAAA · 410 kB');
  expect(all[1]).toBe(
    '  old: begun 2026-11-22T10:00:00.000Z, finished 2026-11-22T12:59:03.500Z, LBA 0-799, 0 bad, 0 unread',
  );
  expect(all[2]).toMatch(/^ {2}new: begun 2026-11-22T10:00:00.000Z, not finished, LBA 0-799/);
  expect(all.slice(-3)).toEqual(['  note: a?note', '  SAME: nothing to report', '']);
});

test('sectors of ranges', () => {
  expect(sectorsOf([])).toBe(0);
  expect(
    sectorsOf([
      { from: 3, to: 5 },
      { from: 10, to: 11 },
    ]),
  ).toBe(3);
});
