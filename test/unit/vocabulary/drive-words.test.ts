// What a drive's status says, bit by bit and in words.

import { describe, expect, test } from 'vitest';
import { registersOf, statusWords } from '../../../src/vocabulary/drive-words.ts';

const set = (drive: string) =>
  registersOf(drive)
    ?.filter(({ isSet }) => isSet)
    .map(({ name }) => name)
    .join(' ');

describe('ATA registers', () => {
  test.each([
    ['51/40', 'DRDY ERR UNC'],
    ['51/10', 'DRDY ERR IDNF'],
    ['51/84', 'DRDY ERR ABRT BBK'],
    ['d0/00', 'BUSY DRDY'],
    ['61/04', 'DRDY WRFT ERR ABRT'],
    ['59/03', 'DRDY DREQ ERR AMNF T0NF'],
    ['50/00', 'DRDY'],
  ])('%s: %s', (drive, names) => {
    expect(set(drive)).toBe(names);
    expect(statusWords(drive)).toBe('');
  });

  test('all of them, in the order of the bits that a user looks for', () => {
    expect(
      registersOf('00/00')
        ?.map(({ name }) => name)
        .join(' '),
    ).toBe('BUSY DRDY WRFT DREQ ERR AMNF T0NF ABRT IDNF UNC BBK');
  });
});

test.each([
  ['3/11/04', 'medium error, unrecovered read error, auto reallocate failed'],
  ['3/11/77', 'medium error, unrecovered read error'],
  ['3/ee/00', 'medium error'],
  ['1/17/01', 'recovered error, read with retries'],
  ['b/47/03', 'aborted command, CRC error on the cable'],
  ['f/00/00', 'completed'],
  ['nvme 2/81', 'media and data integrity, unrecovered read error'],
  ['nvme 0/06', 'generic, internal error'],
  ['nvme 3/70', 'path'],
  ['nvme 7/c0', 'vendor specific'],
])('%s: %s', (drive, words) => {
  expect(registersOf(drive)).toBeNull();
  expect(statusWords(drive)).toBe(words);
});
