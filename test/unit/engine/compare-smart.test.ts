// What the drive counted from one scan to the next.

import { expect, test } from 'vitest';
import { compareSmart } from '../../../src/engine/compare-smart.ts';
import { aSmartReading } from '../report/a-smart.ts';

const pending = (count: number) => aSmartReading({ Current_Pending_Sector: count });
const none = { whyNot: 'no rights' };

test('the last word of each scan is compared, and mirrored the other way', () => {
  const old = { before: pending(0), after: pending(8) };
  const now = { before: pending(9), after: pending(16) };
  const name = 'Current_Pending_Sector';
  expect(compareSmart(old, now)).toEqual({
    changed: [{ name, before: 8, after: 16 }],
    whyNot: null,
  });
  expect(compareSmart(now, old)).toEqual({
    changed: [{ name, before: 16, after: 8 }],
    whyNot: null,
  });
  expect(compareSmart(old, old)).toEqual({ changed: [], whyNot: null });
});

test('a scan that was asked before it alone has that word', () => {
  const old = { before: pending(3), after: none };
  expect(compareSmart(old, { before: none, after: pending(4) }).changed).toMatchObject([
    { before: 3, after: 4 },
  ]);
});

test('why it is not known, and of which scan', () => {
  const known = { before: pending(0), after: pending(0) };
  const unknown = { before: none, after: none };
  expect(compareSmart(known, unknown)).toEqual({
    changed: [],
    whyNot: 'of the new scan: no rights',
  });
  expect(compareSmart(unknown, unknown).whyNot).toBe(
    'of the old scan: no rights; of the new scan: no rights',
  );
});
