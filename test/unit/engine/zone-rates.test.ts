// Zones, their speeds and what each is held to, of maps made by hand.

import { describe, expect, test } from 'vitest';
import {
  bytesPerSecondOf,
  slowZonesOf,
  zoneLimits,
  zoneRates,
} from '../../../src/engine/zone-rates.ts';
import { FIRST_ERROR_BYTE } from '../../../src/vocabulary/classes.ts';
import { Grid } from '../../../src/vocabulary/grid.ts';
import { stepMiddleNs } from '../../../src/vocabulary/latency-scale.ts';

const BLOCK_SECTORS = 256;
const BLOCK_BYTES = BLOCK_SECTORS * 512;
/** 128 KiB in 1.3 ms: 100 MB/s. */
const FAST = stepAbove(1.3e6);
const FAILED = FIRST_ERROR_BYTE;

function stepAbove(ns: number): number {
  let step = 1;
  while (stepMiddleNs(step) < ns) step++;
  return step;
}

/** Of so many blocks, all of one byte; `depth` reads at once. */
function rated(blocks: number, byte = FAST, depth = 1) {
  const map = new Uint8Array(blocks).fill(byte);
  const grid = new Grid(0, blocks * BLOCK_SECTORS, BLOCK_SECTORS);
  return { map, grid, logicalBytes: 512, depth, isEven: true };
}

const secondsOf = (step: number, blocks = 256) => (blocks * stepMiddleNs(step)) / 1e9;

describe('the zones of a range', () => {
  test.each([
    [255, 0],
    [256, 1],
    [511, 1],
    [512, 2],
    [256 * 1000, 1000],
    [256 * 1001, 1000],
  ])('of %d blocks are %d', (blocks, count) => {
    expect(zoneRates(rated(blocks))).toHaveLength(count);
  });

  test('cover it without a gap', () => {
    const rates = zoneRates(rated(1000));
    expect(rates.map(({ index, first, end }) => [index, first, end])).toEqual([
      [0, 0, 333],
      [1, 333, 666],
      [2, 666, 1000],
    ]);
  });

  test('read as their blocks did that read', () => {
    const all = rated(256);
    all.map.fill(FAILED, 0, 100);
    all.map.fill(0, 100, 106);
    const [zone] = zoneRates(all);
    expect(zone!.bytes).toBe(150 * BLOCK_BYTES);
    expect(zone!.seconds).toBeCloseTo(secondsOf(FAST, 150), 9);
    expect(bytesPerSecondOf(zone!)).toBeCloseTo(BLOCK_BYTES / (stepMiddleNs(FAST) / 1e9), 0);
  });

  test.each([1, 239])('count blocks of step %d', (step) => {
    const [zone] = zoneRates(rated(256, step));
    expect(zone).toMatchObject({ bytes: 256 * BLOCK_BYTES });
    expect(zone!.seconds).toBeCloseTo(secondsOf(step), 9);
  });

  test('took a part of the time where reads were in flight together', () => {
    expect(zoneRates(rated(256, FAST, 4))[0]!.seconds).toBeCloseTo(secondsOf(FAST) / 4, 9);
  });

  test('of which nothing read are left out, and the others keep their numbers', () => {
    const all = rated(768);
    all.map.fill(FAILED, 256, 512);
    expect(zoneRates(all).map(({ index }) => index)).toEqual([0, 2]);
  });

  test('that took no time are infinitely fast', () => {
    expect(bytesPerSecondOf({ bytes: 1, seconds: 0 })).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('what a zone is held to', () => {
  const speed = (step: number) => BLOCK_BYTES / (stepMiddleNs(step) / 1e9);
  /** Zone i of steps[i]. */
  function limitsOf(steps: readonly number[], isEven = true) {
    const all = rated(256 * steps.length);
    for (const [i, step] of steps.entries()) all.map.fill(step, 256 * i, 256 * (i + 1));
    return zoneLimits({ ...all, isEven });
  }

  test('20 MB/s where it has no surroundings, and a third of the best', () => {
    const [zone] = limitsOf([stepAbove(10e6)]);
    expect(zone).toMatchObject({ leastBytesPerSecond: 20e6, expectedBytesPerSecond: null });
    const [even] = limitsOf([FAST]);
    expect(even!.leastBytesPerSecond).toBeCloseTo(speed(FAST) / 3, 0);
  });

  test('20 MB/s alone on a disk that need not be even', () => {
    const limits = limitsOf(Array(9).fill(FAST), false);
    expect(new Set(limits.map(({ leastBytesPerSecond }) => leastBytesPerSecond))).toEqual(
      new Set([20e6]),
    );
    expect(limits.every(({ expectedBytesPerSecond }) => expectedBytesPerSecond === null)).toBe(
      true,
    );
  });

  test('a little over half of its neighbours, of which it needs four', () => {
    expect(limitsOf(Array(4).fill(FAST))[0]!.expectedBytesPerSecond).toBeNull();
    const [zone] = limitsOf([FAST + 30, ...Array(4).fill(FAST)]);
    expect(zone!.expectedBytesPerSecond).toBe(Math.round(speed(FAST)));
    expect(zone!.leastBytesPerSecond).toBeCloseTo(0.54 * speed(FAST), 0);
  });

  test('the median of those on both sides, without itself', () => {
    // Upwards slower: of zone 2 the neighbours are F, F+1, F+3, F+4, whose upper middle is F+1.
    const limits = limitsOf([0, 1, 2, 3, 4].map((more) => FAST + more));
    expect(limits[2]!.expectedBytesPerSecond).toBe(Math.round(speed(FAST + 1)));
    expect(limits[0]!.expectedBytesPerSecond).toBe(Math.round(speed(FAST + 2)));
  });

  test('fifty on either side count', () => {
    const slow = FAST + 20;
    // The zone at 51 has 50 fast ones before it, and 50 slow ones behind it.
    const steps = [slow, ...Array(50).fill(FAST), FAST, ...Array(50).fill(slow), FAST, FAST];
    const limits = limitsOf(steps);
    expect(limits[51]!.expectedBytesPerSecond).toBe(Math.round(speed(FAST)));
    const after = [slow, slow, ...Array(49).fill(FAST), FAST, ...Array(50).fill(slow), FAST, FAST];
    expect(limitsOf(after)[51]!.expectedBytesPerSecond).toBe(Math.round(speed(slow)));
  });

  test('a third of what nine in ten do not reach', () => {
    const limits = limitsOf([...Array(9).fill(FAST + 40), FAST]);
    expect(limits[0]!.leastBytesPerSecond).toBeCloseTo(speed(FAST) / 3, 0);
    const fewer = limitsOf([...Array(10).fill(FAST + 40), FAST]);
    expect(fewer[0]!.leastBytesPerSecond).toBe(Math.max(20e6, 0.54 * speed(FAST + 40)));
  });
});

describe('slow zones', () => {
  const { grid } = rated(256 * 5);
  const speeds = (bytesPerSecond: number, againBytesPerSecond: number) => ({
    bytesPerSecond,
    againBytesPerSecond,
    expectedBytesPerSecond: 100,
  });
  const placesOf = (zones: ReturnType<typeof slowZonesOf>) =>
    zones.map(({ from, to }) => [from / BLOCK_SECTORS, to / BLOCK_SECTORS]);

  test('are one where they are neighbours: of the worst when read again, and as slow as all of them', () => {
    const zones = slowZonesOf(
      grid,
      new Map([
        [0, speeds(10, 7)],
        [1, speeds(30, 3)],
      ]),
    );
    expect(placesOf(zones)).toEqual([[0, 512]]);
    expect(zones[0]).toMatchObject({ bytesPerSecond: 15, againBytesPerSecond: 3 });
  });

  test('are two where one lies between', () => {
    const zones = slowZonesOf(
      grid,
      new Map([
        [1, speeds(10, 5)],
        [3, speeds(10, 4)],
      ]),
    );
    expect(placesOf(zones)).toEqual([
      [256, 512],
      [768, 1024],
    ]);
  });

  test('are none where none was read again', () => {
    expect(slowZonesOf(grid, new Map())).toEqual([]);
    expect(slowZonesOf(grid, null)).toEqual([]);
  });
});
