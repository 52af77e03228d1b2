// Benchmarks on terminals that have no room for all of it.

import { describe, expect, test } from 'vitest';
import { FakeBench, shootCurve } from './fake-bench.ts';
import { text } from './screens.ts';

const reading = () => new FakeBench().reading(43);

function lines(benches: FakeBench[], width: number, height: number, more = {}): string[] {
  return shootCurve(benches, { width, height, ...more }).rows();
}

test('how far, which disk, its speeds, and the curve', () => {
  expect(text(shootCurve([reading()], { width: 50, height: 12 }))).toMatchInlineSnapshot(`
    "
    21.5 %  0:00:47 left  sequential
    /dev/ada0  ST1000DM003-1CH162  S1D5XYZ0
    mean 179 MB/s  fastest 200 MB/s  slowest 158 MB/s
    █▇▇▆▆▅▅▄▃▃▂▂▁▁· · · · · · · · · · · · · · · · · ·
    ███████████████▇▇▆▆▅▅▄
    ██████████████████████
    ██████████████████████· · · · · · · · · · · · · ·
    ██████████████████████
    ██████████████████████
    ██████████████████████
    ┴───────────┴───────────┴────────────┴───────────┴
    0        250 GB      500 GB       750 GB   1000 GB
    "
  `);
});

test('79 columns and 19 rows have no room for the figures either', () => {
  for (const [width, height] of [
    [79, 40],
    [140, 19],
  ] as const) {
    expect(lines([reading()], width, height)[0]).toMatch(/^21.5 % {2}0:00:47 left {2}sequential$/);
  }
});

test.each([
  [60, '21.5 %  0:00:47 left  sequential'],
  [25, '21.5 %  0:00:47 left'],
  [12, '21.5 %'],
  [3, '21…'],
  [1, '…'],
])('in %i columns of one row: %s', (width, words) => {
  expect(lines([reading()], width, 1)).toEqual([words]);
});

test('a terminal without rows, or columns, is no terminal yet', () => {
  expect(lines([reading()], 0, 0)).toEqual([]);
  expect(lines([reading()], 0, 3)).toEqual(['', '', '']);
});

describe('what is the matter', () => {
  test('a wait is told in the first row, and where in the third', () => {
    const bench = reading();
    bench.state = { ...bench.state, wait: { lba: 77, seconds: 12.5 } };
    expect(lines([bench], 40, 3)).toEqual([
      '21.5 %  no answer 12 s  sequential',
      expect.stringMatching(/^\/dev\/ada0 .* S1D5XYZ0$/),
      'no answer for 12 s at LBA 77',
    ]);
  });

  test('a disk that left, too', () => {
    const bench = reading();
    bench.state = { ...bench.state, activity: 'ended', part: null, trouble: '/dev/ada0 left' };
    expect(lines([bench], 40, 1, { ended: true })).toEqual(['21.5 %  /dev/ada0 left']);
    expect(lines([bench], 14, 1, { ended: true })).toEqual(['21.5 %  /dev/…']);
  });
});

test('one that has ended has all of it, one that waits has nothing yet', () => {
  expect(lines([new FakeBench().ended()], 30, 1, { ended: true })).toEqual(['100.0 %  measured']);
  expect(lines([new FakeBench()], 40, 3)[2]).toBe('mean –  fastest –  slowest –');
});

describe('several', () => {
  const all = () =>
    ['a', 'b', 'c'].map((name) => new FakeBench({ path: `/dev/sd${name}` }).ended());

  test('the one that runs, with its place', () => {
    const [first, , last] = all();
    const second = new FakeBench({ path: '/dev/sdb' }).reading(10);
    expect(lines([first!, second, last!], 40, 2)[1]).toMatch(/^2\/3 {2}\/dev\/sdb/);
  });

  test('at the end a line each, as many as there are; a digit shows one', () => {
    expect(lines(all(), 40, 5, { ended: true })).toEqual([
      '3 disks measured',
      '1 sda  mean 151 MB/s',
      '2 sdb  mean 151 MB/s',
      '3 sdc  mean 151 MB/s',
      '',
    ]);
    expect(lines(all(), 40, 1, { ended: true })).toEqual(['3 disks measured']);
    expect(lines(all(), 40, 2, { ended: true, keys: ['2'] })[1]).toMatch(/^2\/3 {2}\/dev\/sdb/);
  });
});

test('help has what has room', () => {
  const rows = lines([reading()], 40, 8, { keys: ['?'] });
  expect(rows.join('\n')).toMatch(/Ctrl-C/);
});
