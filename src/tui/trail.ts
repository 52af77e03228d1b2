// The trail: single blocks as MHDD draws them, row by row, the newest at the bottom. Every worker
// has a band of its own. It reads as many bytes of the map as there are cells on the screen.

import type { Share } from '../engine/scan-view.ts';
import type { Grid } from '../vocabulary/grid.ts';
import { integer, lbaRange } from './format.ts';
import { blockGlyph, blockStyle } from './glyphs.ts';
import type { Area, Picture } from './picture.ts';
import { LABEL } from './style.ts';

/** A band this high has a row to spare for its title. */
const TITLED_ROWS = 3;

export interface Window {
  /** Blocks [first, end) are shown, the last before the frontier in the last row. */
  readonly first: number;
  readonly end: number;
}

/** The rows of a share that end at its frontier, or so many rows before it; whole rows, so that blocks
 * keep their column. */
export function windowOf(share: Share, width: number, rows: number, back = 0): Window {
  const last = Math.max(share.first, share.next - 1);
  const newest = Math.floor((last - share.first) / width);
  const lastRow = Math.max(Math.min(newest, rows - 1), newest - back);
  const first = share.first + Math.max(0, lastRow - rows + 1) * width;
  return { first, end: Math.min(share.next, share.first + (lastRow + 1) * width) };
}

/** The shares to show in `most` bands: all, or those under way, or the furthest. */
export function bandsOf(shares: readonly Share[], most: number): readonly Share[] {
  if (shares.length <= Math.max(1, most)) return shares;
  const underWay = shares.filter((share) => share.next > share.first && share.next < share.end);
  if (underWay.length > 0) return underWay.slice(0, most);
  return shares.filter((share) => share.next > share.first).slice(-most);
}

/** Draws the trail, and returns the LBAs it shows, in words, for a caption. */
export function drawTrail(
  picture: Picture,
  area: Area,
  map: Uint8Array,
  grid: Grid,
  shares: readonly Share[],
  back = 0,
): string {
  const bands = bandsOf(shares, area.height);
  const only = bands[0];
  if (only === undefined) return 'nothing read yet';
  if (bands.length === 1) return drawBand(picture, area, map, grid, only, back);
  const tallest = Math.ceil(area.height / bands.length);
  let y = area.y;
  for (const [index, share] of bands.entries()) {
    const bottom = area.y + Math.floor(((index + 1) * area.height) / bands.length);
    const titled = Math.floor(area.height / bands.length) >= TITLED_ROWS;
    const band = { ...area, y: titled ? y + 1 : y, height: bottom - y - (titled ? 1 : 0) };
    const text = drawBand(picture, band, map, grid, share, back);
    if (titled) drawTitle(picture, { ...area, y, height: tallest }, text);
    y = bottom;
  }
  return `${bands.length} workers side by side, a band each`;
}

function drawTitle(picture: Picture, area: Area, text: string): void {
  picture.fill({ ...area, height: 1 }, '─', LABEL);
  picture.put(area.x + 1, area.y, ` ${text} `, LABEL, area.x + area.width);
}

function drawBand(
  picture: Picture,
  area: Area,
  map: Uint8Array,
  grid: Grid,
  share: Share,
  back: number,
): string {
  const { first, end } = windowOf(share, area.width, area.height, back);
  const shown = Math.min(end, first + area.width * area.height);
  let block = first;
  for (let y = area.y; block < shown; y++) {
    for (let x = area.x; x < area.x + area.width && block < shown; x++, block++) {
      const byte = map[block]!;
      picture.set(x, y, blockGlyph(byte), blockStyle(byte));
    }
  }
  if (shown <= first) return `LBA ${integer(grid.startOf(first))}, nothing read yet`;
  return `LBA ${lbaRange(grid.startOf(first), grid.endOf(shown - 1) - 1)}`;
}
