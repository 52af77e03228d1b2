// Disks of one model beside each other, and in which order all of them stand.

import { describe, expect, test } from 'vitest';
import { type Card, cardOf } from '../../../../src/report/page/card.ts';
import { type Compared, compared } from '../../../../src/report/page/compare.ts';
import { standingOf, worstFirst } from '../../../../src/report/page/rank.ts';
import { stored } from '../stored.ts';

type Summary = Card['summary'];

const [BASE] = [cardOf(stored({ sectors: 800, blockSectors: 8, bytes: new Array(100).fill(80) }))];

/** `values`: of its curve. */
function card(
  serial: string,
  changes: Partial<Summary> = {},
  values: readonly (number | null)[] = [100],
  isLatency = false,
): Card {
  const points = values.map((value, i) => ({ fromByte: i, toByte: i + 1, value, failed: 0 }));
  const device = { ...BASE.summary.device, serial };
  const plain = {
    ...{ verdict: 'pass' as const, bytesPerSecond: 100e6 },
    ...{ weakSectors: 0, slowBlocks: 0, slowZones: 0 },
    coverage: { total: 800, good: 800, bad: 0, unread: 0 },
  };
  return {
    ...BASE,
    summary: { ...BASE.summary, ...plain, device, ...changes },
    curve: { isLatency, points, blocks: 1 },
  };
}

const rates = (...all: number[]) => all.map((rate, i) => card(`R${i}`, { bytesPerSecond: rate }));

describe('the median', () => {
  test.each([
    ['of three', [10, 30, 20], 20],
    ['of four', [40, 10, 30, 20], 25],
    ['of those of which something was read', [10, 0, 30, 20], 20],
  ])('%s', (_, all, median) => {
    const disks = compared(rates(...all));
    expect(disks[0]!.median).toMatchObject({
      bytesPerSecond: median,
      disks: all.filter((rate) => rate > 0).length,
    });
    for (const [i, { part }] of disks.entries()) {
      expect(part).toBe(all[i] === 0 ? null : all[i]! / median);
    }
  });

  test('of fewer than three there is none', () => {
    for (const { median, part } of compared(rates(10, 20, 0)))
      expect([median, part]).toEqual([null, null]);
  });

  test('has a curve, each point by those that read there, and the highest of all', () => {
    const curves = [
      [10, 20, null, null],
      [30, null, null, 90],
      [20, 40, null],
    ];
    const [disk] = compared(curves.map((curve, i) => card(`C${i}`, {}, curve)));
    expect(disk!.median).toMatchObject({ curve: [20, 30, null, 90], most: 90 });
  });

  test('is of disks that were read alike', () => {
    const { mode, range, device } = BASE.summary;
    const three = (serial: string, changes: Partial<Summary>) => [
      card(`${serial}1`, changes),
      card(`${serial}2`, changes),
      card(`${serial}3`, changes),
    ];
    const groups: Partial<Summary>[] = [
      {},
      { mode: { ...mode, blockSectors: 16 } },
      { mode: { ...mode, jobs: 2 } },
      { mode: { ...mode, depth: 2 } },
      { range: { ...range, firstLba: 8 } },
      { range: { ...range, lastLba: 700 } },
      { device: { ...device, model: 'other' } },
      { device: { ...device, sectors: 801 } },
      { device: { ...device, logicalBytes: 4096 } },
    ];
    const all = compared(groups.flatMap((changes, i) => three(`G${i}`, changes)));
    expect(new Set(all.map(({ median }) => median!.index)).size).toBe(groups.length);
    for (const { median } of all) expect(median!.disks).toBe(3);
  });
});

describe('a part of a disk is slow', () => {
  const among = (values: readonly (number | null)[], isLatency: boolean) => {
    const others = [0, 1, 2].map((i) => card(`O${i}`, {}, [100, 100, 100], isLatency));
    return compared([...others, card('X', {}, values, isLatency)]).at(-1)!;
  };

  test.each<[readonly (number | null)[], boolean, number]>([
    [[50, 51, 100], false, 0],
    [[49, 100, 20], false, 2],
    [[null, 49, 100], false, 1],
    [[200, 199, 50], true, 0],
    [[201, 100, 300], true, 2],
    // Nobody else has read there.
    [[100, 100, 100, 1], false, 0],
  ])('%j, latency: %s', (values, isLatency, slowParts) => {
    const disk = among(values, isLatency);
    expect(disk.slowParts).toBe(slowParts);
    expect(standingOf(disk)).toBe(slowParts > 0 ? 'slow for the model' : 'fit');
  });
});

describe('the order', () => {
  const disk = (changes: Partial<Summary>, more: Partial<Compared> = {}): Compared => ({
    ...{ card: card('x', changes), median: null, part: null, isSlow: false, slowParts: 0 },
    ...more,
  });
  const coverage = (bad: number, unread = 0) => ({
    coverage: { total: 800, good: 800 - bad - unread, bad, unread },
  });

  /** Each worse than the one behind it. */
  const FALLING: readonly Compared[] = [
    disk({ verdict: 'fail', ...coverage(9) }),
    disk({ verdict: 'fail', ...coverage(2), slowZones: 1 }),
    disk({ verdict: 'fail', ...coverage(2), slowBlocks: 5 }),
    disk({ verdict: 'fail', ...coverage(2), slowBlocks: 4, weakSectors: 9 }),
    disk({ verdict: 'fail', ...coverage(2), slowBlocks: 4, weakSectors: 8 }),
    disk({ verdict: 'incomplete', ...coverage(0, 700) }),
    disk({ verdict: 'incomplete', ...coverage(0, 600) }),
    disk({}, { slowParts: 3 }),
    disk({}, { slowParts: 2, isSlow: true, part: 0.5 }),
    disk({}, { slowParts: 2, isSlow: true, part: 0.6 }),
    disk({}, { isSlow: true, part: 0.8 }),
    disk({ slowZones: 1 }),
    disk({ slowBlocks: 1 }),
    disk({ weakSectors: 1 }),
    disk({}, { part: 0.95 }),
    disk({}, { part: null }),
    disk({}, { part: 1.1 }),
  ];

  test('is by what weighs most', () => {
    expect(worstFirst([...FALLING].reverse())).toEqual(FALLING);
    expect(FALLING.map(standingOf)).toEqual([
      ...new Array(5).fill('unfit'),
      ...new Array(2).fill('not finished'),
      ...new Array(4).fill('slow for the model'),
      ...new Array(3).fill('weak'),
      ...new Array(3).fill('fit'),
    ]);
  });

  test('of equals stays', () => {
    const [a, b] = [disk({}), disk({})];
    const order = worstFirst([a, b]);
    expect([order[0] === a, order[1] === b]).toEqual([true, true]);
  });
});
