// What keys do on a disk's screen.

import { nextFilter } from './defect-filter.ts';
import { byDigit, type Surroundings, type Ui, VIEWS } from './ui-state.ts';

/** Each key of a move, by what it is called in a list of rows. */
const MOVES: Readonly<Record<string, string>> = {
  k: 'up',
  j: 'down',
  h: 'left',
  l: 'right',
};

/** null: the key means nothing here. */
export function onDisk(ui: Ui, key: string, around: Surroundings): Ui | null {
  const isSeveral = around.order.length > 1;
  if (key === 'tab') return turn(ui, 1);
  if (key === 'S-tab') return turn(ui, -1);
  if (key === 'd') return { ...ui, view: ui.view === 'defects' ? 'trail' : 'defects' };
  const moved = inView(ui, MOVES[key] ?? key, around);
  if (moved !== null) return moved;
  if (key === 'escape' && isSeveral) {
    return { ...ui, disk: null, cursorBlock: null, zoom: [], back: 0 };
  }
  return isSeveral ? byDigit(ui, key, around.byName) : null;
}

function turn(ui: Ui, step: number): Ui {
  const at = VIEWS.indexOf(ui.view) + step + VIEWS.length;
  return { ...ui, view: VIEWS[at % VIEWS.length]! };
}

function inView(ui: Ui, key: string, around: Surroundings): Ui | null {
  if (ui.view === 'trail') return inTrail(ui, key, around);
  if (ui.view === 'whole') return inWhole(ui, key, around);
  if (ui.view === 'defects') return inDefects(ui, key, around);
  return null;
}

/** Back is up, as in any log. */
function inTrail(ui: Ui, key: string, { rows, mostBack }: Surroundings): Ui | null {
  const page = Math.max(1, rows - 1);
  const step = stepOf(key, 1, page);
  if (key === 'escape') return ui.back === 0 ? null : { ...ui, back: 0 };
  if (step === null) return null;
  return { ...ui, back: Math.max(0, Math.min(mostBack, ui.back - step)) };
}

function inDefects(ui: Ui, key: string, around: Surroundings): Ui | null {
  if (key === 'escape') return { ...ui, view: 'trail' };
  if (key === 'f') return { ...ui, filter: nextFilter(ui.filter, 1), row: 0 };
  if (key === 'F' || key === 'S-f') return { ...ui, filter: nextFilter(ui.filter, -1), row: 0 };
  if (isEnter(key)) return around.listed === 0 ? null : onMap(ui, around);
  const step = stepOf(key, 1, Math.max(1, around.listRows - 1));
  if (step === null) return null;
  return { ...ui, row: Math.max(0, Math.min(around.listed - 1, ui.row + step)) };
}

/** The place of a defect, a cell a block, with what lies around it. */
function onMap(ui: Ui, around: Surroundings): Ui {
  const { blocks, columns, rows } = around;
  const block = around.blockOfRow(Math.min(ui.row, around.listed - 1));
  const room = columns * rows;
  const middle = block - Math.floor(rows / 2) * columns - Math.floor(columns / 2);
  const first = Math.max(0, Math.min(blocks - room, middle));
  const zoom = room >= blocks ? [] : [{ first, end: first + room }];
  return { ...ui, view: 'whole', zoom, cursorBlock: block };
}

function stepOf(key: string, row: number, page: number): number | null {
  const steps: Record<string, number> = {
    up: -row,
    down: row,
    pageup: -page,
    pagedown: page,
    home: Number.NEGATIVE_INFINITY,
    end: Number.POSITIVE_INFINITY,
  };
  return steps[key] ?? null;
}

function inWhole(ui: Ui, key: string, around: Surroundings): Ui | null {
  if (key === 'w') return { ...ui, shade: ui.shade === 'worst' ? 'typical' : 'worst' };
  if (key === 'escape') return outOf(ui);
  if (isEnter(key)) return ui.cursorBlock === null ? null : into(ui, ui.cursorBlock, around);
  return moveCursor(ui, key, around);
}

function isEnter(key: string): boolean {
  return key === 'enter' || key === 'linefeed';
}

function into(ui: Ui, block: number, around: Surroundings): Ui {
  const cell = around.cellOf(block);
  const [first, end] = [around.firstBlockOf(cell), around.firstBlockOf(cell + 1)];
  if (end - first <= 1) return ui;
  return { ...ui, zoom: [...ui.zoom, { first, end }], cursorBlock: first };
}

/** Out of a cell, then the cursor is put away. */
function outOf(ui: Ui): Ui | null {
  const left = ui.zoom.at(-1);
  if (left !== undefined) return { ...ui, zoom: ui.zoom.slice(0, -1) };
  return ui.cursorBlock === null ? null : { ...ui, cursorBlock: null };
}

/** null: the key is no move. The first one shows the cursor. */
function moveCursor(ui: Ui, key: string, around: Surroundings): Ui | null {
  const { columns, rows } = around;
  const last = around.cells - 1;
  const page = columns * Math.max(1, Math.floor(rows / 4));
  const step = { left: -1, right: 1 }[key] ?? stepOf(key, columns, page);
  if (step === null) return null;
  const here = ui.cursorBlock === null ? null : around.cellOf(ui.cursorBlock);
  const wanted = here === null ? (step === Number.POSITIVE_INFINITY ? last : 0) : here + step;
  const cell = Math.max(0, Math.min(last, wanted));
  return { ...ui, cursorBlock: around.firstBlockOf(cell) };
}
