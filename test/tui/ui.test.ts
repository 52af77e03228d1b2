import { describe, expect, test } from 'vitest';
import { firstUi, press, type Surroundings, type Ui, type Wish } from '../../src/tui/ui.ts';

const around: Surroundings = {
  scans: 3,
  ended: false,
  columns: 10,
  rows: 8,
  cells: 80,
  cellOf: (block) => Math.floor(block / 4),
  firstBlockOf: (cell) => cell * 4,
};
const overview = firstUi(3);
const disk: Ui = { ...overview, disk: 1, selected: 1 };
const quit: Ui = { ...disk, overlay: 'quit' };
const help: Ui = { ...disk, overlay: 'help' };

describe('a key while the scans run', () => {
  test.each<[string, Ui, string, Partial<Ui>, Wish]>([
    ['disk', disk, 'p', {}, 'pause'],
    ['disk', disk, 'space', {}, 'pause'],
    ['disk', disk, 'q', { overlay: 'quit' }, null],
    ['disk', disk, '?', { overlay: 'help' }, null],
    ['disk', disk, 'tab', { view: 'whole' }, null],
    ['disk', disk, 'escape', { disk: null }, null],
    ['disk', disk, 'x', {}, null],
    ['disk', disk, 'y', {}, null],
    ['disk', disk, 'C-c', {}, 'stop'],
    ['disk', disk, 'C-l', {}, 'redraw'],
    ['overview', overview, 'p', {}, 'pause'],
    ['overview', overview, 'C-c', {}, 'stop'],
    ['overview', overview, 'down', { selected: 1 }, null],
    ['overview', overview, 'up', {}, null],
    ['overview', overview, 'end', { selected: 2 }, null],
    ['overview', overview, '2', { disk: 1, selected: 1 }, null],
    ['overview', overview, '4', {}, null],
    ['overview', overview, 'escape', {}, null],
    ['question', quit, 'y', {}, 'stop'],
    ['question', quit, 'Y', {}, 'stop'],
    ['question', quit, 'n', { overlay: null }, null],
    ['question', quit, 'escape', { overlay: null }, null],
    ['question', quit, 'enter', {}, null],
    ['question', quit, 'p', {}, null],
    ['question', quit, 'C-c', {}, 'stop'],
    ['help', help, 'x', { overlay: null }, null],
    ['help', help, 'q', { overlay: null }, null],
    ['help', help, 'C-c', {}, 'stop'],
  ])('%s: %#', (_name, ui, key, changed, wish) => {
    expect(press(ui, key, around)).toEqual([{ ...ui, ...changed }, wish]);
  });
});

describe('a key after the end', () => {
  const ended = { ...around, ended: true };

  test.each(['q', 'space', 'x', 'C-c'])('%s leaves', (key) => {
    expect(press(disk, key, ended)[1]).toBe('leave');
    expect(press(overview, key, ended)[1]).toBe('leave');
  });

  test('p, meant for the scan that just ended, does nothing', () => {
    expect(press(disk, 'p', ended)).toEqual([disk, null]);
    expect(press(overview, 'p', ended)).toEqual([overview, null]);
  });

  test.each(['enter', 'escape'])('%s leaves the only disk', (key) => {
    expect(press(firstUi(1), key, { ...ended, scans: 1 })[1]).toBe('leave');
  });

  test.each(['tab', 'up', '?', '1', 'end'])('%s still looks around', (key) => {
    expect(press(disk, key, ended)[1]).toBeNull();
  });
});

test('the only disk is shown at once, and Escape has no overview to go back to', () => {
  const only = firstUi(1);
  expect(only.disk).toBe(0);
  expect(press(only, 'escape', { ...around, scans: 1 })).toEqual([only, null]);
});

test('the cursor stays on its block when cells change their size', () => {
  const whole: Ui = { ...disk, view: 'whole', cursorBlock: 40 };
  const [moved] = press(whole, 'right', around);
  expect(moved.cursorBlock).toBe(44);
  const wider = { ...around, cellOf: (block: number) => Math.floor(block / 8) };
  const [after] = press(moved, 'left', { ...wider, firstBlockOf: (cell) => cell * 8 });
  expect(after.cursorBlock).toBe(32);
});
