// Where things stand on a disk's screen and in the overview, by the size of the terminal. There is no size
// without a picture: where room is short there is less in it.

import type { Area } from './picture.ts';

/** A serial line does not know its size: as ncurses takes it for. */
export const USUAL_WIDTH = 80;
export const USUAL_HEIGHT = 24;

/** Smaller ones have a few lines, and blocks where there is room. */
const LEAST_WIDTH = 60;
const LEAST_HEIGHT = 14;

/** Title, position, progress, speeds, and the line that says what is the matter. */
export const HEADER_ROWS = 5;
export const BANNER_ROW = HEADER_ROWS - 1;
/** A frame column, a space, 20 columns of glyph, name and count. */
export const LEGEND_WIDTH = 22;
/** With fewer rows the map is worth more than a list. */
const LEAST_DEFECT_ROWS = 3;

export interface DiskLayout {
  readonly map: Area;
  readonly caption: Area;
  readonly legend: Area;
  /** The first row is the title. */
  readonly defects: Area;
  /** Map, caption and defects: of a view that takes all of it. */
  readonly all: Area;
  readonly keysRow: number;
}

/** Whether a screen of all its parts has room. */
export function fits(width: number, height: number): boolean {
  return width >= LEAST_WIDTH && height >= LEAST_HEIGHT;
}

export function diskLayout(width: number, height: number): DiskLayout {
  if (!fits(width, height)) return smallLayout(width, height);
  const body = height - HEADER_ROWS - 1;
  const left = width - LEGEND_WIDTH;
  const defectRows = Math.max(LEAST_DEFECT_ROWS, Math.min(11, Math.floor(body / 4) + 1));
  const mapRows = body - defectRows - 1;
  return {
    map: { x: 0, y: HEADER_ROWS, width: left, height: mapRows },
    caption: { x: 0, y: HEADER_ROWS + mapRows, width: left, height: 1 },
    legend: { x: left, y: HEADER_ROWS, width: LEGEND_WIDTH, height: body },
    defects: { x: 0, y: HEADER_ROWS + mapRows + 1, width: left, height: defectRows },
    all: { x: 0, y: HEADER_ROWS, width: left, height: body },
    keysRow: height - 1,
  };
}

/** How far, which disk, what is the matter; and the view below them. */
export const SMALL_HEAD_ROWS = 3;

function smallLayout(width: number, height: number): DiskLayout {
  const rows = Math.max(0, height - SMALL_HEAD_ROWS);
  const all = { x: 0, y: SMALL_HEAD_ROWS, width, height: rows };
  const none = { x: 0, y: height, width, height: 0 };
  return { map: all, all, caption: none, legend: none, defects: none, keysRow: height };
}

export const STRIP_INDENT = 4;
/** Identity, cells, state, counts; and a blank one where there is room for it. */
const STRIP_ROWS = 4;
/** A map that is higher says no more. */
const MOST_MAP_ROWS = 16;

export interface OverviewLayout {
  readonly list: Area;
  /** Of one disk. */
  readonly rows: number;
  /** Of its map; 0: it has none, or one at the end of its line. */
  readonly mapRows: number;
  /** A disk has a line, else a few. */
  readonly isLine: boolean;
  readonly stripWidth: number;
  /** How many disks are seen at once. */
  readonly shown: number;
  readonly legendRow: number;
  readonly keysRow: number;
}

/** As much of each disk as there is room for, so that all are seen; with lines, as many as there is. */
export function overviewLayout(width: number, height: number, disks: number): OverviewLayout {
  const [legendRow, keysRow] = [height - 2, height - 1];
  const strips = { x: 0, y: 2, width, height: Math.max(0, height - 5) };
  const each = Math.floor((strips.height + 1) / disks);
  if (each >= STRIP_ROWS) {
    const isSpaced = each > STRIP_ROWS;
    const mapRows = Math.min(MOST_MAP_ROWS, each - (STRIP_ROWS - 1) - (isSpaced ? 1 : 0));
    const rows = mapRows + STRIP_ROWS - 1 + (isSpaced ? 1 : 0);
    const stripWidth = width - STRIP_INDENT - 1;
    const isLine = false;
    return { list: strips, rows, mapRows, isLine, stripWidth, shown: disks, legendRow, keysRow };
  }
  // A line of heads above them, and the list may reach down to the keys.
  const lines = { x: 0, y: 3, width, height: Math.max(1, height - 4) };
  const { map } = lineLayout(width);
  // A map below the line, where that is room for all of them.
  const below = Math.floor(lines.height / disks) - 1;
  const mapRows = hasColumns(width) ? Math.max(0, Math.min(2, below)) : 0;
  const stripWidth = mapRows > 0 ? width - STRIP_INDENT - 1 : map.width;
  const shown = Math.min(disks, Math.floor(lines.height / (mapRows + 1)));
  const list = lines;
  return { list, rows: mapRows + 1, mapRows, isLine: true, stripWidth, shown, legendRow, keysRow };
}

interface Column {
  readonly x: number;
  readonly width: number;
}

/** Of a disk's line: a column with no width has no room. */
export interface LineLayout {
  readonly name: Column;
  readonly serial: Column;
  readonly done: Column;
  readonly state: Column;
  readonly bad: Column;
  readonly weak: Column;
  readonly slow: Column;
  readonly map: Column;
}

const COUNT_WIDTH = 5;
const LEAST_STRIP = 10;
const LEAST_LINE_WIDTH = 46;

/** Whether a disk's line has its columns; else it is a few words. */
export function hasColumns(width: number): boolean {
  return width >= LEAST_LINE_WIDTH;
}

export function lineLayout(width: number): LineLayout {
  const spare = Math.max(0, width - USUAL_WIDTH);
  const short = Math.max(0, USUAL_WIDTH - width);
  // What is short goes from the counts of what is no error, then from the words, then from the name.
  const counts = short > 0 ? 0 : COUNT_WIDTH;
  const rest = Math.max(0, short - 2 * COUNT_WIDTH);
  const fromState = Math.min(rest, 12);
  let x = 4;
  const column = (wanted: number, gap: number): Column => {
    const at = { x, width: wanted };
    x += wanted + (wanted === 0 ? 0 : gap);
    return at;
  };
  return {
    name: column(10 + Math.min(14, Math.floor(spare / 6)) - Math.min(5, rest - fromState), 1),
    serial: column(14 + Math.min(8, Math.floor(spare / 8)), 1),
    done: column(7, 2),
    state: column(25 + Math.min(25, Math.floor(spare / 4)) - fromState, 0),
    bad: column(COUNT_WIDTH, 0),
    weak: column(counts, 0),
    slow: column(counts, 0),
    map: spare < LEAST_STRIP * 2 ? { x: width, width: 0 } : { x: x + 2, width: width - x - 3 },
  };
}
