// Some thousand neighbouring blocks, in rows of 236.

import { describe, expect, test } from 'vitest';
import {
  KIND_OF_BYTE,
  WINDOW_BLOCKS,
  windowAround,
  windowPicture,
} from '../../../../src/report/page/block-window.ts';
import { sizeOf } from './drawn.ts';

test('each byte is drawn as its class, as failed, or as unread', () => {
  const edges = [0, 1, 104, 105, 120, 121, 141, 142, 155, 156, 171, 172, 239, 240, 247];
  expect(edges.map((byte) => KIND_OF_BYTE[byte])).toEqual([
    0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7,
  ]);
  expect(KIND_OF_BYTE).toHaveLength(248);
});

describe('a window', () => {
  test('has the block in the middle of its middle row', () => {
    expect(WINDOW_BLOCKS).toBe(16 * 236);
    expect(windowAround(100_000, 1e6)).toEqual({
      first: 100_000 - 7 * 236 - 118,
      end: 100_000 + 8 * 236 + 118,
    });
  });

  test.each([
    [0, 0],
    [7 * 236 + 117, 0],
    [7 * 236 + 118, 0],
    [7 * 236 + 119, 1],
    [999_999, 1e6 - 3776],
  ])('around block %d begins at %d: at the ends of the disk it does not go beyond', (block, first) => {
    expect(windowAround(block, 1e6)).toEqual({ first, end: first + 3776 });
  });

  test('of a small disk is all of it', () => {
    expect(windowAround(5, 100)).toEqual({ first: 0, end: 100 });
    expect(windowAround(99, 3776)).toEqual({ first: 0, end: 3776 });
  });
});

test.each([
  [1, 5],
  [236, 5],
  [237, 10],
  [3776, 80],
])('of %d blocks is %d high, wherever it begins', (blocks, height) => {
  const window = { first: 224, end: 224 + blocks };
  const picture = windowPicture(new Uint8Array(4000).fill(80), window, 'x');
  expect(sizeOf(picture.text)).toEqual([1180, height]);
  expect(picture.text).toContain('scale(5)');
});
