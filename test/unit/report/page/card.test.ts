// A disk in small: its worst places are ringed, and not more than can be told apart.

import { expect, test } from 'vitest';
import { cardOf } from '../../../../src/report/page/card.ts';
import { errorOfCode } from '../../../../src/vocabulary/classes.ts';
import { failed, stored } from '../stored.ts';

const BLOCK = 8;
const BLOCKS = 80_000;

/** So many failed blocks, far from each other. */
function rings(places: number): number {
  const bytes = new Array<number>(BLOCKS).fill(80);
  const blocks = Array.from({ length: places }, (_, i) =>
    Math.floor(((i + 0.5) * BLOCKS) / places),
  );
  for (const block of blocks) bytes[block] = errorOfCode('UNC').byte!;
  const bad = blocks.map((block) => failed(block * BLOCK, (block + 1) * BLOCK));
  const { map } = cardOf(stored({ sectors: BLOCKS * BLOCK, blockSectors: BLOCK, bytes, bad }));
  return [...map.text.matchAll(/<circle /g)].length;
}

test.each([
  [0, 0],
  [1, 1],
  [5, 5],
  [30, 12],
])('%d places: %d rings', (places, expected) => {
  expect(rings(places)).toBe(expected);
});

test('of whatever disk, its map takes no more than a thousand of them have room for', () => {
  // A cell a block; the larger the part, the fewer of them differ.
  const sizes = [2, 3, 5, 6, 8, 10, 14, 20].map((part) => {
    const bytes = Array.from({ length: 2304 }, (_, i) =>
      ((i * 7919) % 97) % part === 0 ? 60 + ((i * 31) % 30) : 60,
    );
    return cardOf(stored({ sectors: 2304 * BLOCK, blockSectors: BLOCK, bytes })).map.text.length;
  });
  // What is around the cells is not counted.
  expect(Math.max(...sizes)).toBeLessThan(2300);
  expect(Math.max(...sizes)).toBeGreaterThan(2100);
});
