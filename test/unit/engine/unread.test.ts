// Which ranges of a map are read, and how the rest is shared out: against looking at each block.

import { describe, expect, test } from 'vitest';
import { gapsOf, readBeyond, readRanges, shared } from '../../../src/engine/unread.ts';
import type { BlockRange } from '../../../src/vocabulary/ranges.ts';

const mapOf = (drawn: string) => Uint8Array.from(drawn, (letter) => (letter === '#' ? 50 : 0));
const drawn = (ranges: readonly BlockRange[]) => ranges.map(({ first, end }) => `${first}-${end}`);

describe('the ranges of a map', () => {
  test.each([
    ['', [], []],
    ['.', [], ['0-1']],
    ['#', ['0-1'], []],
    ['##..#.', ['0-2', '4-5'], ['2-4', '5-6']],
    ['..##', ['2-4'], ['0-2']],
  ])('%j', (map, read, unread) => {
    expect(drawn(readRanges(mapOf(map)))).toEqual(read);
    expect(drawn(gapsOf(readRanges(mapOf(map)), map.length))).toEqual(unread);
  });

  test('wherever in its memory the map begins, and however long it is', () => {
    for (let offset = 0; offset < 9; offset++) {
      for (let length = 0; length < 19; length++) {
        for (let block = 0; block < length; block++) {
          const memory = new Uint8Array(offset + length + 3).fill(7);
          const map = memory.subarray(offset, offset + length).fill(0);
          map[block] = 50;
          expect(readRanges(map)).toEqual([{ first: block, end: block + 1 }]);
        }
      }
    }
  });
});

describe('what was read beyond a block, with so many reads in flight', () => {
  test.each([
    ['....', 2, []],
    ['.##.#...', 2, ['1-3', '4-5']],
    ['.#.#.#', 2, ['1-2', '3-4']],
    ['.#.#.#', 3, ['1-2', '3-4', '5-6']],
    ['...#', 2, []],
    ['..#.', 2, ['2-3']],
    ['##', 0, ['0-2']],
  ])('%s, %d', (map, most, ranges) => {
    expect(drawn(readBeyond(mapOf(map), 0, map.length, most))).toEqual(ranges);
  });

  test('ends with the share', () => {
    expect(drawn(readBeyond(mapOf('####'), 1, 3, 9))).toEqual(['1-3']);
  });
});

describe('shares of equal size', () => {
  test.each([
    [['0-10'], 1, ['0-10']],
    [['0-10'], 3, ['0-3', '3-6', '6-10']],
    [['0-10'], 2, ['0-5', '5-10']],
    // A gap begins a range of its own.
    [['0-2', '4-10'], 2, ['0-2', '4-6', '6-10']],
    [['0-1', '2-3', '4-5'], 3, ['0-1', '2-3', '4-5']],
    [['0-2'], 4, ['0-1', '1-2']],
    [[], 4, []],
  ])('%j for %d workers', (unread, workers, shares) => {
    const ranges = unread.map((text) => {
      const [first, end] = text.split('-').map(Number);
      return { first: first!, end: end! };
    });
    expect(drawn(shared(ranges, workers))).toEqual(shares);
  });
});
