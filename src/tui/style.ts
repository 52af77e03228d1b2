// Styles by role, packed in a number so that two cells are compared in one step. What a style looks
// like is for the terminal to say: 256 colours, 16, or none.

import type { Color } from '../vocabulary/classes.ts';

export type Ink = 'default' | 'black' | 'blue' | 'bright-white' | Color;

/** The bits are blessed's. */
export const BOLD = 1;
export const UNDERLINE = 2;
export const REVERSE = 8;

/** Of terminal colours: index for 256 colours, index for 16. */
interface InkColor {
  readonly ink: Ink;
  readonly of256: number;
  readonly of16: number;
}

/** 'default' is explained by where it stands: light grey on black, as a text console, so that white
 * and grey cells are seen on a light terminal too. */
const INKS: readonly InkColor[] = [
  { ink: 'default', of256: 250, of16: 7 },
  { ink: 'black', of256: 0, of16: 0 },
  { ink: 'blue', of256: 25, of16: 4 },
  { ink: 'bright-white', of256: 231, of16: 15 },
  { ink: 'grey', of256: 244, of16: 8 },
  { ink: 'white', of256: 252, of16: 7 },
  { ink: 'cyan', of256: 44, of16: 6 },
  { ink: 'green', of256: 40, of16: 2 },
  { ink: 'yellow', of256: 220, of16: 11 },
  { ink: 'red', of256: 196, of16: 9 },
  { ink: 'magenta', of256: 170, of16: 13 },
  { ink: 'bright-red', of256: 160, of16: 1 },
];
const DEFAULT = 0;
const BLACK = 1;

const codes = new Map(INKS.map((entry, index) => [entry.ink, index]));

export function style(fg: Ink = 'default', bg: Ink = 'default', flags = 0): number {
  return (flags << 8) | (codes.get(fg)! << 4) | codes.get(bg)!;
}

export function inksOf(packed: number): { fg: Ink; bg: Ink; flags: number } {
  const fg = INKS[(packed >> 4) & 15]!.ink;
  return { fg, bg: INKS[packed & 15]!.ink, flags: packed >> 8 };
}

export type ColorDepth = 0 | 16 | 256;

/** blessed's number for "no colour of its own". */
const NONE = 0x1ff;

/** A style as blessed's attribute: (flags << 18) | (fg << 9) | bg. */
export function attributeOf(packed: number, depth: ColorDepth): number {
  const fg = (packed >> 4) & 15;
  const bg = packed & 15;
  const flags = packed >> 8;
  if (depth === 0) {
    // What would stand on a colour stands reversed.
    const shown = bg === DEFAULT || bg === BLACK ? flags : flags | REVERSE;
    return (shown << 18) | (NONE << 9) | NONE;
  }
  const behind = INKS[bg === DEFAULT ? BLACK : bg]!;
  if (depth === 256) return (flags << 18) | (INKS[fg]!.of256 << 9) | behind.of256;
  // Plain consoles have eight colours for backgrounds.
  return (flags << 18) | (INKS[fg]!.of16 << 9) | (behind.of16 & 7);
}

export const TEXT = style();
export const VALUE = style('bright-white');
export const LABEL = style('grey');
export const TITLE = style('bright-white', 'blue', BOLD);
export const TITLE_TEXT = style('white', 'blue');
export const KEY = style('black', 'cyan');
export const ALARM = style('bright-white', 'bright-red', BOLD);
export const CAUTION = style('black', 'yellow', BOLD);
export const CALM = style('black', 'green', BOLD);
export const BAD_VALUE = style('red', 'default', BOLD);
export const WEAK_VALUE = style('yellow', 'default', BOLD);
export const SELECTED = style('bright-white', 'blue');
