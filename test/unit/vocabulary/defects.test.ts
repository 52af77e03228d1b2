// What is slow, and what is slow alone, too: 500 ms and longer.

import { expect, test } from 'vitest';
import { isSlow, isSlowAgain, joinFailures, sameFailure } from '../../../src/vocabulary/defects.ts';

const MS = 1e6;

test.each([
  [500, null, true, false],
  [499.999_999, null, false, false],
  [60, 500, true, true],
  [60, 499.999_999, false, false],
  [900, 1, true, false],
  [900, 900, true, true],
  [0, 0, false, false],
])('%d ms, then %s: slow %s, slow alone %s', (first, again, slow, alone) => {
  const block = { latencyNs: first * MS, againNs: again === null ? null : again * MS };
  expect([isSlow(block), isSlowAgain(block)]).toEqual([slow, alone]);
});

test('failures are the same where error and errno are', () => {
  const io = { error: 'IO', errno: 'EIO' } as const;
  for (const [other, same] of [
    [{ ...io }, true],
    [{ ...io, errno: null }, false],
    [{ ...io, error: 'TIME' }, false],
  ] as const) {
    expect(sameFailure(io, other)).toBe(same);
    expect(joinFailures(io, other)).toBe(same ? io : undefined);
  }
});
