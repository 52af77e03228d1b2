// HTML and SVG in which text can be nothing but text: what is put into a template is made plain and
// escaped, unless it is markup itself.

import { cleanText } from '../../vocabulary/text.ts';

export class Markup {
  constructor(readonly text: string) {}
}

export type Piece = Markup | string | number | null | readonly Piece[];

/** The tag of templates, in text and in quoted attributes. */
export function markup(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  const text = parts.map((part, i) => part + textOf(pieces[i] ?? null)).join('');
  return new Markup(text);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function textOf(piece: Piece): string {
  if (piece === null) return '';
  if (piece instanceof Markup) return piece.text;
  if (typeof piece === 'string') return cleanText(piece).replace(/[&<>"']/g, (c) => ESCAPES[c]!);
  return typeof piece === 'number' ? short(piece) : piece.map(textOf).join('');
}

/** A coordinate: a hundredth of a pixel is seen by nobody. A number to be read is formatted before. */
export function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}
