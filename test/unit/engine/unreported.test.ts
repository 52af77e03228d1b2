import { expect, test } from 'vitest';
import { unreportedFailures } from '../../../src/engine/unreported.ts';
import { Findings } from '../../../src/reading/findings.ts';
import type { Reading } from '../../../src/reading/sweep.ts';
import {
  FIRST_ERROR_BYTE,
  FIRST_STEP,
  LAST_ERROR_BYTE,
  LAST_STEP,
  UNREAD_BYTE,
} from '../../../src/vocabulary/classes.ts';
import { Grid } from '../../../src/vocabulary/grid.ts';

test('failures of which the workers have told nothing yet: they may have come late', () => {
  const grid = new Grid(1000, 1000 + 8 * 8, 8);
  const map = Uint8Array.of(
    ...[UNREAD_BYTE, FIRST_STEP, LAST_STEP],
    ...[FIRST_ERROR_BYTE, LAST_ERROR_BYTE, FIRST_ERROR_BYTE, LAST_ERROR_BYTE, FIRST_ERROR_BYTE],
  );
  const failure = (from: number, to: number, late = false): Reading => ({
    ...{ from, to, latencyNs: 6e8, error: late ? 0 : 1, errno: late ? 0 : 5 },
    ...{ drive: 0, named: false, late },
  });
  const findings = new Findings();
  const told = () => [
    ...unreportedFailures({ map, grid, findings }, [
      { first: 0, end: 4 },
      { first: 5, end: 8 },
    ]),
  ];
  const alone = (block: number) => ({ first: block, end: block + 1 });
  expect(told(), 'what was not asked for is not told').toEqual([3, 5, 6, 7].map(alone));
  findings.addFailed(failure(grid.startOf(3), grid.endOf(3)));
  expect(told()).toEqual([5, 6, 7].map(alone));
  findings.addBad(failure(grid.endOf(5) - 1, grid.endOf(5)));
  expect(told()).toEqual([6, 7].map(alone));
  findings.addWeak(grid.startOf(6), grid.startOf(6) + 1, {
    ...{ error: 'UNC', errno: 'EIO', exact: true, reads: 2 },
  });
  expect(told()).toEqual([7].map(alone));
  findings.addSlow(failure(grid.startOf(7), grid.endOf(7), true));
  expect(told()).toEqual([]);
});
