import { describe, expect, test } from 'vitest';
import { Pace } from '../../src/tui/pace.ts';
import { bandsOf, windowOf } from '../../src/tui/trail.ts';

const share = (first: number, next: number, end: number) => ({ first, next, end });

describe('the window of single blocks', () => {
  test.each([
    [share(0, 0, 1000), { first: 0, end: 0 }],
    [share(0, 1, 1000), { first: 0, end: 1 }],
    [share(0, 50, 1000), { first: 0, end: 50 }],
    [share(0, 51, 1000), { first: 10, end: 51 }],
    [share(0, 60, 1000), { first: 10, end: 60 }],
    [share(0, 1000, 1000), { first: 950, end: 1000 }],
    [share(2 ** 32, 2 ** 32 + 51, 2 ** 33), { first: 2 ** 32 + 10, end: 2 ** 32 + 51 }],
  ])('%j ends at the frontier, in whole rows', (given, wanted) => {
    expect(windowOf(given, 10, 5)).toEqual(wanted);
  });
});

describe('bands', () => {
  const many = Array.from({ length: 100 }, (_, index) =>
    share(index * 10, index * 10 + (index < 50 ? 10 : index < 53 ? 5 : 0), index * 10 + 10),
  );

  test('are all shares, where there is room', () => {
    expect(bandsOf(many.slice(48, 52), 4)).toHaveLength(4);
  });

  test('else those under way', () => {
    expect(bandsOf(many, 12).map((band) => band.first)).toEqual([500, 510, 520]);
    expect(bandsOf(many, 2)).toHaveLength(2);
  });

  test('else the furthest', () => {
    expect(bandsOf(many.slice(0, 50), 2).map((band) => band.first)).toEqual([480, 490]);
  });

  test('of nothing are none', () => {
    expect(bandsOf([], 5)).toEqual([]);
  });
});

describe('the pace of a trail', () => {
  const large = { x: 0, y: 0, width: 100, height: 60 };
  const small = { ...large, height: 12 };

  test('a small one scrolls in every frame', () => {
    const pace = new Pace();
    for (let next = 1000; next < 9000; next += 1000) {
      expect(pace.next([share(0, next, 1e6)], small)[0]!.next).toBe(next);
    }
  });

  test('a large one in every third, and ends where the scan ends', () => {
    const pace = new Pace();
    const shown: number[] = [];
    for (const next of [1000, 2000, 3000, 4000, 5000, 5000, 5000]) {
      shown.push(pace.next([share(0, next, 1e6)], large)[0]!.next);
    }
    expect(shown).toEqual([1000, 1000, 1000, 4000, 4000, 4000, 5000]);
  });

  test('a row fills block by block all the same', () => {
    const pace = new Pace();
    for (let next = 1001; next < 1100; next++) {
      expect(pace.next([share(0, next, 1e6)], large)[0]!.next).toBe(next);
    }
  });
});
