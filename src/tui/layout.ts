// Where things stand on a disk's screen and in the overview, by the size of the terminal.

import type { Area } from './picture.ts';

export const LEAST_WIDTH = 80;
export const LEAST_HEIGHT = 24;

/** Title, position, progress, speeds, and the line that says what is the matter. */
export const HEADER_ROWS = 5;
export const BANNER_ROW = HEADER_ROWS - 1;
/** A frame column, a space, 20 columns of glyph, name and count. */
export const LEGEND_WIDTH = 22;

export interface DiskLayout {
  readonly map: Area;
  readonly caption: Area;
  readonly legend: Area;
  /** The first row is the title. */
  readonly defects: Area;
  readonly keysRow: number;
}

export function fits(width: number, height: number): boolean {
  return width >= LEAST_WIDTH && height >= LEAST_HEIGHT;
}

export function diskLayout(width: number, height: number): DiskLayout {
  const body = height - HEADER_ROWS - 1;
  const left = width - LEGEND_WIDTH;
  const defectRows = Math.max(5, Math.min(11, Math.floor(body / 4)));
  const mapRows = body - defectRows - 1;
  return {
    map: { x: 0, y: HEADER_ROWS, width: left, height: mapRows },
    caption: { x: 0, y: HEADER_ROWS + mapRows, width: left, height: 1 },
    legend: { x: left, y: HEADER_ROWS, width: LEGEND_WIDTH, height: body },
    defects: { x: 0, y: HEADER_ROWS + mapRows + 1, width: left, height: defectRows },
    keysRow: height - 1,
  };
}

export const STRIP_INDENT = 4;
/** Identity, cells, state, counts; and a blank one where there is room for it. */
const STRIP_ROWS = 4;

export interface OverviewLayout {
  readonly list: Area;
  readonly stripWidth: number;
  readonly stripRows: number;
  /** How many disks are seen at once. */
  readonly shown: number;
  readonly legendRow: number;
  readonly keysRow: number;
}

export function overviewLayout(width: number, height: number, disks: number): OverviewLayout {
  const list = { x: 0, y: 2, width, height: height - 5 };
  const spaced = disks * (STRIP_ROWS + 1) - 1 <= list.height;
  return {
    list,
    stripWidth: width - STRIP_INDENT - 1,
    stripRows: spaced ? STRIP_ROWS + 1 : STRIP_ROWS,
    shown: spaced ? disks : Math.max(1, Math.floor(list.height / STRIP_ROWS)),
    legendRow: height - 2,
    keysRow: height - 1,
  };
}
