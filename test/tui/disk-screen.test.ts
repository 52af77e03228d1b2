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
    expect(picture.rows()[23]).toMatch(/ Tab .* q {2}leave$/);
  });

  test('longer than the row, it ends in an ellipsis', () => {
    const words = `FAIL: 8 bad sectors; ${'x'.repeat(80)}`;
    const row = shoot([small()], { verdicts: [{ verdict: 'fail', text: words }] }).rows()[4]!;
    expect(row).toBe(` ${words.slice(0, 77)}…`);
  });

  test.each<[Partial<Progress>, string]>([
    [{}, '8 bad sectors · 3 failed blocks left · stopped'],
    [{ badSectors: 1, failedBlocksLeft: 0 }, '1 bad sector · stopped'],
    [{ trouble: 'the disk left' }, '8 bad sectors · 3 failed blocks left · the disk left'],
    [{ badSectors: 0, failedBlocksLeft: 0, trouble: 'the disk left' }, 'the disk left'],
    [{ badSectors: 0, failedBlocksLeft: 0 }, 'stopped'],
  ])('what came of a disk while others still run: %#', (state, words) => {
    expect(bannerRow({ activity: 'ended', phase: 'ended', ...state })).toBe(words);
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

  test.each([
    [1, 72, '1 failed block to narrow, about 1:12'],
    [2, 72, '2 failed blocks to narrow, about 1:12'],
    [2, 0.03, '2 failed blocks to narrow, about 0:01'],
  ])('of the pass, with %i to narrow in %d s', (failedBlocksLeft, narrowingSeconds, words) => {
    const told = { failedBlocksLeft, narrowingSeconds };
    expect(progressRow(told).endsWith(`  ${words}`)).toBe(true);
  });

  test('of the pass, where it is not known what a failing read takes', () => {
    const row = progressRow({ failedBlocksLeft: 2, narrowingSeconds: null });
    expect(row).toMatch(/ {2}2 failed blocks to narrow, time unknown$/);
  });

  test('is full only at the end', () => {
    expect(progressRow({ phaseDone: 0.99999 })).toContain(' 99.9 %');
  });
});

describe('the position', () => {
  const ended = { activity: 'ended', phase: 'ended', currentLba: 24_064 } as const;

  test('at the end is all that was read, not the last block that was read again', () => {
    const row = shoot([failing(small(), 1024, ended)]).rows()[1]!;
    expect(row).toMatch(/^ LBA 0–262,143 of 262,144 +rotating/);
  });

  test('of a scan that ended early is where it was', () => {
    expect(shoot([failing(small(), 500, ended)]).rows()[1]).toContain(' LBA  24,064 of 262,144');
  });
});

test('how a disk is read: the workers, and the reads in flight of each', () => {
  const scan = new FakeScan();
  expect(shoot([scan]).rows()[1]).toContain(' · 1 worker · ');
  scan.depth = 16;
  expect(shoot([scan]).rows()[1]).toContain(' · 1 worker × 16 reads');
});

describe('the speed now', () => {
  test.each<[Partial<Progress>, boolean]>([
    [{}, true],
    [{ activity: 'paused' }, false],
    [{ activity: 'ended', phase: 'ended' }, false],
  ])('is none where nothing is read: %#', (state, paused) => {
    expect(shoot([failing(small(), 500, state)], { paused }).rows()[3]).toMatch(
      /^ now – +mean 165/,
    );
  });
});

describe('a simulated disk', () => {
  const sim = (rotational: boolean | null) =>
    new FakeScan({ kind: 'sim', path: 'sim:size=1TB,speed=20', rotational });

  test('says that its clock is simulated', () => {
    expect(shoot([sim(true)]).rows()[1]).toMatch(/ rotating, simulated clock · 1 worker$/);
    expect(shoot([sim(false)]).rows()[1]).toMatch(/ solid state, simulated clock · 1 worker$/);
  });

  test('says where there is room which numbers are by which clock', () => {
    expect(shoot([sim(true)], { width: 200, height: 50 }).rows()[3]).toMatch(
      / speeds on its own clock, times on the wall's$/,
    );
    expect(shoot([new FakeScan()], { width: 200, height: 50 }).rows()[3]).toMatch(/1:22:01$/);
  });

  test('without a model of time is on the clock of all', () => {
    const rows = shoot([sim(null)], { width: 200, height: 50 }).rows();
    expect(rows[1]).toContain(' simulated · 1 worker');
    expect(rows[3]).toMatch(/1:22:01$/);
  });
});

describe('the title', () => {
  test('says that a disk is in use', () => {
    const scan = new FakeScan({ inUse: ['/dev/ada0p1 is mounted at /'] });
    const picture = shoot([scan]);
    const title = picture.rows()[0]!;
    expect(title).toMatch(/^ \/dev\/ada0 {2}ST1000DM003-1CH162 {2}S1D5XYZ0 +IN USE {2}1\.00 TB$/);
    expect(inksOf(picture.styles[title.indexOf('IN USE')]!).bg).toBe('bright-red');
    expect(shoot([new FakeScan()]).rows()[0]).not.toContain('IN USE');
  });

  test('has room for a long name where the screen has', () => {
    const path = `sim:size=20GB,${'bad=5-9,'.repeat(15)}seed=1`;
    expect(shoot([new FakeScan({ path })], { width: 200, height: 50 }).rows()[0]).toContain(
      ` ${path}  ST1000DM003-1CH162  S1D5XYZ0 `,
    );
  });
});

describe('the line of keys has all of them at 80 columns', () => {
  const keysRow = (shot: object) =>
    shoot([failing(small(), 500), small()], { keys: ['1', 'tab'], ...shot }).rows()[23];

  test.each([{}, { paused: true }])('while disks run: %j', (shot) => {
    expect(keysRow(shot)).toMatch(
      /^ +arrows {2}cell +w .* Esc .* Tab .* Space .* q {2}stop .* \? {2}help$/,
    );
  });

  test('after the end', () => {
    const verdict = { verdict: 'pass', text: 'PASS' } as const;
    const row = keysRow({ verdicts: [verdict, verdict] });
    expect(row).toMatch(/^ +arrows .* Esc .* Tab .* \? {2}help .* q {2}leave$/);
  });

  test('and more words where there is room', () => {
    expect(keysRow({ width: 120 })).toContain(' arrows  inspect a cell ');
  });
});

test.each([
  [80, 24],
  [81, 24],
  [100, 30],
  [122, 40],
])('at %ix%i nothing of the legend is left beside the help', (width, height) => {
  const rows = shoot([failing(small(), 500)], { width, height, keys: ['?'] }).rows();
  const box = rows.filter((row) => /[┌│└].*[┐│┘]/.test(row) && row.includes('│ '));
  const top = rows.findIndex((row) => row.includes('help: any key'));
  const bottom = rows.findIndex((row) => row.includes('└'));
  expect(box.length).toBeGreaterThan(10);
  for (const row of rows.slice(top, bottom + 1)) expect(row).toMatch(/^ *[┌│└].*[┐│┘]$/);
});
