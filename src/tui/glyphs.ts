// What a block or a cell looks like: glyph and colour by the table of classes and errors. A glyph
// alone tells all that colour tells.

import {
  CLASSES,
  classOfByte,
  ERRORS,
  errorOfByte,
  FIRST_ERROR_BYTE,
  LAST_ERROR_BYTE,
} from '../vocabulary/classes.ts';
import { CELL_PARTLY, CELL_READ } from './cells.ts';
import { BOLD, style, UNDERLINE } from './style.ts';

export const UNREAD_GLYPH = '·';
/** Of a cell that is read in part and holds no error so far: half a cell, in its worst's colour. */
export const PARTLY_GLYPH = '▌';

export const UNREAD_STYLE = style('grey');

const glyphs: string[] = [];
const styles: number[] = [];
const partlyGlyphs: string[] = [];
const partlyStyles: number[] = [];

for (let byte = 0; byte < 256; byte++) {
  const known = byte === 0 || byte > LAST_ERROR_BYTE ? null : byte;
  if (known === null) {
    set(byte, byte === 0 ? UNREAD_GLYPH : ' ', UNREAD_STYLE, ' ', UNREAD_STYLE);
  } else if (known < FIRST_ERROR_BYTE) {
    const { glyph, color } = classOfByte(known);
    set(byte, glyph, style(color), PARTLY_GLYPH, style(color));
  } else {
    const { letter, color } = errorOfByte(known);
    // Errors stand on their colour: one cell of it must be seen among ten thousand.
    const ink = color === 'magenta' ? 'magenta' : 'bright-red';
    set(
      byte,
      letter,
      style('bright-white', ink, BOLD),
      letter,
      style('bright-white', ink, BOLD | UNDERLINE),
    );
  }
}

function set(byte: number, glyph: string, whole: number, partlyGlyph: string, partly: number) {
  glyphs[byte] = glyph;
  styles[byte] = whole;
  partlyGlyphs[byte] = partlyGlyph;
  partlyStyles[byte] = partly;
}

export function blockGlyph(byte: number): string {
  return glyphs[byte]!;
}

export function blockStyle(byte: number): number {
  return styles[byte]!;
}

export function cellGlyph(worst: number, state: number): string {
  if (state === CELL_READ) return glyphs[worst]!;
  return state === CELL_PARTLY ? partlyGlyphs[worst]! : UNREAD_GLYPH;
}

export function cellStyle(worst: number, state: number): number {
  if (state === CELL_READ) return styles[worst]!;
  return state === CELL_PARTLY ? partlyStyles[worst]! : UNREAD_STYLE;
}

/** How the legend draws the table's glyphs: classes, then errors. */
export const CLASS_STYLES: readonly number[] = CLASSES.map((entry) => style(entry.color));
export const ERROR_STYLES: readonly number[] = ERRORS.map((entry) =>
  entry.byte === null ? style(entry.color, 'default', BOLD) : styles[entry.byte]!,
);
