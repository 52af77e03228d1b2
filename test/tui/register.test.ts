// What the drive itself said of the sector that failed last, on its disk's screen.

import { expect, test } from 'vitest';
import { inksOf } from '../../src/tui/style.ts';
import { FakeScan } from './fake-run.ts';
import { failing, shoot } from './screens.ts';

const disk = (lba: number, drive: string) =>
  failing(new FakeScan(), 500, { lastAnswer: { lba, drive } });
const last = (drive: string, width = 80, lba = 93_492_434, keys: string[] = []) =>
  shoot([disk(lba, drive)], { width, keys })
    .rows()
    .at(-2)!
    .replace(/[ │].*│.*$/, (text) => text.slice(0, text.indexOf('│')))
    .trim();

test('ATA: each bit, what is set in capitals; where, on a wide screen', () => {
  expect(last('51/40')).toBe('busy DRDY wrft dreq ERR amnf t0nf abrt idnf UNC bbk');
  expect(last('51/40', 110)).toBe(
    'LBA 93,492,434 51/40  busy DRDY wrft dreq ERR amnf t0nf abrt idnf UNC bbk',
  );
});

test('SCSI and NVMe: their words', () => {
  expect(last('3/11/04', 110)).toBe(
    'LBA 93,492,434 3/11/04: medium error, unrecovered read error, auto reallocate failed',
  );
  expect(last('3/11/04')).toMatch(/: medium error, unrecovered read …$/);
  expect(last('nvme 2/81')).toMatch(/^LBA 93,492,434 nvme 2\/81: media and data integrity/);
});

test('what failed is loud, that it is ready is not', () => {
  const picture = shoot([disk(7, '51/40')]);
  const y = picture.height - 2;
  const inkAt = (word: string) => {
    const x = picture.rows()[y]!.indexOf(word);
    return inksOf(picture.styles[y * picture.width + x]!);
  };
  expect(inkAt('UNC')).toEqual(inkAt('ERR'));
  expect(inkAt('DRDY')).not.toEqual(inkAt('ERR'));
  expect(inkAt('abrt')).not.toEqual(inkAt('DRDY'));
});

test('the defects keep their rows where it says nothing, and the list all of its rows', () => {
  const silent = shoot([failing(new FakeScan(), 500)]).rows();
  expect(silent.at(-2)).toContain('slow   LBA');
  expect(last('51/40', 80, 7, ['d'])).not.toContain('DRDY');
});
