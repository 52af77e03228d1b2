import { describe, expect, test } from 'vitest';
import type { Phase, Progress } from '../../src/engine/scan-view.ts';
import { inksOf } from '../../src/tui/style.ts';
import { FakeScan } from './fake-run.ts';
import { failing, shoot } from './screens.ts';

const small = () => new FakeScan({ sectors: 1024 * 256 });

describe('what the matter is stands on a line of its own', () => {
  const bannerRow = (state: Partial<Progress>, shot = {}) =>
    shoot([failing(small(), 500, state)], shot)
      .rows()[4]!
      .trim();

  test('a wait', () => {
    const wait = { lba: 1_234_567_890, seconds: 27.9 };
    expect(bannerRow({ wait })).toBe('no answer for 27 s at LBA 1,234,567,890');
  });

  test('a pause', () => {
    expect(bannerRow({}, { paused: true })).toBe('PAUSED: p goes on');
  });

  test('a wait in a pause', () => {
    const wait = { lba: 9, seconds: 5 };
    expect(bannerRow({ wait }, { paused: true })).toBe(
      'no answer for 5 s at LBA 9 · PAUSED: p goes on',
    );
  });

  test('stopping', () => {
    expect(bannerRow({ activity: 'stopping' })).toBe('stopping');
  });

  test('trouble, without what could steer the terminal', () => {
    expect(bannerRow({ trouble: 'the disk left\u001b[2J\u202e' })).toBe('the disk left?[2J?');
  });

  test.each([
    ['fail', 'FAIL: 3 bad sectors', 'bright-red'],
    ['incomplete', 'INCOMPLETE: the disk left', 'yellow'],
    ['pass', 'PASS', 'green'],
  ] as const)('the verdict %s', (verdict, words, color) => {
    const shot = { verdicts: [{ verdict, text: words }] };
    const state = { activity: 'ended', phase: 'ended' } as const;
    const picture = shoot([failing(small(), 500, state)], shot);
    expect(picture.rows()[4]!.trim()).toBe(words);
    expect(inksOf(picture.styles[4 * 80 + 1]!).bg).toBe(color);
    expect(picture.rows()[23]).toContain(' q  leave');
  });
});

describe('the line of progress', () => {
  const progressRow = (state: Partial<Progress>) =>
    shoot([failing(small(), 512, state)]).rows()[2]!;

  test('of the pass', () => {
    expect(progressRow({ failedBlocksLeft: 0 })).toBe(
      ` reading  ${'█'.repeat(30)}${'─'.repeat(30)}   50.0 %`,
    );
  });

  test.each<[Phase, string, number, string]>([
    ['narrowing', 'narrowing failed blocks', 3, '3 failed blocks left'],
    ['narrowing', 'narrowing failed blocks', 1, '1 failed block left'],
    ['again', 'reading slow blocks again', 0, ''],
    ['retries', 'reading bad sectors again', 0, ''],
  ])('of %s (%s, %i left)', (phase, words, failedBlocksLeft, left) => {
    const row = progressRow({ phase, phaseDone: 0.4567, failedBlocksLeft });
    expect(row).toMatch(new RegExp(`^ ${words}  █+─+ +45\\.6 %( +${left})?$`));
    expect(row.endsWith(left === '' ? '45.6 %' : left)).toBe(true);
  });

  test('is full only at the end', () => {
    expect(progressRow({ phaseDone: 0.99999 })).toContain(' 99.9 %');
  });
});

describe('other sizes', () => {
  test('200x50 has wider maps, and errors in words', () => {
    const picture = shoot([failing(new FakeScan(), 9000)], { width: 200, height: 50 });
    const rows = picture.rows();
    expect(rows).toHaveLength(50);
    expect(rows.every((row) => row.length <= 200)).toBe(true);
    expect(rows[5]).toMatch(/^[░▒▓▄▙█x?]{178}│ ░ <3ms {9}[\d,]{5}$/);
    const bad = rows.find((row) => row.startsWith(' bad '));
    expect(bad).toMatch(/LBA 25,608–25,615 +uncorrectable data +UNC +3,120 ms/);
    expect(rows.find((row) => row.startsWith(' failed '))).toContain('not narrowed');
    expect(rows.join('\n')).toMatch(/weak sectors +8\n.*slow blocks +1/);
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
      from: 46_874_999_744,
      to: 46_874_999_999,
      error: 'IDNF',
      latencyMs: 100_000,
      exact: false,
    },
  ];
  scan.state = { currentLba: 46_874_999_744, weakSectors: 1e9, slowBlocks: 1e6 };
  const screen = shoot([scan]).rows().join('\n');
  expect(screen).toContain(' failed LBA 46,874,999,744–46,874,999,999 IDNF 100,000 ms │');
  expect(screen).toContain(' LBA 46,874,999,744 of 46,875,000,000');
  expect(screen).toContain('│ · unread 183,105,469');
  expect(screen).toContain('│ weak 1G      slow 1M');
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
