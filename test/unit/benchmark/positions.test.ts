import { describe, expect, test } from 'vitest';
import { anywhere, backwards, endToEnd, Positions } from '../../../src/benchmark/positions.ts';

const BLOCKS = 1_953_125_000;

describe('positions', () => {
  test('are a function of seed and stream', () => {
    const drawn = (seed: number, stream: number) =>
      anywhere(new Positions(seed, stream), BLOCKS, 20).join();
    expect(drawn(1, 0)).toBe(drawn(1, 0));
    const all = [drawn(1, 0), drawn(1, 1), drawn(2, 0), drawn(2 ** 32 + 1, 0), drawn(0, 0)];
    expect(new Set(all).size).toBe(all.length);
  });

  test('are evenly spread over all of the disk', () => {
    const reads = 100_000;
    const tenths = new Array<number>(10).fill(0);
    let sum = 0;
    for (const block of anywhere(new Positions(7, 3), BLOCKS, reads)) {
      if (!(Number.isInteger(block) && block >= 0 && block < BLOCKS)) expect.fail(`${block}`);
      tenths[Math.floor((block / BLOCKS) * 10)]!++;
      sum += block;
    }
    // Five standard deviations.
    for (const count of tenths) expect(Math.abs(count - reads / 10)).toBeLessThan(5 * 95);
    expect(sum / reads / BLOCKS).toBeCloseTo(0.5, 2);
  });

  test('reach the last block of the largest disk, and of the smallest', () => {
    const positions = new Positions(1, 0);
    const drawn = Array.from({ length: 5000 }, () => positions.below(2 ** 53));
    expect(Math.max(...drawn)).toBeGreaterThan(0.999 * 2 ** 53);
    expect(drawn.every((block) => Number.isSafeInteger(block))).toBe(true);
    // Low bits are drawn as well.
    expect(new Set(drawn.map((block) => block % 1024)).size).toBeGreaterThan(900);
    expect(new Set(Array.from({ length: 100 }, () => positions.below(2)))).toEqual(new Set([0, 1]));
    expect(positions.below(1)).toBe(0);
  });
});

test('backwards: stretches of steps of 2 to 6 MiB', () => {
  const mib = 2048;
  const places = [...backwards(new Positions(1, 0), BLOCKS, 6400, mib)];
  const steps = places.slice(1).map((place, i) => places[i]! - place);
  const few = steps.filter((step) => step >= 2 * mib && step < 6 * mib);
  expect(few.length).toBeGreaterThan(6400 * (63 / 64) - 10);
  expect(places.every((place) => place >= 0 && place < BLOCKS)).toBe(true);
});

test('backwards on a disk of 64 MiB stays on it', () => {
  const places = [...backwards(new Positions(1, 0), 131_072, 1000, 2048)];
  expect(places.every((place) => place >= 0 && place < 131_072)).toBe(true);
});

test('end to end: the first and the last half per cent in turn', () => {
  const places = [...endToEnd(new Positions(1, 0), BLOCKS, 1000)];
  for (const [i, place] of places.entries()) {
    if (i % 2 === 0) expect(place).toBeLessThan(BLOCKS / 200);
    else expect(place).toBeGreaterThanOrEqual(BLOCKS - BLOCKS / 200);
    expect(place).toBeLessThan(BLOCKS);
  }
});
