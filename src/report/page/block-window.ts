// Some thousand neighbouring blocks, each a cell by its class: what surrounds a place.

import {
  CLASSES,
  classOfByte,
  FIRST_ERROR_BYTE,
  LAST_ERROR_BYTE,
  UNREAD_BYTE,
} from '../../vocabulary/classes.ts';
import { blockColors } from './cell-colors.ts';
import { type Markup, markup } from './markup.ts';
import { rasterMarkup } from './runs.ts';
import { svg, WIDTH } from './svg.ts';

export const WINDOW_COLUMNS = 236;
const ROWS = 16;
export const WINDOW_BLOCKS = WINDOW_COLUMNS * ROWS;
const CELL = WIDTH / WINDOW_COLUMNS;
const NO_BLOCK = 255;

/** By byte of the map: 0 unread, 1 … 6 the classes, 7 failed: an index of `blockColors`. */
export const KIND_OF_BYTE = Uint8Array.from({ length: LAST_ERROR_BYTE + 1 }, (_, byte) => {
  if (byte === UNREAD_BYTE) return 0;
  return byte >= FIRST_ERROR_BYTE ? CLASSES.length + 1 : CLASSES.indexOf(classOfByte(byte)) + 1;
});

export interface BlockWindow {
  readonly first: number;
  readonly end: number;
}

/** With a block in its middle, as far as there are so many. */
export function windowAround(block: number, blocks: number): BlockWindow {
  const first = Math.max(
    0,
    Math.min(blocks - WINDOW_BLOCKS, block - Math.floor(WINDOW_BLOCKS / 2 - WINDOW_COLUMNS / 2)),
  );
  return { first, end: Math.min(blocks, first + WINDOW_BLOCKS) };
}

export function windowPicture(map: Uint8Array, { first, end }: BlockWindow, label: string): Markup {
  const rows = Math.max(1, Math.ceil((end - first) / WINDOW_COLUMNS));
  const paint = new Uint8Array(rows * WINDOW_COLUMNS).fill(NO_BLOCK);
  for (let block = first; block < end; block++) paint[block - first] = KIND_OF_BYTE[map[block]!]!;
  const raster = rasterMarkup(
    { paint, columns: WINDOW_COLUMNS, none: NO_BLOCK },
    (kind) => blockColors[kind]!,
  );
  return svg({
    height: Math.ceil(rows * CELL),
    label,
    body: markup`<g transform="scale(${String(CELL)})">${raster}</g>`,
  });
}
