import { describe, expect, test } from 'vitest';
import { inksOf } from '../../src/tui/style.ts';
import { FakeScan, stepOf } from './fake-run.ts';
import { shoot } from './screens.ts';

/** 58 cells a row on 80x24, 12 rows: 696 cells of 4 blocks of 256 sectors. */
const CELLS = 696;
const BLOCKS = CELLS * 4;

function disk(): FakeScan {
  const scan = new FakeScan({ sectors: BLOCKS * 256 });
  scan.read(BLOCKS / 2 + 2, (block) => stepOf(block === 5 ? 91 : 1));
  scan.set(8, 247);
  scan.set(BLOCKS / 2, 247);
  return scan;
}

const caption = (keys: string[]) => {
  const rows = shoot([disk()], { keys: ['tab', ...keys] }).rows();
  return [rows[17]!, rows[18]!].map((row) => row.slice(0, 58).trim());
};

describe('the cursor tells a cell in words', () => {
  test('of the first cell', () => {
    expect(caption(['right'])).toEqual([
      'LBA 0–1,023 · 4 blocks',
      'worst <3ms (0.95 ms) · typically 0.95 ms',
    ]);
  });

  test('of a slow one', () => {
    expect(caption(['right', 'l'])).toEqual([
      'LBA 1,024–2,047 · 4 blocks',
      'worst <150ms (87 ms) · typically 0.95 ms',
    ]);
  });

  test('of one with an error', () => {
    expect(caption(['right', 'right', 'right'])).toEqual([
      'LBA 2,048–3,071 · 4 blocks',
      'worst x UNC, uncorrectable data · typically 0.95 ms',
    ]);
  });

  test('of one that is read in part', () => {
    const down = Array.from({ length: 6 }, () => 'down');
    expect(caption(['right', ...down])).toEqual([
      'LBA 356,352–357,375 · 4 blocks',
      'partly read · worst x UNC, uncorrectable data',
    ]);
  });

  test('of the last one, unread', () => {
    expect(caption(['end'])[0]).toBe('LBA 711,680–712,703 · 4 blocks · not read yet');
  });

  test('of one block, whose reading is no worst', () => {
    const scan = new FakeScan({ sectors: 1000 });
    scan.read(1, () => stepOf(7));
    const rows = shoot([scan], { keys: ['tab', 'home'] }).rows();
    expect(rows[17]).toContain(' LBA 0–255 · 1 block · <10ms (6.9 ms)');
  });
});

describe('the cursor moves', () => {
  const cellAfter = (keys: string[]) => {
    const picture = shoot([disk()], { keys: ['tab', ...keys] });
    const marked = (style: number) => inksOf(style).bg === 'bright-white';
    return picture.styles.findIndex(marked);
  };
  const at = (x: number, y: number) => (5 + y) * 80 + x;

  test.each<[string[], number]>([
    [['right'], at(0, 0)],
    [['home'], at(0, 0)],
    [['left', 'left', 'up'], at(0, 0)],
    [['right', 'right', 'down'], at(1, 1)],
    [['l', 'l', 'j', 'j', 'h', 'k'], at(0, 1)],
    [['end'], at(57, 11)],
    [['end', 'right', 'down'], at(57, 11)],
    [['home', 'pagedown'], at(0, 3)],
    [['end', 'pageup'], at(57, 8)],
  ])('%j', (keys, place) => {
    expect(cellAfter(keys)).toBe(place);
  });

  test('and is put away by Escape', () => {
    expect(cellAfter(['right', 'escape'])).toBe(-1);
  });

  test('not in the trail', () => {
    const picture = shoot([disk()], { keys: ['right', 'down'] });
    expect(picture.styles.some((style) => inksOf(style).bg === 'bright-white')).toBe(false);
  });
});

test('without colours, cells of each state differ by glyph', () => {
  const rows = shoot([disk()], { keys: ['tab', 'w'] }).rows();
  expect(rows[5]!.slice(0, 4)).toBe('░▄x░');
  expect(rows[11]!.slice(0, 3)).toBe('x··');
  const partly = new FakeScan({ sectors: BLOCKS * 256 });
  partly.read(2, () => stepOf(1));
  expect(
    shoot([partly], { keys: ['tab'] })
      .rows()[5]!
      .slice(0, 2),
  ).toBe('▌·');
});
