// What a spot check told of where sectors lie, taken from a file that anybody may have written.

import { describe, expect, test } from 'vitest';
import { toldWhere } from '../../../src/report/told-where.ts';

const DISK = { sectors: 1000, logicalBytes: 512, serial: 'S1' };
const place = { lba: 5, partition: null, filesystem: null, use: 'unknown', file: null, notes: [] };
const report = {
  schema: 'surfscan.check/1',
  device: { sectors: 1000, logical_bytes: 512, serial: 'S1' },
  where: [place],
};
const told = (changes: object) => toldWhere(JSON.stringify({ ...report, ...changes }), DISK);
const words = (changes: object) => told({ where: [{ ...place, ...changes }] })[0]!.words;

test('upwards, in words', () => {
  const partition = { scheme: 'gpt', index: 1, type: '', label: null, from: 0, to: 9 };
  const where = [
    { ...place, lba: 9, partition, use: 'file', file: '/a b', filesystem: 'ext4' },
    { ...place, lba: 7, partition, use: 'free', filesystem: 'xfs' },
    { ...place, lba: 8, partition, use: 'metadata', file: '/dir', filesystem: 'ext4' },
    place,
  ];
  expect(told({ where })).toEqual([
    { lba: 5, words: 'not known, in no partition' },
    { lba: 7, words: 'free space (xfs)' },
    { lba: 8, words: 'metadata of /dir (ext4)' },
    { lba: 9, words: '/a b (ext4)' },
  ]);
});

test('names are cleaned, and bounded', () => {
  expect(words({ use: 'file', file: '\u001b[2J/x\n' })).not.toMatch(/[\u001b\n]/);
  expect(words({ use: 'file', file: 'x'.repeat(1e5) }).length).toBeLessThan(300);
});

describe('what is refused, with what was expected and what came', () => {
  test.each([
    ['', /expected JSON/],
    ['{"schema":', /expected JSON/],
    ['[]', /expected the JSON of surfscan check.*got nothing/],
    ['null', /expected the JSON of surfscan check/],
    [JSON.stringify({ ...report, schema: 'surfscan.run/1' }), /got "surfscan.run\/1"/],
  ])('%j', (text, message) => {
    expect(() => toldWhere(text, DISK)).toThrow(message);
  });

  test.each([
    [{ device: null }, /another disk: sectors nothing, and the map's 1000/],
    [{ device: { ...report.device, sectors: 999 } }, /sectors 999/],
    [{ device: { ...report.device, logical_bytes: 4096 } }, /bytes a sector 4096/],
    [{ device: { ...report.device, serial: 'S2' } }, /serial "S2", and the map's "S1"/],
    [{ where: null }, /"where": expected a list/],
    [{ where: [null] }, /an LBA of the disk and a use, got null/],
    [{ where: [{ ...place, lba: 1000 }] }, /an LBA of the disk/],
    [{ where: [{ ...place, lba: 1.5 }] }, /an LBA of the disk/],
    [{ where: [{ ...place, use: 'toString' }] }, /and a use/],
    [{ where: Array(100_001).fill(place) }, /at most 100000 places/],
  ])('%j', (changes, message) => {
    expect(() => told(changes)).toThrow(message);
  });

  test('but a serial that one of them does not know', () => {
    const device = { ...report.device, serial: null };
    expect(told({ device })).toHaveLength(1);
    expect(toldWhere(JSON.stringify(report), { ...DISK, serial: null })).toHaveLength(1);
  });
});
