// What colour a cell of the whole disk has. Its shade is the mean of its blocks: shaded by its worst one it would be
// noise, as of some hundred blocks there is always one that waited for a turn of the platter. A colour begins
// at 150 ms, which no sound disk takes; what failed, and what was not read, hides behind nothing.

import { CLASSES } from '../../vocabulary/classes.ts';
import {
  CLASS_COLORS,
  FAILED,
  MILD,
  type PageColor,
  SHADES,
  SLOW,
  shadeColor,
  UNREAD,
} from './colors.ts';
import { blocksOf, type DiskCells } from './disk-cells.ts';

/** What a cell is painted as: a shade, or one of these; OUTSIDE is not painted. */
export const CELL_FAILED = SHADES;
export const CELL_UNREAD = SHADES + 1;
export const CELL_MILD = SHADES + 2;
export const CELL_SLOW = SHADES + 3;
export const OUTSIDE = 255;

const FIRST_MILD_STEP = CLASSES[4]!.firstStep;
const FIRST_SLOW_STEP = CLASSES[5]!.firstStep;

export interface Shading {
  /** Of a block, nanoseconds: what the first shade stands for, and the last but one. */
  readonly fastNs: number;
  readonly slowerNs: number;
  /** From here on it is more than what is ordinary on this disk. */
  readonly beyondNs: number;
}

/** From the first shade to the last but one, at least: a small difference is shown as one. */
const LEAST_RANGE = 2;
const BEYOND = 1.5;

/** By the means of this disk's cells; null: nothing read. */
export function shadingOf(cells: DiskCells): Shading | null {
  const means: number[] = [];
  for (let cell = 0; cell < cells.good.length; cell++) {
    if (cells.good[cell]! > 0) means.push(meanNs(cells, cell));
  }
  if (means.length === 0) return null;
  means.sort((a, b) => a - b);
  const share = (part: number) => means[Math.floor((means.length - 1) * part)]!;
  const fastNs = share(0.02);
  // Of a disk whose latencies swing, few cells are beyond.
  const slowerNs = Math.max(share(0.95), fastNs * LEAST_RANGE);
  return { fastNs, slowerNs, beyondNs: slowerNs * BEYOND };
}

export const meanNs = ({ sumNs, good }: DiskCells, cell: number) => sumNs[cell]! / good[cell]!;

/** A byte a cell. `levels`: how many of the shades are in use. */
export function paintedCells(cells: DiskCells, shading: Shading | null, levels: number) {
  const painted = new Uint8Array(cells.good.length);
  for (let cell = 0; cell < painted.length; cell++) {
    painted[cell] = paintOf(cells, cell, shading, levels);
  }
  return painted;
}

function paintOf(cells: DiskCells, cell: number, shading: Shading | null, levels: number): number {
  if (blocksOf(cells, cell) === 0) return OUTSIDE;
  if (cells.failed[cell]! > 0) return CELL_FAILED;
  if (cells.slowest[cell]! >= FIRST_SLOW_STEP) return CELL_SLOW;
  if (cells.slowest[cell]! >= FIRST_MILD_STEP) return CELL_MILD;
  if (cells.unread[cell]! > 0 || shading === null) return CELL_UNREAD;
  const { fastNs, slowerNs, beyondNs } = shading;
  const mean = meanNs(cells, cell);
  if (mean >= beyondNs) return SHADES - 1;
  const part = Math.log(mean / fastNs) / Math.log(slowerNs / fastNs);
  const level = Math.min(levels - 1, Math.max(0, Math.floor(part * levels)));
  return levels <= 1 ? 0 : Math.round((level * (SHADES - 2)) / (levels - 1));
}

export function paintColor(paint: number): PageColor {
  if (paint < SHADES) return shadeColor(paint);
  return [FAILED, UNREAD, MILD, SLOW][paint - SHADES]!;
}

/** Of single blocks: as classes, errors and unread ones are painted. */
export const blockColors: readonly PageColor[] = [UNREAD, ...CLASS_COLORS, FAILED];
