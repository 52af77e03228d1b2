import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatElapsed,
  formatLatency,
  formatNs,
  formatSpeed,
  formatUs,
  parseBytes,
} from '../../../src/vocabulary/units.ts';

describe('formatBytes', () => {
  test.each([
    [0, '0 B'],
    [1, '1 B'],
    [512, '512 B'],
    [999, '999 B'],
    [1000, '1.00 kB'],
    [1004.9, '1.00 kB'],
    [9994, '9.99 kB'],
    [9995, '10.0 kB'],
    [99_949, '99.9 kB'],
    [99_950, '100 kB'],
    [999_499, '999 kB'],
    [999_500, '1.00 MB'],
    [1_000_204_886_016, '1.00 TB'],
    [24e12, '24.0 TB'],
    [8 * 2 ** 60, '9223 PB'],
  ])('%d', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
    expect(formatSpeed(bytes)).toBe(`${text}/s`);
  });

  test('is what was meant, within half of its last digit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9e17 }), (bytes) => {
        const parsed = parseBytes(formatBytes(bytes))!;
        const said = Number(parsed.numerator) / Number(parsed.denominator);
        expect(Math.abs(said / bytes - 1)).toBeLessThanOrEqual(0.005);
      }),
    );
  });

  test('never shows a thousand of what has a bigger unit, nor more than three digits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999e12 }), (bytes) => {
        expect(formatBytes(bytes)).toMatch(/^(\d{1,3}|\d\.\d\d|\d\d\.\d) [KMGTP]?B$/);
      }),
    );
  });
});

describe('formatCount', () => {
  test.each([
    [0, '0'],
    [999, '999'],
    [93_492_434, '93,492,434'],
    [2 ** 53 - 1, '9,007,199,254,740,991'],
    [999.5, '1,000'],
    [1234.4, '1,234'],
    [100_000, '100,000'],
  ])('%d', (value, text) => {
    expect(formatCount(value)).toBe(text);
  });
});

describe('formatDuration', () => {
  test.each([
    [0, '0:00'],
    [0.999, '0:00'],
    [7.9, '0:07'],
    [59.99, '0:59'],
    [60, '1:00'],
    [3599, '59:59'],
    [3600, '1:00:00'],
    [10_743, '2:59:03'],
    [360_000, '100:00:00'],
    [-5, '0:00'],
  ])('%d s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });
});

describe('formatElapsed', () => {
  test.each([
    [0, '0.00 s'],
    [0.314, '0.31 s'],
    [9.994, '9.99 s'],
    [9.996, '10 s'],
    [42.4, '42 s'],
    [60, '1:00'],
    [10_743, '2:59:03'],
  ])('%d s', (seconds, text) => {
    expect(formatElapsed(seconds)).toBe(text);
  });
});

describe('formatLatency', () => {
  test.each([
    [0.001, '1.0 µs'],
    [0.01, '0.01 ms'],
    [0, '0 ns'],
    [0.000_000_6, '1 ns'],
    [0.000_032, '32 ns'],
    [0.000_499_499_6, '499 ns'],
    [0.001_5, '1.5 µs'],
    [0.009_945, '9.9 µs'],
    [0.09, '0.09 ms'],
    [9.99, '9.99 ms'],
    [9.995, '10.0 ms'],
    [9.996, '10.0 ms'],
    [12.34, '12.3 ms'],
    [99.95, '100 ms'],
    [99.96, '100 ms'],
    [612.4, '612 ms'],
    [9999.4, '9999 ms'],
    [9999.5, '10.0 s'],
    [9999.6, '10.0 s'],
    [40_000, '40.0 s'],
    [1_234_567, '1234.6 s'],
  ])('%d', (ms, text) => {
    expect(formatLatency(ms)).toBe(text);
  });

  test('of nanoseconds and of microseconds, to the last digit', () => {
    expect([formatNs(9_999_499_999), formatNs(9_999_500_000)]).toEqual(['9999 ms', '10.0 s']);
    expect([formatUs(9_999_499), formatUs(9_999_500)]).toEqual(['9999 ms', '10.0 s']);
  });
});
