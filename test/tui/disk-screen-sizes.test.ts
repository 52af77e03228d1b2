// One disk's screen at other sizes, with the largest numbers, and with hostile names.

import { describe, expect, test } from 'vitest';
import { widthOf } from '../../src/tui/format.ts';
import { FakeScan } from './fake-run.ts';
import { failing, listed, shoot } from './screens.ts';

const small = () => new FakeScan({ sectors: 1024 * 256 });

describe('other sizes', () => {
  test('200x50 has wider maps, and errors in words', () => {
    const picture = shoot([failing(new FakeScan(), 9000)], { width: 200, height: 50 });
    const rows = picture.rows();
    expect(rows).toHaveLength(50);
    expect(rows.every((row) => row.length <= 200)).toBe(true);
    expect(rows[5]).toMatch(/^[░▒▓▄▙█x?]{178}│ ░ <3ms {9}[\d,]{5}$/);
    const bad = rows.find((row) => row.startsWith(' bad '));
    expect(bad).toMatch(/LBA 25,608–25,615 +uncorrectable data +UNC/);
    expect(rows.find((row) => row.startsWith(' failed '))).toContain('; not narrowed');
    expect(rows.join('\n')).toMatch(/weak +8\n.*slow blocks +1/);
  });

  test.each<[number, boolean, string]>([
    [200, false, 'uncorrectable data; read well when its sectors were read alone  '],
    [200, true, 'uncorrectable data; read well when tried again  '],
    [140, false, ' read well when its sectors were read alone  '],
    [122, false, ' read well alone  '],
  ])('at %i columns a weak block was narrowed (%s)', (width, exact, words) => {
    const scan = small();
    scan.found = [listed('weak', 49_920, 50_175, { error: 'UNC', exact })];
    const row = shoot([scan], { width, height: 50 })
      .rows()
      .find((row) => row.startsWith(' weak '));
    expect(row).toContain(words);
    expect(row).not.toContain('narrowed');
  });

  test.each([
    [79, 24],
    [80, 23],
    [80, 14],
    [60, 14],
  ])('%ix%i has all parts, less of each', (width, height) => {
    const rows = shoot([failing(small(), 500)], { width, height }).rows();
    expect(rows[0]).toContain('S1D5XYZ0');
    expect(rows[2]).toContain(' 48.8 %');
    expect(rows.join('\n')).toMatch(/│ bad sectors +8\n/);
    expect(rows.join('\n')).toMatch(/│ x UNC +2\n/);
    expect(rows.find((row) => row.startsWith(' bad '))).toContain('25,608–25,615');
    expect(rows.at(-1)).toMatch(/ \? +help$/);
  });

  test.each([
    [59, 24],
    [80, 13],
    [40, 10],
    [27, 3],
    [27, 1],
  ])('%ix%i says at least how far, what is bad, and how long', (width, height) => {
    const rows = shoot([failing(small(), 500)], { width, height, keys: ['down', 'x'] }).rows();
    expect(rows[0]).toBe('48.8 %  8 bad  1:22:01 left');
    if (height > 1) expect(rows[1]).toContain('S1D5XYZ0');
    if (height > 4) expect(rows[3]).toMatch(/[░▒▓]{20}/);
  });

  test.each([
    [20, '48.8 %  8 bad'],
    [10, '48.8 %'],
    [3, '48…'],
    [1, '…'],
  ])('one row of %i columns: %s', (width, words) => {
    expect(shoot([failing(small(), 500)], { width, height: 1 }).rows()).toEqual([words]);
  });

  test('a short one says the verdict, and the wait for a disk', () => {
    const shot = { width: 30, height: 2 };
    const wait = { lba: 5, seconds: 27.5 };
    const waiting = shoot([failing(small(), 500, { wait })], shot).rows();
    expect(waiting[0]).toBe('48.8 %  8 bad  no answer 27 s');
    const verdicts = [{ verdict: 'fail' as const, text: 'FAIL: 8 bad sectors' }];
    expect(shoot([small()], { ...shot, verdicts }).rows()[0]).toBe('FAIL: 8 bad sectors  0.0 %');
  });

  test('help of a low screen comes in pages', () => {
    const pages = [['?'], ['?', '?'], ['?', 'space', 'space']].map((keys) =>
      shoot([small()], { width: 50, height: 13, keys }).rows().join('\n'),
    );
    expect(pages[0]).toContain('Tab         the next view');
    expect(pages[0]).toContain('help 1/3');
    expect(pages[1]).toContain('help 2/3');
    expect(pages[2]).toContain('uncorrectable data');
  });

  test.each([
    [80, 24],
    [81, 25],
    [132, 43],
    [300, 100],
  ])('%ix%i is framed to its edges', (width, height) => {
    const rows = shoot([failing(new FakeScan(), 5000)], { width, height }).rows();
    for (let y = 5; y < height - 1; y++) expect([...rows[y]!][width - 22]).toBe('│');
  });
});

test('numbers of the largest disks fit', () => {
  const scan = new FakeScan({ sectors: 46_875_000_000 });
  scan.found = [listed('failed', 46_874_999_744, 46_874_999_999, { error: 'IDNF', exact: false })];
  scan.state = { currentLba: 46_874_999_744, weakPlaces: 1e9, slowBlocks: 1e6 };
  const screen = shoot([scan]).rows().join('\n');
  expect(screen).toContain(' failed LBA 46,874,999,744–46,874,999,999 IDNF            │');
  expect(screen).toContain(' LBA 46,874,999,744 of 46,875,000,000');
  expect(screen).toContain('│ · unread 183,105,469');
  expect(screen).toContain('│ weak   1,000,000,000');
  expect(screen).toMatch(/ defects ─+ slow blocks 1,000,000 ─│/);
});

test('hostile identity neither steers nor overflows, and the serial stays', () => {
  const scan = new FakeScan({
    path: `/dev/${'x'.repeat(300)}`,
    model: '\u001b]0;owned\u0007\u202eevil\u0000',
    serial: '漢字\u200d\u0301Ünïcode',
  });
  const title = shoot([scan]).rows()[0]!;
  expect(widthOf(title)).toBeLessThanOrEqual(80);
  expect(title).toMatch(/^ \/dev\/x+… {2}\?\]0;owned\?\?evil\? {2}漢字\?\?Ünïcode +1\.00 TB$/);
});

test.each([
  [80, /^ \/dev\/disk\/by-id\/x+… {2}M+… {2}SERIAL-0123456789 +1\.00 TB$/],
  [60, /^ \/dev\/disk\/by-id\/x+… {2}SERIAL-0123456789 +1\.00 TB$/],
])('the serial stays at %i columns, the model goes', (width, title) => {
  const names = { model: 'M'.repeat(30), serial: 'SERIAL-0123456789' };
  const scan = new FakeScan({ path: `/dev/disk/by-id/${'x'.repeat(60)}`, ...names });
  expect(shoot([scan], { width }).rows()[0]).toMatch(title);
});
