// Blocks that are slow by their bytes alone, as their findings had no room: whether they are to be read
// again.

import { expect, test } from 'vitest';
import { Forgotten } from '../../../src/map-file/forgotten.ts';
import { missingFindings } from '../../../src/map-file/missing.ts';
import { Grid } from '../../../src/vocabulary/grid.ts';
import { stepEdgesNs } from '../../../src/vocabulary/latency-scale.ts';
import { BLOCKS, contentsOf, GOOD, IO, slow, TIME, UNC } from './disagreeing.ts';
import { aState } from './fixtures.ts';

const SLOW = 172;

function missing(bytes: Record<number, number>, change = {}, closed = true, mostPlaces = 100) {
  const { map, findings } = contentsOf(bytes, { slow: [slow(8)] });
  const forgotten = new Forgotten(map);
  const place = { map, grid: new Grid(0, 8 * BLOCKS, 8), mostPlaces, forgotten };
  const found = missingFindings(findings, { closed, state: aState(change) }, place);
  return { ...found, map, forgotten };
}

test.each([
  [true, 1, true],
  [true, 0, false],
  [false, 1, false],
  [false, 0, false],
])('complete: %s, had no room: %d; read again, or not to be: %s', (complete, recordsLeftOut, rereadDone) => {
  const { slow: found, slowBlocks } = missing({ 1: SLOW, 3: SLOW }, { complete, recordsLeftOut });
  expect(slowBlocks).toBe(1);
  expect(found).toEqual([
    { from: 24, to: 32, latencyNs: stepEdgesNs[SLOW], late: false, againNs: null, rereadDone },
  ]);
});

test('the first slow byte is, the last that is not is not', () => {
  expect(missing({ 3: SLOW - 1, 5: GOOD }).slowBlocks).toBe(0);
  expect(missing({ 3: SLOW, 5: 239, 6: 0 }).slowBlocks).toBe(2);
});

test('failed ones are failed; late ones only of a map that was closed', () => {
  const { failed, map } = missing({ 3: TIME, 4: IO, 5: IO, 7: UNC });
  expect(failed.map(({ from, to, value }) => [from, to, value.error, value.errno])).toEqual([
    [24, 32, 'TIME', null],
    [32, 48, 'IO', null],
    [56, 64, 'UNC', null],
  ]);
  expect(map[3]).toBe(TIME);
  const open = missing({ 3: TIME, 4: IO }, {}, false);
  expect(open.failed).toHaveLength(1);
  expect(open.map[3]).toBe(0);
  expect(open.forgotten.ranges).toEqual([{ first: 3, end: 4 }]);
  expect(open.forgotten.isFull).toBe(false);
});

test('where there are more places than the map has room for, the rest is unread', () => {
  const bytes = { 3: UNC, 5: UNC, 7: UNC, 8: UNC, 10: UNC };
  const { failed, forgotten, map } = missing(bytes, {}, true, 2);
  expect(failed.map(({ from }) => from)).toEqual([24, 40]);
  expect(forgotten.isFull).toBe(true);
  expect(forgotten.ranges).toEqual([
    { first: 7, end: 9 },
    { first: 10, end: 11 },
  ]);
  expect([map[5], map[7], map[8], map[10]]).toEqual([UNC, 0, 0, 0]);
});
