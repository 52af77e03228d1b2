import { describe, expect, test } from 'vitest';
import { press } from '../../src/tui/ui.ts';
import { firstUi, type Surroundings, type Ui, type Wish } from '../../src/tui/ui-state.ts';

/** 80 cells of 4 blocks. */
const around: Surroundings = {
  order: [0, 1, 2],
  byName: [0, 1, 2],
  hasBays: false,
  ended: false,
  diskEnded: false,
  columns: 10,
  rows: 8,
  cells: 80,
  blocks: 320,
  cellOf: (block) => Math.floor(block / 4),
  firstBlockOf: (cell) => cell * 4,
  mostBack: 20,
  listed: 5,
  listRows: 3,
  blockOfRow: (row) => row * 50,
  helpPages: 1,
};
const overview = firstUi(3);
const disk: Ui = { ...overview, disk: 1, selected: 1 };
const whole: Ui = { ...disk, view: 'whole' };
const list: Ui = { ...disk, view: 'defects' };
const quit: Ui = { ...disk, overlay: 'quit' };
const one: Ui = { ...disk, overlay: 'stop-one' };
const help: Ui = { ...disk, overlay: 'help' };

describe('a key while the scans run', () => {
  test.each<[string, Ui, string, Partial<Ui>, Wish]>([
    ['disk', disk, 'p', {}, 'pause'],
    ['disk', disk, 'space', {}, 'pause-one'],
    ['disk', disk, 'q', { overlay: 'quit' }, null],
    ['disk', disk, 's', { overlay: 'stop-one' }, null],
    ['disk', disk, 'n', { overlay: 'skip-one' }, null],
    ['disk', disk, '?', { overlay: 'help' }, null],
    ['disk', disk, 'tab', { view: 'whole' }, null],
    ['disk', disk, 'S-tab', { view: 'defects' }, null],
    ['disk', disk, 'd', { view: 'defects' }, null],
    ['disk', disk, 'escape', { disk: null }, null],
    ['disk', disk, 'x', {}, null],
    ['disk', disk, 'y', {}, null],
    ['disk', disk, 'enter', {}, null],
    ['disk', disk, 'C-c', {}, 'stop'],
    ['disk', disk, 'C-l', {}, 'redraw'],
    ['disk', disk, 'C-z', {}, 'suspend'],
    ['overview', overview, 'p', {}, 'pause'],
    ['overview', overview, 'space', {}, 'pause-one'],
    ['overview', overview, 's', { overlay: 'stop-one' }, null],
    ['overview', overview, 'o', { order: 'trouble' }, null],
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
    ['question of one', one, 'y', { overlay: null }, 'stop-one'],
    ['question of one', { ...one, overlay: 'skip-one' }, 'y', { overlay: null }, 'skip-one'],
    ['question of one', one, 'n', { overlay: null }, null],
    ['help', help, 'x', { overlay: null }, null],
    ['help', help, 'q', { overlay: null }, null],
    ['help', help, '?', { overlay: null }, null],
    ['help', help, 'C-c', {}, 'stop'],
  ])('%s: %#', (_name, ui, key, changed, wish) => {
    expect(press(ui, key, around)).toEqual([{ ...ui, ...changed }, wish]);
  });

  test('help of several pages is turned, and closed behind the last', () => {
    const pages = { ...around, helpPages: 2 };
    const [second] = press(help, 'space', pages);
    expect(second).toEqual({ ...help, helpPage: 1 });
    expect(press(second, 'up', pages)[0]).toEqual(help);
    expect(press(second, 'space', pages)[0].overlay).toBeNull();
  });

  test('a disk that has ended is neither paused nor stopped, alone', () => {
    const over = { ...around, diskEnded: true };
    for (const key of ['space', 's', 'n']) expect(press(disk, key, over)).toEqual([disk, null]);
    expect(press(one, 'y', over)).toEqual([{ ...one, overlay: null }, null]);
  });

  test('the only disk is all of them', () => {
    const only = { ...around, order: [0] };
    expect(press(firstUi(1), 'space', only)[1]).toBe('pause');
    expect(press(firstUi(1), 's', only)[0].overlay).toBe('quit');
  });

  test('o: by name, by trouble, and by bay where one is known', () => {
    const turned = (hasBays: boolean) => {
      const orders = [];
      for (let ui = overview, i = 0; i < 3; i++) {
        [ui] = press(ui, 'o', { ...around, hasBays });
        orders.push(ui.order);
      }
      return orders;
    };
    expect(turned(false)).toEqual(['trouble', 'name', 'trouble']);
    expect(turned(true)).toEqual(['trouble', 'bay', 'name']);
  });

  test('in the order of the overview the next is the one below', () => {
    const sorted = { ...around, order: [2, 0, 1] };
    expect(press(overview, 'down', sorted)[0].selected).toBe(1);
    expect(press(overview, 'up', sorted)[0].selected).toBe(2);
    expect(press(overview, 'home', sorted)[0].selected).toBe(2);
  });
});

describe('the trail is scrolled back', () => {
  test.each<[string, number, number]>([
    ['up', 0, 1],
    ['up', 20, 20],
    ['down', 3, 2],
    ['down', 0, 0],
    ['pageup', 0, 7],
    ['pagedown', 9, 2],
    ['home', 0, 20],
    ['end', 20, 0],
    ['k', 0, 1],
  ])('%s from %i rows back to %i', (key, back, then) => {
    expect(press({ ...disk, back }, key, around)).toEqual([{ ...disk, back: then }, null]);
  });

  test('Escape goes on with what is read now, and only then leaves the disk', () => {
    const [now] = press({ ...disk, back: 5 }, 'escape', around);
    expect(now).toEqual(disk);
    expect(press(now, 'escape', around)[0].disk).toBeNull();
  });
});

describe('Enter goes into a cell, Escape out', () => {
  const at = (cursorBlock: number) => ({ ...whole, cursorBlock });

  test('as often as there is something in it', () => {
    const [inside] = press(at(40), 'enter', around);
    expect(inside).toEqual({ ...at(40), zoom: [{ first: 40, end: 44 }] });
    const single = { ...around, firstBlockOf: (cell: number) => cell, cellOf: (b: number) => b };
    expect(press(inside, 'enter', single)).toEqual([inside, null]);
    expect(press(inside, 'escape', single)[0]).toEqual(at(40));
    expect(press(at(40), 'escape', around)[0]).toEqual(whole);
  });

  test('w shows the worst instead of the typical, and back', () => {
    const [worst] = press(whole, 'w', around);
    expect(worst.shade).toBe('worst');
    expect(press(worst, 'w', around)[0].shade).toBe('typical');
  });
});

describe('the list of defects', () => {
  test.each<[string, number, number]>([
    ['down', 0, 1],
    ['down', 4, 4],
    ['up', 0, 0],
    ['pagedown', 0, 2],
    ['end', 0, 4],
    ['home', 3, 0],
  ])('%s from row %i to %i', (key, row, then) => {
    expect(press({ ...list, row }, key, around)).toEqual([{ ...list, row: then }, null]);
  });

  test('shows one kind alone, and another with each f', () => {
    const [bad] = press({ ...list, row: 3 }, 'f', around);
    expect([bad.filter, bad.row]).toEqual(['bad', 0]);
    expect(press(bad, 'F', around)[0].filter).toBe('all');
  });

  test('Enter shows the place on the map, block by block', () => {
    const [onMap] = press({ ...list, row: 3 }, 'enter', around);
    expect(onMap).toMatchObject({ view: 'whole', cursorBlock: 150 });
    const [zoom] = onMap.zoom;
    expect(zoom!.end - zoom!.first).toBe(80);
    expect(zoom!.first).toBeLessThanOrEqual(150);
    expect(zoom!.end).toBeGreaterThan(150);
  });

  test('Enter in an empty one does nothing', () => {
    expect(press(list, 'enter', { ...around, listed: 0 })).toEqual([list, null]);
  });
});

describe('a key after the end', () => {
  const ended = { ...around, ended: true, diskEnded: true };

  test.each(['q', 'C-c'])('%s leaves', (key) => {
    expect(press(disk, key, ended)[1]).toBe('leave');
    expect(press(overview, key, ended)[1]).toBe('leave');
  });

  test.each(['space', 'x', 'p', 's', 'n', 'f1'])('%s does nothing', (key) => {
    expect(press(disk, key, ended)).toEqual([disk, null]);
    expect(press(overview, key, ended)).toEqual([overview, null]);
  });

  test.each(['enter', 'escape'])('%s leaves the only disk', (key) => {
    expect(press(firstUi(1), key, { ...ended, order: [0] })[1]).toBe('leave');
  });

  test('Escape leaves the overview, where Enter shows a disk', () => {
    expect(press(overview, 'escape', ended)[1]).toBe('leave');
    expect(press(overview, 'enter', ended)).toEqual([{ ...overview, disk: 0 }, null]);
  });

  test.each(['tab', 'up', '?', '1', 'end', 'd'])('%s still looks around', (key) => {
    expect(press(disk, key, ended)[1]).toBeNull();
  });
});

test('the only disk is shown at once, and Escape has no overview to go back to', () => {
  const only = firstUi(1);
  expect(only.disk).toBe(0);
  expect(press(only, 'escape', { ...around, order: [0] })).toEqual([only, null]);
});

test('the cursor stays on its block when cells change their size', () => {
  const [moved] = press({ ...whole, cursorBlock: 40 }, 'right', around);
  expect(moved.cursorBlock).toBe(44);
  const wider = { ...around, cellOf: (block: number) => Math.floor(block / 8) };
  const [after] = press(moved, 'left', { ...wider, firstBlockOf: (cell) => cell * 8 });
  expect(after.cursorBlock).toBe(32);
});
