import { describe, expect, test } from 'vitest';
import {
  parseByteCount,
  parseBytes,
  parseRate,
  parseSeconds,
  parseWhole,
} from '../../../src/vocabulary/units.ts';

describe('parseBytes', () => {
  test.each([
    ['1B', 1n, 1n],
    ['100GiB', 100n << 30n, 1n],
    ['1.5TB', 15n * 10n ** 12n, 10n],
    ['0.10kb', 10n * 1000n, 100n],
    ['4k', 4096n, 1n],
    ['100G', 100n << 30n, 1n],
    ['1.5t', 15n << 40n, 10n],
    ['2P', 2n << 50n, 1n],
    ['1.5 M', 15n << 20n, 10n],
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
    'K',
    '1E',
    '1Ki',
    '1KK',
    '1K/s',
    '1s',
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
    '30 s',
    '30sec',
    '1m30s',
    's',
    '2m',
    '0.00001m',
    '1d',
    '1ms',
  ])('%j is refused', (text) => {
    expect(() => parseSeconds('--timeout', text, 0.001, 99)).toThrow(
      `--timeout ${JSON.stringify(text)}: expected seconds from 0.001 to 99`,
    );
  });
});

describe('times take s, m and h, in any case', () => {
  test.each([
    ['30s', 30],
    ['2m', 120],
    ['1.5h', 5400],
    ['1H', 3600],
    ['0.1m', 6],
    ['0.3s', 0.3],
    ['277777h', 999_997_200],
  ])('%s', (text, seconds) => {
    expect(parseSeconds('--hang', text, 0.001, 999_999_999)).toBe(seconds);
  });

  test('beyond the end of the range is refused in any unit', () => {
    for (const text of ['277778h', '999999999m', '0.0000001h']) {
      expect(() => parseSeconds('--hang', text, 0.001, 999_999_999)).toThrow('expected seconds');
    }
  });
});

describe('parseRate', () => {
  test.each([
    ['20MB', 20e6],
    ['20mb/s', 20e6],
    ['20M', 20 * 2 ** 20],
    ['20m/S', 20 * 2 ** 20],
    ['1.5GiB/s', 1.5 * 2 ** 30],
    ['512B', 512],
    ['4k', 4096],
  ])('%s', (text, rate) => {
    expect(parseRate('--rate', text)).toBe(rate);
  });

  test.each([
    '20',
    '20000000',
    '1.5',
    '0',
    '20/s',
  ])('%s has no unit: which were meant is not guessed', (text) => {
    expect(() => parseRate('--rate', text)).toThrow(
      `--rate ${JSON.stringify(text)}: expected bytes a second with a unit, such as 20MB or 100MiB`,
    );
  });

  test.each([
    '',
    '0MB',
    '0.1B',
    'MB',
    '-1MB',
    '99999999PB',
    '20MB/h',
    '20MB//s',
    '20 parsecs',
  ])('%j is refused', (text) => {
    expect(() => parseRate('--rate', text)).toThrow(expect.objectContaining({ code: 'ERR_USAGE' }));
  });
});

describe('parseByteCount', () => {
  test.each([
    ['4096', 4096],
    ['4K', 4096],
    ['4KiB', 4096],
    ['0.5k', 512],
    ['64k', 65_536],
    ['512b', 512],
  ])('%s', (text, bytes) => {
    expect(parseByteCount('--sector-size', text, 512, 65_536)).toBe(bytes);
  });

  test.each([
    ...HOSTILE,
    '511',
    '65537',
    '65K',
    '0.3K',
    '4096.0',
    '1T',
    '0.1B',
  ])('%j is refused', (text) => {
    expect(() => parseByteCount('--sector-size', text, 512, 65_536)).toThrow(
      `--sector-size ${JSON.stringify(text)}: expected bytes from 512 to 65536`,
    );
  });
});
