import { describe, expect, test } from 'vitest';
import { axisWords, niceStep, scaleFor, ticksOf } from '../../src/tui/curve-axis.ts';

describe('an axis', () => {
  test.each([
    [201e6, 5, 250e6, ['0 MB', '50 MB', '100 MB', '150 MB', '200 MB', '250 MB']],
    [200e6, 5, 200e6, ['0 MB', '50 MB', '100 MB', '150 MB', '200 MB']],
    [1.7e9, 6, 2e9, ['0 MB', '500 MB', '1000 MB', '1500 MB', '2000 MB']],
    [7.1e9, 3, 7.5e9, ['0.0 GB', '2.5 GB', '5.0 GB', '7.5 GB']],
    [9.99e9, 3, 10e9, ['0 GB', '5 GB', '10 GB']],
    [3, 6, 3, ['0.0 B', '0.5 B', '1.0 B', '1.5 B', '2.0 B', '2.5 B', '3.0 B']],
    [43_000, 4, 60_000, ['0 kB', '20 kB', '40 kB', '60 kB']],
    [1e15, 2, 1e15, ['0 TB', '500 TB', '1000 TB']],
  ])('up to %d, in %d steps at most', (value, most, end, words) => {
    const scale = scaleFor(value, most);
    expect(scale.end).toBeCloseTo(end, 3);
    expect(ticksOf(scale).map(axisWords(scale.step))).toEqual(words);
    expect(ticksOf(scale).length).toBeLessThanOrEqual(most + 1);
  });

  test('of nothing has a scale all the same', () => {
    for (const value of [0, -1, Number.NaN])
      expect(scaleFor(value, 5)).toEqual({ end: 1, step: 1 });
  });

  test('holds any value in as many steps as there may be', () => {
    for (let value = 1; value < 1e13; value *= 1.37) {
      for (const most of [1, 2, 3, 6]) {
        const { end, step } = scaleFor(value, most);
        expect(end).toBeGreaterThanOrEqual(value * (1 - 1e-8));
        expect(Math.round(end / step)).toBeLessThanOrEqual(most);
        expect(step).toBe(niceStep(value, most));
      }
    }
  });
});
