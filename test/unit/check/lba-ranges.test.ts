import { describe, expect, test } from 'vitest';
import { isLbaLike, parseLbaRange } from '../../../src/check/lba-ranges.ts';
import type { Device } from '../../../src/index.ts';

const DEVICE = { path: '/dev/sda', sectors: 1_000_000, logicalBytes: 512 } as Device;
const range = (text: string) => {
  const { firstLba: from, lastLba: to } = parseLbaRange(text)(DEVICE);
  return [from, to];
};

describe('an LBA or a range', () => {
  test.each([
    ['93492', 93492, 93492],
    ['0x16d34', 93492, 93492],
    ['100-200', 100, 200],
    ['0x10-0x1F', 16, 31],
    ['100-100', 100, 100],
    ['100+1', 100, 100],
    ['100+256', 100, 355],
    ['0x10+0x10', 16, 31],
    ['999999', 999_999, 999_999],
    ['0-999999', 0, 999_999],
    ['0+1000000', 0, 999_999],
    ['50%', 500_000, 500_000],
    ['0%-100%', 0, 999_999],
    ['1MiB-2MiB', 2048, 4095],
    ['1MiB+8', 2048, 2055],
    ['999,999', 999_999, 999_999],
    ['1,000-2,000', 1000, 2000],
    ['1,000+1,000', 1000, 1999],
  ])('%s', (text, from, to) => {
    expect(range(text)).toEqual([from, to]);
  });

  test.each([
    '',
    '-5',
    '5-',
    '5+',
    '+5',
    '5+0',
    '5+-1',
    '1-2-3',
    '1+2+3',
    '5..9',
    '1e3',
    '1,00',
    '1,000-1,00',
    '1+1,0',
    'abc',
    '0x',
    '5+1%',
    '1'.repeat(300),
    '5\u001b[2J',
  ])('%j is none', (text) => {
    expect(() => range(text)).toThrowError(/expected/);
  });

  test.each([
    '1000000',
    '999999-1000000',
    '999999+2',
    '100%',
    '9-5',
    '0x10-5',
  ])('%s does not lie on the disk', (text) => {
    expect(() => range(text)).toThrowError(/not on|before it begins/);
  });
});

test('a word that can only be an LBA', () => {
  for (const text of ['93492434', '93,492,434', '0x5929624', '1-2', '1,000-2,000', '1+2'])
    expect(isLbaLike(text)).toBe(true);
  for (const text of ['sda', '0', 'sim:', './1', 'ad16', '1a']) {
    expect(isLbaLike(text)).toBe(text === '0');
  }
});
