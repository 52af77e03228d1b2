// Pictures are drawn in Unicode. A terminal that has less gets each glyph's substitute, here and
// nowhere else.

import { widthOfGlyph } from './format.ts';

export type Charset = 'unicode' | 'console' | 'ascii';

/** The Linux console's fonts have code page 437's glyphs and little more. */
const CONSOLE: Readonly<Record<string, string>> = {
  '▙': '■',
  '▁': '▄',
  '▂': '▄',
  '▃': '▄',
  '▅': '▄',
  '▆': '█',
  '▇': '█',
  '–': '-',
  '…': '~',
};

/** Classes stay apart, and fuller stays slower. */
const ASCII: Readonly<Record<string, string>> = {
  '░': ':',
  '▒': '=',
  '▓': '+',
  '▄': '%',
  '▙': '#',
  '█': '@',
  '▌': ',',
  '·': '.',
  '–': '-',
  '…': '~',
  '─': '-',
  '│': '|',
  '┌': '+',
  '┐': '+',
  '└': '+',
  '┘': '+',
  '┴': '+',
  '▁': '_',
  '▂': '.',
  '▃': ':',
  '▅': 'o',
  '▆': '0',
  '▇': '#',
  µ: 'u',
  '±': '~',
  '▶': '>',
  '▲': '^',
  '▼': 'v',
};

/** The glyph to send for a glyph of a picture, one column each. */
export function glyphFor(charset: Charset): (glyph: string) => string {
  if (charset === 'unicode') return (glyph) => glyph;
  if (charset === 'console') {
    return (glyph) => CONSOLE[glyph] ?? (glyph === '' || widthOfGlyph(glyph) === 2 ? '?' : glyph);
  }
  // Half of a wide glyph, too.
  return (glyph) => ASCII[glyph] ?? (glyph > '~' || glyph === '' ? '?' : glyph);
}
