// Slow blocks as lists have them: neighbours are one where they answered alike when they were read again.

import { expect, test } from 'vitest';
import { slowAnswer, slowExtents } from '../../../src/report/slow-extents.ts';
import type { SlowBlock } from '../../../src/vocabulary/defects.ts';

const slow = (from: number, latencyMs: number, againMs: number | null): SlowBlock => ({
  from,
  to: from + 8,
  latencyNs: latencyMs * 1e6,
  late: false,
  againNs: againMs === null ? null : againMs * 1e6,
  rereadDone: true,
});

test.each([
  [null, 'not read again'],
  [499, 'once slow'],
  [500, 'slow again'],
])('again %d ms: %s', (againMs, answer) => {
  expect(slowAnswer(slow(0, 600, againMs))).toBe(answer);
});

test('neighbours that answered alike are one, with the worst of each latency', () => {
  const blocks = [slow(0, 600, 700), slow(8, 900, 650), slow(16, 800, 5), slow(24, 700, 9)];
  expect(slowExtents(blocks)).toEqual([
    { ...slow(0, 900, 700), to: 16 },
    { ...slow(16, 800, 9), to: 32 },
  ]);
  expect(slowExtents([slow(0, 600, null), slow(8, 900, null)])).toEqual([
    { ...slow(0, 900, null), to: 16 },
  ]);
});

test('one of them late is late', () => {
  const late = { ...slow(8, 31_000, 700), late: true };
  expect(slowExtents([slow(0, 600, 700), late, slow(16, 600, 700)])[0]).toMatchObject({
    late: true,
    to: 24,
  });
});

test('not read again and once slow are not alike, nor blocks that do not touch', () => {
  const apart = [slow(0, 600, null), slow(8, 600, 5), slow(16, 600, null), slow(32, 600, null)];
  expect(slowExtents(apart)).toEqual(apart);
});
