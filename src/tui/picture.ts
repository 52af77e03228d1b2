// A picture of a whole screen: a glyph and a style a cell. Everything that is drawn is drawn here
// first; tests read it as text.

import { widthOf, widthOfGlyph } from './format.ts';
import { TEXT } from './style.ts';

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export class Picture {
  readonly glyphs: string[];
  readonly styles: Uint32Array;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.glyphs = new Array<string>(width * height).fill(' ');
    this.styles = new Uint32Array(width * height).fill(TEXT);
  }

  get area(): Area {
    return { x: 0, y: 0, width: this.width, height: this.height };
  }

  clear(): void {
    this.glyphs.fill(' ');
    this.styles.fill(TEXT);
  }

  /** One cell; outside of the picture nothing. The other half of a wide glyph that stood there is blank then. */
  set(x: number, y: number, glyph: string, style: number): void {
    if (x < 0 || y < 0 || x >= this.width || y >= this.height) return;
    const at = y * this.width + x;
    if (this.glyphs[at] === '' && glyph !== '') this.glyphs[at - 1] = ' ';
    if (x + 1 < this.width && this.glyphs[at + 1] === '') this.glyphs[at + 1] = ' ';
    this.glyphs[at] = glyph;
    this.styles[at] = style;
  }

  /** Text from x on, cut before `endX`; behind a wide glyph stands an empty one. Returns the column
   * behind it. */
  put(x: number, y: number, text: string, style: number, endX = this.width): number {
    let column = x;
    for (const glyph of text) {
      const width = widthOfGlyph(glyph);
      if (column + width > Math.min(endX, this.width)) break;
      this.set(column, y, glyph, style);
      if (width === 2) this.set(column + 1, y, column < 0 ? ' ' : '', style);
      column += width;
    }
    return column;
  }

  /** Text that ends before column `endX`. */
  putRight(endX: number, y: number, text: string, style: number): void {
    this.put(endX - widthOf(text), y, text, style, endX);
  }

  putCentered(area: Area, y: number, text: string, style: number): void {
    const left = area.x + Math.max(0, Math.floor((area.width - widthOf(text)) / 2));
    this.put(left, y, text, style, area.x + area.width);
  }

  fill(area: Area, glyph: string, style: number): void {
    for (let y = area.y; y < area.y + area.height; y++) {
      for (let x = area.x; x < area.x + area.width; x++) this.set(x, y, glyph, style);
    }
  }

  /** An empty box with a frame. */
  box(area: Area, style: number): void {
    this.fill(area, ' ', style);
    const right = area.x + area.width - 1;
    const bottom = area.y + area.height - 1;
    for (let x = area.x; x <= right; x++) {
      this.set(x, area.y, '─', style);
      this.set(x, bottom, '─', style);
    }
    for (let y = area.y; y <= bottom; y++) {
      this.set(area.x, y, '│', style);
      this.set(right, y, '│', style);
    }
    this.set(area.x, area.y, '┌', style);
    this.set(right, area.y, '┐', style);
    this.set(area.x, bottom, '└', style);
    this.set(right, bottom, '┘', style);
  }

  /** The rows as text, trailing spaces left out. */
  rows(): string[] {
    const rows: string[] = [];
    for (let y = 0; y < this.height; y++) {
      const row = this.glyphs.slice(y * this.width, (y + 1) * this.width);
      rows.push(row.join('').trimEnd());
    }
    return rows;
  }
}
