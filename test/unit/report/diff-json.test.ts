// Two scans compared, for programs: LBAs inclusive, times in microseconds.

import { describe, expect, test } from 'vitest';
import { comparedJson, diffReport } from '../../../src/report/diff-json.ts';
import { aBadChange, aComparison, aSlowChange, aZoneChange } from './a-comparison.ts';

const plain = (value: unknown) => JSON.parse(JSON.stringify(value));

test('says of both scans what they were', () => {
  const { old, new: now, differs } = comparedJson(aComparison());
  expect(plain(old)).toEqual({
    started: '2026-11-22T10:00:00.000Z',
    finished: '2026-11-22T12:59:03.500Z',
    range: { from: 0, to: 799 },
    mode: { block_sectors: 256, jobs: 1, depth: 1, engine: 'pread' },
    coverage: { total: 800, good: 800, bad: 0, unread: 0 },
    latency_us: { p50: 712.5, p99: 2500, p99_9: 9000 },
  });
  expect([now, differs]).toEqual([old, false]);
});

test('and of one that was cut short', () => {
  const { old } = aComparison();
  const short = { ...old, finished: null, latencyUs: null };
  expect(comparedJson(aComparison({ old: short })).old).toMatchObject({
    ...{ finished: null, latency_us: null },
  });
});

test('lists what changed', () => {
  const json = comparedJson(
    aComparison({
      differs: true,
      bad: {
        added: [aBadChange(5, 8, { exact: false }, [2, 5])],
        firstRead: [aBadChange(20, 21)],
        gone: [aBadChange(30, 31, { errno: null })],
        notReadAgain: [aBadChange(40, 41)],
      },
      slow: { added: [aSlowChange(8, 16, 650)], gone: [aSlowChange(24, 25, null)] },
      zones: {
        sectors: 100,
        compared: 3,
        noise: 0.012_345_678_9,
        changed: [aZoneChange(0, 100, 2, 3, 0.025_400_000_1)],
      },
      smart: { changed: [{ name: 'n', before: 0, after: 8 }], whyNot: 'w' },
      notCompared: [{ from: 0, to: 8, what: 'latency', why: 'y' }],
    }),
    ['a note'],
  );
  const shape = { error: 'UNC', errno: 'ENODATA', exact: true, beside: null };
  expect(plain(json)).toMatchObject({
    differs: true,
    bad: {
      new: [{ ...shape, from: 5, to: 7, exact: false, beside: { from: 2, to: 4 } }],
      first_read: [{ ...shape, from: 20, to: 20 }],
      gone: [{ ...shape, from: 30, to: 30, errno: null }],
      not_read_again: [{ ...shape, from: 40, to: 40 }],
    },
    slow: {
      new: [
        {
          ...{ from: 8, to: 15, old: { latency_us: 2000, again_us: null } },
          new: { latency_us: 700_000, again_us: 650_000 },
        },
      ],
      recovered: [{ from: 24, to: 24, new: { latency_us: 700_000, again_us: null } }],
    },
    zones: {
      ...{ sectors: 100, compared: 3, noise: 0.012_346 },
      changed: [{ from: 0, to: 99, old_us: 2000, new_us: 3000, change: 0.5, noise: 0.0254 }],
    },
    smart: { changed: [{ name: 'n', before: 0, after: 8 }], why_not: 'w' },
    not_compared: [{ from: 0, to: 7, what: 'latency', why: 'y' }],
    notes: ['a note'],
  });
});

test('where no zones were compared there is no noise', () => {
  const zones = { sectors: 0, compared: 0, noise: null, changed: [] };
  expect(comparedJson(aComparison({ zones })).zones.noise).toBeNull();
});

describe('lists end at 100,000', () => {
  const { bad } = aComparison();
  test.each([
    [100_000, []],
    [100_001, ['1 more new bad extents are not listed']],
  ])('of %d', (count, notes) => {
    const added = new Array(count).fill(aBadChange(5, 6));
    const json = comparedJson(aComparison({ bad: { ...bad, added } }));
    expect([json.bad.new.length, json.notes]).toEqual([100_000, notes]);
  });
});

test('a report says what it is, and of which disk', () => {
  const report = diffReport(aComparison(), ['a note']);
  expect(report).toMatchObject({
    ...{ schema: 'surfscan.diff/1', tool: { name: 'surfscan' }, notes: ['a note'] },
    device: { path: '/dev/sdb', sectors: 800 },
  });
});
