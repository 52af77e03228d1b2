// One disk's screen at other sizes, with the largest numbers, and with hostile names.

import { describe, expect, test } from 'vitest';
import { FakeScan } from './fake-run.ts';
import { failing, shoot } from './screens.ts';

const small = () => new FakeScan({ sectors: 1024 * 256 });

describe('other sizes', () => {
  test('200x50 has wider maps, and errors in words', () => {
    const picture = shoot([failing(new FakeScan(), 9000)], { width: 200, height: 50 });
    const rows = picture.rows();
    expect(rows).toHaveLength(50);
    expect(rows.every((row) => row.length <= 200)).toBe(true);
    expect(rows[5]).toMatch(/^[░▒▓▄▙█x?]{178}│ ░ <3ms {9}[\d,]{5}$/);
    const bad = rows.find((row) => row.startsWith(' bad '));
    expect(bad).toMatch(/LBA 25,608–25,615 +uncorrectable data +UNC +3,120 ms/);
    expect(rows.find((row) => row.startsWith(' failed '))).toContain('; not narrowed');
    expect(rows.join('\n')).toMatch(/weak sectors +8\n.*slow blocks +1/);
  });

  test.each<[number, boolean, string]>([
    [200, false, 'uncorrectable data; read well when its sectors were read alone  '],
    [200, true, 'uncorrectable data; read well when tried again  '],
    [140, false, ' read well when its sectors were read alone  '],
    [122, false, ' read well alone  '],
  ])('at %i columns a weak block was narrowed (%s)', (width, exact, words) => {
    const scan = small();
    const block = { firstLba: 49_920, lastLba: 50_175, error: 'UNC', latencyMs: null } as const;
    scan.defects = [{ kind: 'weak', ...block, exact }];
    const row = shoot([scan], { width, height: 50 })
      .rows()
      .find((row) => row.startsWith(' weak '));
    expect(row).toContain(words);
    expect(row).not.toContain('narrowed');
  });

  test.each([
    [79, 24],
    [80, 23],
    [20, 3],
    [1, 1],
  ])('%ix%i asks for a bigger terminal', (width, height) => {
    const shown = shoot([failing(small(), 500)], { width, height, keys: ['tab', 'down', '?'] });
    if (height > 2) expect(shown.rows().join('\n')).toContain('too small');
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
  scan.defects = [
    {
      kind: 'failed',
      firstLba: 46_874_999_744,
      lastLba: 46_874_999_999,
      error: 'IDNF',
      latencyMs: 100_000,
      exact: false,
    },
  ];
  scan.state = { currentLba: 46_874_999_744, weakSectors: 1e9, slowBlocks: 1e6 };
  const screen = shoot([scan]).rows().join('\n');
  expect(screen).toContain(' failed LBA 46,874,999,744–46,874,999,999 IDNF    100.0 s │');
  expect(screen).toContain(' LBA 46,874,999,744 of 46,875,000,000');
  expect(screen).toContain('│ · unread 183,105,469');
  expect(screen).toContain('│ weak sectors      1G');
  expect(screen).toMatch(/newest defects ─+ slow blocks 1,000,000 ─│/);
});

test('hostile identity neither steers nor overflows', () => {
  const scan = new FakeScan({
    path: `/dev/${'x'.repeat(300)}`,
    model: '\u001b]0;owned\u0007\u202eevil\u0000',
    serial: '漢字\u200d\u0301Ünïcode',
  });
  const title = shoot([scan]).rows()[0]!;
  expect(title.length).toBeLessThanOrEqual(80);
  expect(title).toMatch(/^ \/dev\/x+… {2}\?\]0;owned\?\?evil\? {2}[ ?Ünïcode…]* +1\.00 TB$/);
});
