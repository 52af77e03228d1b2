// More findings than a map has room for: what is left out is never told as good.

import { expect, test } from 'vitest';
import { type MapFindings, NO_FINDINGS } from '../../../src/map-file/contents.ts';
import { fitFindings } from '../../../src/map-file/fitting.ts';
import { reconcile } from '../../../src/map-file/reconcile.ts';
import { countFindings } from '../../../src/map-file/records.ts';
import type { BadValue, SlowBlock } from '../../../src/vocabulary/defects.ts';
import type { Extent } from '../../../src/vocabulary/extents.ts';
import { Grid } from '../../../src/vocabulary/grid.ts';
import { Chance } from '../../property/chance.ts';
import { SEED } from '../../property/seed.ts';
import { bad, contentsOf, GOOD, slow, TIME, UNC, value } from './disagreeing.ts';
import { aHeader } from './fixtures.ts';
import { toldBetter } from './told.ts';

const BLOCKS = 60;
const GRID = new Grid(0, 8 * BLOCKS, 8);

/** What a reader makes of what fits. */
function throughMap(findings: MapFindings, map: Uint8Array, room: number, closed = true) {
  const fitted = fitFindings(findings, map, GRID, room);
  expect(countFindings(fitted.findings)).toBeLessThanOrEqual(room);
  const contents = contentsOf({}, fitted.findings);
  const told = reconcile({
    ...contents,
    header: aHeader(BLOCKS),
    map: map.slice(),
    closed,
    state: {
      ...contents.state,
      recordsLeftOut: fitted.leftOut,
      forgetFromLba: fitted.forgetFromLba,
    },
  });
  return { fitted, told };
}

const bytes = (...failing: number[]) => {
  const map = new Uint8Array(BLOCKS).fill(GOOD);
  for (const block of failing) map[block] = UNC;
  return map;
};

test('what fits is kept as it is', () => {
  const findings = { ...NO_FINDINGS, bad: [bad(8, 9), bad(10, 11)] };
  const { fitted } = throughMap(findings, bytes(1), 2);
  expect(fitted).toEqual({ findings, leftOut: 0, forgetFromLba: null });
});

test('a block whose bad sectors do not all fit is one that failed', () => {
  const all = [bad(8, 9), bad(16, 17), bad(18, 19), bad(24, 25)];
  const { fitted, told } = throughMap({ ...NO_FINDINGS, bad: all }, bytes(1, 2, 3), 2);
  expect(fitted).toMatchObject({ findings: { bad: [bad(8, 9)] }, leftOut: 3 });
  expect(told.findings.failed).toEqual([
    { from: 16, to: 32, value: { error: 'UNC', errno: null } },
  ]);
});

test('a failure in a block that had read well is kept before all others', () => {
  const findings = { ...NO_FINDINGS, bad: [bad(8, 9), bad(16, 17), bad(24, 25)] };
  const { fitted, told } = throughMap(findings, bytes(1, 2), 1);
  expect(fitted.findings.bad).toEqual([bad(24, 25)]);
  expect(told.findings.failed.map(({ from, to }) => [from, to])).toEqual([[8, 24]]);
});

test('where not even those fit, the blocks behind are unread', () => {
  const findings = { ...NO_FINDINGS, bad: [bad(8, 9), bad(16, 17), bad(24, 25)] };
  const { fitted, told } = throughMap(findings, bytes(), 2);
  expect(fitted).toMatchObject({ findings: { bad: [bad(8, 9), bad(16, 17)] }, forgetFromLba: 24 });
  expect([...told.map.subarray(0, 5)]).toEqual([GOOD, GOOD, GOOD, 0, 0]);
  expect(told.forgotten).toEqual([{ first: 3, end: BLOCKS }]);
});

test('what no byte would stand for is counted in all lists alike, by where it begins', () => {
  const late = slow(32, { late: true, againNs: 5e6, rereadDone: true });
  const weak = [{ ...bad(16, 24), value: { ...value, exact: false, reads: 0 } }];
  const findings = { ...NO_FINDINGS, bad: [bad(8, 9), bad(24, 25)], weak, slow: [late] };
  const cutAt = [0, 1, 2, 3, 4].map(
    (room) => fitFindings(findings, bytes(), GRID, room).forgetFromLba,
  );
  expect(cutAt).toEqual([8, 16, 24, 32, null]);
});

test('a late answer, and what reading again has shown, are kept before other slowness', () => {
  const map = new Uint8Array(BLOCKS).fill(180);
  map[50] = TIME;
  const list = [slow(8), slow(16), slow(24, { againNs: 6e8, rereadDone: true })];
  const late = slow(400, { late: true, againNs: 5e6, rereadDone: true });
  const { fitted } = throughMap({ ...NO_FINDINGS, slow: [...list, late] }, map, 3);
  expect(fitted.findings.slow).toEqual([list[0], list[2], late]);
});

test('what others read has the room that what no byte stands for leaves, before what bytes tell', () => {
  const disturbed = [8, 80, 160].map((from) => ({ from, to: from + 1, foreignSectors: 1 }));
  // The last one's block had read well.
  const findings = { ...NO_FINDINGS, bad: [bad(8, 9), bad(16, 17), bad(24, 25)], disturbed };
  const kept = [1, 2, 3, 4, 5, 6].map((room) => {
    const fitted = fitFindings(findings, bytes(1, 2), GRID, room);
    expect(countFindings(fitted.findings)).toBe(room);
    expect(fitted.leftOut).toBe(6 - room);
    const at = (list: readonly { from: number }[]) => list.map(({ from }) => from);
    return [at(fitted.findings.bad), at(fitted.findings.disturbed)];
  });
  expect(kept).toEqual([
    [[24], []],
    [[24], [8]],
    [[24], [8, 80]],
    [[24], [8, 80, 160]],
    [
      [8, 24],
      [8, 80, 160],
    ],
    [
      [8, 16, 24],
      [8, 80, 160],
    ],
  ]);
});

test(`never told better than it is, whatever was found (SURFSCAN_SEED=${SEED})`, () => {
  for (let part = 0; part < 400; part++) {
    const chance = new Chance(SEED, part);
    const { findings, map } = drawn(chance);
    const room = chance.below(countFindings(findings) + 2);
    const { told } = throughMap(findings, map, room, chance.once(2));
    expect(toldBetter(findings, map, GRID, told), `part ${part}`).toBeNull();
    const late = findings.slow.filter((block) => block.late);
    for (const { from } of late) {
      const isKept = told.findings.slow.some((block) => block.late && block.from === from);
      expect(isKept || told.map[from / 8] === 0, `late ${from}, part ${part}`).toBe(true);
    }
  }
});

function drawn(chance: Chance): { findings: MapFindings; map: Uint8Array } {
  const map = Uint8Array.from({ length: BLOCKS }, () => chance.of(0, GOOD, 180, UNC, UNC, UNC));
  const failed: MapFindings['failed'][number][] = [];
  const lists: Record<'bad' | 'weak', Extent<BadValue>[]> = { bad: [], weak: [] };
  const slowBlocks: SlowBlock[] = [];
  for (let block = 0; block < BLOCKS; block++) {
    const from = 8 * block;
    const byte = map[block]!;
    if (byte === 180) slowBlocks.push(slow(from, chance.once(2) ? { againNs: 6e8 } : {}));
    if (byte === 0 || byte === GOOD || (byte === 180 && !chance.once(4))) continue;
    if (chance.once(8)) {
      map[block] = TIME;
      slowBlocks.push(slow(from, { late: true, againNs: 1e6, rereadDone: true }));
    } else if (chance.once(4)) {
      failed.push({ from, to: from + 8, value: { error: 'UNC', errno: 'EIO' } });
    } else if (chance.once(3)) {
      lists.weak.push(bad(from, from + 8));
    } else {
      for (let at = from; at < from + 8; at += chance.between(1, 3)) {
        // It may reach into the next block, as physical sectors do.
        const isLong = at === from + 7 && map[block + 1] === GOOD && chance.once(2);
        lists.bad.push({ from: at, to: at + (isLong ? 3 : 1), value });
      }
    }
  }
  return { findings: { ...NO_FINDINGS, failed, ...lists, slow: slowBlocks }, map };
}
