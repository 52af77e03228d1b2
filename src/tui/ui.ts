// What the user looks at, and what a key does to it. Pure: keys in, state and wishes out.

export interface Ui {
  /** The scan whose screen is shown; null: the overview of all. */
  readonly disk: number | null;
  /** In the overview. */
  readonly selected: number;
  readonly view: 'trail' | 'whole';
  /** The block the cursor of the whole view stands on, so that it stays there when cells change
   * their size; null: no cursor. */
  readonly cursorBlock: number | null;
  readonly overlay: 'help' | 'quit' | null;
}

/** What the screen cannot do itself. 'leave': the run has ended, and a key was pressed. */
export type Wish = 'pause' | 'stop' | 'leave' | 'redraw' | null;

/** What keys depend on besides the state. */
export interface Surroundings {
  readonly scans: number;
  readonly ended: boolean;
  /** Of the whole view on the screen: cells a row, rows, cells in all. */
  readonly columns: number;
  readonly rows: number;
  readonly cells: number;
  cellOf(block: number): number;
  firstBlockOf(cell: number): number;
}

export function firstUi(scans: number): Ui {
  const disk = scans === 1 ? 0 : null;
  return { disk, selected: 0, view: 'trail', cursorBlock: null, overlay: null };
}

/** Names as blessed has them: 'C-c', 'escape', 'pagedown'; else the character. */
export function press(ui: Ui, key: string, around: Surroundings): [Ui, Wish] {
  if (key === 'C-c') return [ui, around.ended ? 'leave' : 'stop'];
  if (key === 'C-l') return [ui, 'redraw'];
  if (ui.overlay === 'quit') return answer(ui, key, around);
  if (ui.overlay === 'help') return [{ ...ui, overlay: null }, null];
  if (key === '?') return [{ ...ui, overlay: 'help' }, null];
  const moved = ui.disk === null ? inOverview(ui, key, around) : onDisk(ui, key, around);
  if (moved !== null) return [moved, null];
  // Meant for the scan that ended a moment ago, it must not take the result away.
  if (around.ended) return [ui, key === 'p' ? null : 'leave'];
  if (key === 'p' || key === 'space') return [ui, 'pause'];
  if (key === 'q') return [{ ...ui, overlay: 'quit' }, null];
  return [ui, null];
}

/** To "stop? y/n": only a plain yes stops, only a plain no goes on. */
function answer(ui: Ui, key: string, around: Surroundings): [Ui, Wish] {
  if (around.ended) return [{ ...ui, overlay: null }, null];
  if (key === 'y' || key === 'Y' || key === 'S-y') return [ui, 'stop'];
  if (['n', 'N', 'S-n', 'escape', 'q'].includes(key)) return [{ ...ui, overlay: null }, null];
  return [ui, null];
}

function inOverview(ui: Ui, key: string, { scans }: Surroundings): Ui | null {
  const select = (disk: number) => ({ ...ui, selected: Math.max(0, Math.min(scans - 1, disk)) });
  if (key === 'up' || key === 'k') return select(ui.selected - 1);
  if (key === 'down' || key === 'j') return select(ui.selected + 1);
  if (key === 'home') return select(0);
  if (key === 'end') return select(scans - 1);
  if (key === 'enter' || key === 'linefeed' || key === 'right') return enter(ui, ui.selected);
  return byDigit(ui, key, scans);
}

function onDisk(ui: Ui, key: string, around: Surroundings): Ui | null {
  if (key === 'tab' || key === 'S-tab') {
    return { ...ui, view: ui.view === 'trail' ? 'whole' : 'trail' };
  }
  if (key === 'escape') {
    if (ui.view === 'whole' && ui.cursorBlock !== null) return { ...ui, cursorBlock: null };
    return around.scans > 1 ? { ...ui, disk: null, cursorBlock: null } : ended(ui, around);
  }
  return moveCursor(ui, key, around) ?? (around.scans > 1 ? byDigit(ui, key, around.scans) : null);
}

/** Escape on the only disk: nothing, and after the end a key like any other. */
function ended(ui: Ui, around: Surroundings): Ui | null {
  return around.ended ? null : ui;
}

function byDigit(ui: Ui, key: string, scans: number): Ui | null {
  const disk = /^[1-9]$/.test(key) ? Number(key) - 1 : scans;
  return disk < scans ? enter(ui, disk) : null;
}

function enter(ui: Ui, disk: number): Ui {
  const cursorBlock = disk === ui.disk ? ui.cursorBlock : null;
  return { ...ui, disk, selected: disk, cursorBlock };
}

/** A move of the cursor in the whole view, or null if the key is none. The first one shows it. */
function moveCursor(ui: Ui, key: string, around: Surroundings): Ui | null {
  const page = around.columns * Math.max(1, Math.floor(around.rows / 4));
  const last = around.cells - 1;
  const steps: Record<string, number> = {
    left: -1,
    h: -1,
    right: 1,
    l: 1,
    up: -around.columns,
    k: -around.columns,
    down: around.columns,
    j: around.columns,
    pageup: -page,
    pagedown: page,
    home: Number.NEGATIVE_INFINITY,
    end: Number.POSITIVE_INFINITY,
  };
  const step = steps[key];
  if (step === undefined) return null;
  if (ui.view !== 'whole') return ui;
  const here = ui.cursorBlock === null ? null : around.cellOf(ui.cursorBlock);
  const wanted = here === null ? (step === Number.POSITIVE_INFINITY ? last : 0) : here + step;
  const cell = Math.max(0, Math.min(last, wanted));
  return { ...ui, cursorBlock: around.firstBlockOf(cell) };
}
