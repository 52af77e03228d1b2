// What the pictures have in common: their size, their text, their axes.

import { type Markup, markup, type Piece } from './markup.ts';

/** In units of which a wide screen shows one a pixel. */
export const WIDTH = 1180;
export const LEFT = 62;
export const RIGHT = 56;
export const PLOT_WIDTH = WIDTH - LEFT - RIGHT;

export interface SvgParts {
  readonly width?: number;
  readonly height: number;
  /** In words, for who cannot see it. */
  readonly label: string;
  readonly id?: string;
  readonly body: Piece;
}

export function svg({ width = WIDTH, height, label, id, body }: SvgParts): Markup {
  const named = id === undefined ? null : markup` id="${id}"`;
  return markup`<svg${named} viewBox="0 0 ${width} ${height}" width="${width}" role="img" aria-label="${label}" font-family="system-ui,'DejaVu Sans',sans-serif" font-size="12" fill="currentColor">${body}</svg>`;
}

export type Anchor = 'start' | 'middle' | 'end';

export function label(x: number, y: number, text: Piece, anchor: Anchor = 'start'): Markup {
  const side = anchor === 'start' ? null : markup` text-anchor="${anchor}"`;
  return markup`<text x="${x}" y="${y}"${side} fill-opacity=".72">${text}</text>`;
}

export function rule(x1: number, y1: number, x2: number, y2: number, opacity = 0.15): Markup {
  return markup`<path d="M${x1} ${y1}L${x2} ${y2}" stroke="currentColor" stroke-opacity="${opacity}"/>`;
}

/** "250 GB", "1.5 TB": of one unit for a whole axis. */
export function byteAxis(mostBytes: number): (bytes: number) => string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  const power = Math.min(
    units.length - 1,
    Math.max(0, Math.floor(Math.log10(Math.max(1, mostBytes / 2)) / 3)),
  );
  return (bytes) =>
    `${(bytes / 1000 ** power).toLocaleString('en-US', { maximumFractionDigits: 3 })} ${units[power]}`;
}
