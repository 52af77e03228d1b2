import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatElapsed,
  formatLatency,
  formatSpeed,
  parseBytes,
  parseSeconds,
  parseWhole,
} from '../../../src/vocabulary/units.ts';

describe('formatBytes', () => {
  test.each([
    [0, '0 B'],
    [1, '1 B'],
    [512, '512 B'],
    [999, '999 B'],
    [1000, '1.00 KB'],
    [1004.9, '1.00 KB'],
    [9994, '9.99 KB'],
    [9995, '10.0 KB'],
    [99_949, '99.9 KB'],
    [99_950, '100 KB'],
    [999_499, '999 KB'],
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
    [0.000_032, '32 ns'],
    [0.001_5, '1.5 µs'],
    [0.09, '0.09 ms'],
    [9.99, '9.99 ms'],
    [9.996, '10.0 ms'],
    [12.34, '12.3 ms'],
    [99.96, '100 ms'],
    [612.4, '612 ms'],
    [9999.4, '9999 ms'],
    [9999.6, '10.0 s'],
    [40_000, '40.0 s'],
  ])('%d', (ms, text) => {
    expect(formatLatency(ms)).toBe(text);
  });
});

describe('parseBytes', () => {
  test.each([
    ['1B', 1n, 1n],
    ['100GiB', 100n << 30n, 1n],
    ['1.5TB', 15n * 10n ** 12n, 10n],
    ['0.10kb', 10n * 1000n, 100n],
    ['99999999999999999999PiB', 99999999999999999999n << 50n, 1n],
  ])('%s is exact', (text, numerator, denominator) => {
    expect(parseBytes(text)).toEqual({ numerator, denominator });
  });

  test.each([
    '',
    '1',
    'B',
    '1XB',
    '-1B',
    '1e3B',
    '1.B',
    '1 KiBs',
    '1kiB\n',
    '１B',
    '100000000000000000000B',
  ])('%j is no size', (text) => {
    expect(parseBytes(text)).toBeNull();
  });
});

const HOSTILE = [
  '',
  ' ',
  '-1',
  '+1',
  '1e1',
  '0x1',
  '1 ',
  ' 1',
  '1\n',
  '1_0',
  '１',
  'NaN',
  'Infinity',
  'null',
];

describe('parseWhole', () => {
  test('takes what lies in its range, ends too', () => {
    expect([1, 64].map((value) => parseWhole('--jobs', String(value), 1, 64))).toEqual([1, 64]);
    expect(parseWhole('--jobs', '007', 1, 64)).toBe(7);
  });

  test.each([...HOSTILE, '0', '65', '1.5', '1.0', '99999999999999999'])('%j is refused', (text) => {
    expect(() => parseWhole('--jobs', text, 1, 64)).toThrow(
      `--jobs ${JSON.stringify(text)}: expected a whole number from 1 to 64`,
    );
  });
});

describe('parseSeconds', () => {
  test('takes decimals', () => {
    expect(
      ['0.001', '30', '2.5'].map((text) => parseSeconds('--timeout', text, 0.001, 99)),
    ).toEqual([0.001, 30, 2.5]);
  });

  test.each([
    ...HOSTILE,
    '0',
    '0.0009',
    '100',
    '.5',
    '5.',
    '1.2.3',
    '0.0000001',
    '30s',
  ])('%j is refused', (text) => {
    expect(() => parseSeconds('--timeout', text, 0.001, 99)).toThrow(
      `--timeout ${JSON.stringify(text)}: expected seconds from 0.001 to 99`,
    );
  });
});
