// The scan's own curve as it grows: speed over the disk, at depth > 1 latency; where something is bad or
// slow a mark below it; and beside it how many blocks took how long.

import type { ListedDefect, ScanView } from '../engine/scan-view.ts';
import { FIRST_ERROR_BYTE, FIRST_STEP } from '../vocabulary/classes.ts';
import { stepEdgesNs } from '../vocabulary/latency-scale.ts';
import type { CellMap } from './cells.ts';
import { axisWords, type Scale, ticksOf } from './curve-axis.ts';
import {
  CHART_FOOT,
  drawColumn,
  drawGrid,
  drawSizes,
  drawTicks,
  speedScale,
} from './curve-chart.ts';
import { integer, latency, shortCount } from './format.ts';
import { blockGlyph, blockStyle } from './glyphs.ts';
import type { Area, Picture } from './picture.ts';
import { LABEL, style, TEXT, VALUE, WEAK_VALUE } from './style.ts';

const CURVE = style('cyan');
const LABELS_WIDTH = 11;
const SLOW_ZONE_MARK = '▼';
const WEAK_MARK = 'w';
/** What the marks below the curve mean. */
export const MARK_WORDS = `letters bad  ${WEAK_MARK} weak  ${SLOW_ZONE_MARK} slow`;

/** How many columns the curve of an area has. */
export function curveColumns(area: Area): number {
  return Math.max(1, area.width - LABELS_WIDTH - 1);
}

export function drawSpeedView(
  picture: Picture,
  area: Area,
  view: ScanView,
  cells: CellMap,
  defects: readonly ListedDefect[],
): void {
  const columns = curveColumns(area);
  const plot = {
    ...{ x: area.x + LABELS_WIDTH, y: area.y + 1 },
    ...{ width: columns, height: Math.max(1, area.height - CHART_FOOT - 1) },
  };
  const isSpeed = view.depth === 1;
  const values = valuesOf(view, cells, columns);
  const most = Math.max(0, ...values.filter((value) => !Number.isNaN(value)));
  const title = isSpeed
    ? 'speed over the disk'
    : `latency over the disk, ${view.depth} reads in flight`;
  picture.put(area.x + 1, area.y, title, LABEL, area.x + area.width);
  const scale = speedScale(most, plot.height);
  drawGrid(picture, plot, scale);
  for (const [column, value] of values.entries()) {
    if (!Number.isNaN(value)) drawColumn(picture, plot, plot.x + column, value / scale.end, CURVE);
  }
  if (most > 0) {
    const words = isSpeed ? speedWords(scale) : latencyWords;
    drawTicks(picture, plot, ticksOf(scale), scale, words, plot.x - 1);
  }
  const foot = { ...plot, y: plot.y + plot.height, height: CHART_FOOT };
  const { grid, device } = view;
  const bytes = (lba: number) => lba * device.logicalBytes;
  drawSizes(picture, foot, bytes(grid.toLba), bytes(grid.fromLba));
  drawMarks(picture, foot, view, cells, defects);
}

function latencyWords(ms: number): string {
  return ms === 0 ? '0' : latency(ms);
}

function speedWords(scale: Scale): (value: number) => string {
  const words = axisWords(scale.step);
  return (value) => (value === 0 ? '0' : `${words(value)}/s`);
}

/** Bytes a second, or milliseconds; NaN: nothing is read there. */
function valuesOf({ grid, device, depth }: ScanView, cells: CellMap, columns: number): number[] {
  const blockBytes = grid.blockSectors * device.logicalBytes;
  return Array.from({ length: columns }, (_, column) => {
    const ns = cells.meanNs[cellAt(cells, column, columns)]!;
    return depth === 1 ? (blockBytes * 1e9) / ns : ns / 1e6;
  });
}

function cellAt(cells: CellMap, column: number, columns: number): number {
  return Math.min(cells.count - 1, Math.floor((column * cells.count) / columns));
}

/** On the axis, below the curve: a slow zone, and over it the letter of what failed. */
function drawMarks(
  picture: Picture,
  foot: Area,
  { grid }: ScanView,
  cells: CellMap,
  defects: readonly ListedDefect[],
): void {
  const columnOf = (lba: number) => {
    const part = (lba - grid.fromLba) / (grid.toLba - grid.fromLba);
    return foot.x + Math.max(0, Math.min(foot.width - 1, Math.floor(part * foot.width)));
  };
  for (const { kind, firstLba, lastLba } of defects) {
    if (kind !== 'slow zone' && kind !== 'always slow') continue;
    const last = columnOf(lastLba);
    for (let x = columnOf(firstLba); x <= last; x++) {
      picture.set(x, foot.y, SLOW_ZONE_MARK, WEAK_VALUE);
    }
  }
  for (let column = 0; column < foot.width; column++) {
    const worst = cells.worst[cellAt(cells, column, foot.width)]!;
    if (worst < FIRST_ERROR_BYTE) continue;
    picture.set(foot.x + column, foot.y, blockGlyph(worst), blockStyle(worst));
  }
  // A cell has first readings: what then read is none that failed. The gravest defects come first.
  for (const { kind, firstLba } of defects.toReversed()) {
    if (kind === 'weak') picture.set(columnOf(firstLba), foot.y, WEAK_MARK, WEAK_VALUE);
    if (kind !== 'bad' && kind !== 'failed') continue;
    const worst = cells.worst[cellAt(cells, columnOf(firstLba) - foot.x, foot.width)]!;
    if (worst >= FIRST_ERROR_BYTE) {
      picture.set(columnOf(firstLba), foot.y, blockGlyph(worst), blockStyle(worst));
    }
  }
}

/** A line each for so many steps of the map's scale; bars by the count's magnitude, as one slow block among
 * millions is what is looked for. */
export function drawHistogram(picture: Picture, area: Area, counts: Float64Array): void {
  for (let y = area.y; y < area.y + area.height; y++) picture.set(area.x, y, '│', LABEL);
  const [x, end] = [area.x + 2, area.x + area.width];
  picture.put(x, area.y, 'blocks by latency', LABEL);
  const steps = [...counts.keys()].filter(
    (step) => step >= FIRST_STEP && step < FIRST_ERROR_BYTE && counts[step]! > 0,
  );
  const [first, last] = [steps[0], steps.at(-1)];
  if (first === undefined || last === undefined) return;
  const rows = area.height - 1;
  const each = Math.max(1, Math.ceil((last - first + 1) / rows));
  const sums: number[] = [];
  for (let step = first; step <= last; step += each) {
    sums.push(counts.slice(step, Math.min(last + 1, step + each)).reduce((a, b) => a + b, 0));
  }
  const magnitude = (count: number) => Math.log10(count + 1);
  const most = magnitude(Math.max(...sums));
  const barX = x + 8;
  const room = end - barX - 5;
  for (const [row, count] of sums.entries()) {
    const y = area.y + 1 + row;
    const step = first + row * each;
    picture.put(
      x,
      y,
      latency(stepEdgesNs[step]! / 1e6)
        .padStart(8)
        .slice(-8),
      TEXT,
    );
    const width = Math.ceil((magnitude(count) / most) * room);
    const look = blockStyle(step);
    for (let i = 0; i < width; i++) picture.set(barX + 1 + i, y, blockGlyph(step), look);
    const text = integer(count).length <= 4 ? integer(count) : shortCount(count);
    picture.putRight(end, y, text, count === 0 ? LABEL : VALUE);
  }
}
