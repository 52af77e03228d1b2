import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SurfscanError } from '../../../src/vocabulary/errors.ts';
import { parseLbaChoice, type RangeEnd } from '../../../src/vocabulary/lba.ts';

const TB = 1_953_525_168;

function lba(text: string, end: RangeEnd, sectors = TB, logicalBytes = 512): number {
  return parseLbaChoice(`--${end}`, text, end)(sectors, logicalBytes);
}

describe('a number names its sector, at either end', () => {
  test.each([
    ['0', 0],
    ['000', 0],
    ['93492434', 93_492_434],
    ['93,492,434', 93_492_434],
    ['1,000', 1000],
    ['9,007,199,254,740,991', 2 ** 53 - 1],
    ['0x5929624', 0x5929624],
    ['0X5929624', 0x5929624],
    ['0xFf', 255],
    ['9007199254740991', 2 ** 53 - 1],
    ['0x1fffffffffffff', 2 ** 53 - 1],
    [String(TB + 5), TB + 5], // off the disk: said where the disk is known
  ])('%s', (text, expected) => {
    expect(lba(text, 'from')).toBe(expected);
    expect(lba(text, 'to')).toBe(expected);
  });
});

describe('a percentage or a size names the first sector at it, or the last before it', () => {
  test.each([
    ['0%', 0, -1],
    ['25%', 488_381_292, 488_381_291],
    ['50%', 976_762_584, 976_762_583],
    ['100%', TB, TB - 1],
    ['33.333333333333%', 651_175_056, 651_175_055],
    ['0.0000000001%', 1, 0], // 0.002 sectors: the first that begins at it or behind it
    ['512B', 1, 0],
    ['513B', 2, 1],
    ['1B', 1, 0],
    ['1kB', 2, 1],
    ['1KiB', 2, 1],
    ['1kib', 2, 1],
    ['1 MiB', 2048, 2047],
    ['100GiB', 209_715_200, 209_715_199],
    ['100g', 209_715_200, 209_715_199],
    ['1K', 2, 1],
    ['500GB', 976_562_500, 976_562_499],
    ['0.5TB', 976_562_500, 976_562_499],
    ['1.5PB', 2_929_687_500_000, 2_929_687_499_999],
  ])('%s', (text, from, to) => {
    expect(lba(text, 'from')).toBe(from);
    expect(lba(text, 'to')).toBe(to);
  });

  test('in sectors of 4096 bytes', () => {
    expect(lba('1MiB', 'from', 1000, 4096)).toBe(256);
    expect(lba('4097B', 'from', 1000, 4096)).toBe(2);
    expect(lba('4097B', 'to', 1000, 4096)).toBe(1);
    expect(lba('10%', 'to', 1000, 4096)).toBe(99);
  });

  test('of any disk: ranges that meet leave no sector out and read none twice', () => {
    const percent = fc
      .tuple(fc.nat(100), fc.nat(999_999))
      .map(([a, b]) => `${a}.${String(b).padStart(6, '0')}%`);
    fc.assert(
      fc.property(percent, fc.integer({ min: 1, max: 2 ** 46 }), (text, sectors) => {
        expect(lba(text, 'from', sectors)).toBe(lba(text, 'to', sectors) + 1);
      }),
    );
  });

  test('is exact where doubles are not', () => {
    // 0.1 · (2^53 − 1) = 900719925474099.1
    expect(lba('10%', 'from', 2 ** 53 - 1)).toBe(900_719_925_474_100);
  });
});

describe('what is no LBA is refused, with the option and the text', () => {
  test.each([
    '',
    ' ',
    '-1',
    '+1',
    '1e3',
    '1.5',
    '1,00',
    '1,0000',
    '1000,000',
    ',000',
    '1,',
    '1,,000',
    '1.000',
    '1,000%',
    '1,000GB',
    '0x1,000',
    '1,000,',
    '9,007,199,254,740,992',
    '1_000',
    '0x',
    '0xg',
    'x10',
    '0b1',
    '0o7',
    '１２',
    '٣',
    ' 1',
    '1 ',
    '1\n',
    '\n1',
    '1\0',
    'NaN',
    'Infinity',
    'null',
    '9007199254740992',
    '0x20000000000000',
    '99999999999999999999999999',
    '%',
    '.5%',
    '25.%',
    '25 %',
    '-25%',
    '25%%',
    '1e1%',
    '1000%',
    '0x10%',
    'GB',
    '1GBs',
    '1  GB',
    '1.GB',
    '.5GB',
    '-1GB',
    '1e3GB',
    '0x1GB',
    '1iB',
    '1KKB',
    '1XB',
    '1GB/s',
    'constructor',
    '__proto__B',
    '1.0000000000001GB',
  ])('%j', (text) => {
    const parse = () => parseLbaChoice('--from', text, 'from');
    expect(parse).toThrow(SurfscanError);
    expect(parse).toThrow(expect.objectContaining({ code: 'ERR_USAGE' }));
    expect(parse).toThrow(`--from ${JSON.stringify(text)}: expected an LBA such as`);
  });

  test('of a long text only the beginning is repeated', () => {
    expect(() => parseLbaChoice('--to', 'z'.repeat(1e6), 'to')).toThrow(
      `--to "${'z'.repeat(80)}": expected`,
    );
  });

  test('whatever is typed: a number, or ERR_USAGE', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom<RangeEnd>('from', 'to'), (text, end) => {
        try {
          expect(Number.isInteger(lba(text, end))).toBe(true);
        } catch (error) {
          expect(error).toMatchObject({ code: 'ERR_USAGE' });
        }
      }),
    );
  });
});
