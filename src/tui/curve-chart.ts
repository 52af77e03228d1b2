// A transfer curve in cells: columns in eighths of a row, speed upwards, the disk from left to right.

import { columnsOf } from '../benchmark/columns.ts';
import type { Zone } from '../benchmark/result.ts';
import { axisWords, niceStep, type Scale, scaleFor, ticksOf } from './curve-axis.ts';
import type { Area, Picture } from './picture.ts';
import { BAD_VALUE, LABEL, style, TEXT } from './style.ts';

const EIGHTHS = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const CURVE = style('cyan');
/** The zone that was measured last, while there are more to come. */
const NEWEST = style('bright-white');
/** Columns between two labels below the axis. */
const LABEL_GAP = 2;
/** And between two ticks, at least. */
const COLUMNS_A_STEP = 10;

export interface Chart {
  readonly zones: readonly Zone[];
  readonly zonesPlanned: number;
  /** Tried so far: those of them that are missing could not be read. */
  readonly zonesDone: number;
  readonly diskBytes: number;
}

/** The axis at the bottom and its labels. */
export const CHART_FOOT = 2;

/** Of speeds up to `most` bytes a second, in so many rows. */
export function speedScale(most: number, rows: number): Scale {
  return scaleFor(most, Math.max(1, Math.min(6, Math.floor(rows / 2))));
}

/** `area`: all of the chart but the labels of speeds at its left. */
export function drawChart(picture: Picture, area: Area, chart: Chart, scale: Scale): void {
  const rows = area.height - CHART_FOOT;
  const plot = { ...area, height: rows };
  drawGrid(picture, plot, scale);
  drawColumns(picture, plot, chart, scale);
  drawSizes(picture, { ...area, y: area.y + rows, height: CHART_FOOT }, chart.diskBytes, 0);
}

/** The row whose upper edge stands for a speed. */
function rowOf(plot: Area, scale: Scale, speed: number): number {
  return plot.y + plot.height - Math.round((speed / scale.end) * plot.height);
}

export function drawGrid(picture: Picture, plot: Area, scale: Scale): void {
  for (const tick of ticksOf(scale).slice(1)) {
    const y = rowOf(plot, scale, tick);
    for (let x = plot.x; x < plot.x + plot.width; x += 2) picture.set(x, y, '·', LABEL);
  }
}

function drawColumns(picture: Picture, plot: Area, chart: Chart, scale: Scale): void {
  const { zones, zonesPlanned, zonesDone } = chart;
  const columns = columnsOf(zones, zonesPlanned, plot.width);
  const bottom = plot.y + plot.height - 1;
  const isLive = zonesDone < zonesPlanned;
  const edge = (zone: number) => Math.ceil((zone * plot.width) / zonesPlanned);
  for (const [column, speed] of columns.entries()) {
    const x = plot.x + column;
    if (speed !== null) {
      const newest = isLive && column >= edge(zonesDone - 1);
      drawColumn(picture, plot, x, speed / scale.end, newest ? NEWEST : CURVE);
    } else if (column < edge(zonesDone)) picture.set(x, bottom, 'x', BAD_VALUE);
  }
}

/** `part` of the plot's height, and never so little that it is not seen. */
export function drawColumn(
  picture: Picture,
  plot: Area,
  x: number,
  part: number,
  ink: number,
): void {
  let eighths = Math.max(1, Math.min(plot.height * 8, Math.round(part * plot.height * 8)));
  for (let y = plot.y + plot.height - 1; eighths > 0; y--) {
    picture.set(x, y, EIGHTHS[Math.min(8, eighths)]!, ink);
    eighths -= 8;
  }
}

/** Labels of speeds end before column `endX`. */
export function drawSpeedLabels(picture: Picture, plot: Area, scale: Scale, endX: number): void {
  const words = axisWords(scale.step);
  const named = (tick: number) => (tick === 0 ? '0' : `${words(tick)}/s`);
  drawTicks(picture, plot, ticksOf(scale), scale, named, endX);
}

export function drawTicks(
  picture: Picture,
  plot: Area,
  ticks: readonly number[],
  scale: Scale,
  words: (tick: number) => string,
  endX: number,
): void {
  for (const tick of ticks) picture.putRight(endX, rowOf(plot, scale, tick), words(tick), TEXT);
}

/** From `firstBytes` to `diskBytes` of the disk. */
export function drawSizes(
  picture: Picture,
  area: Area,
  diskBytes: number,
  firstBytes: number,
): void {
  const last = area.x + area.width - 1;
  for (let x = area.x; x <= last; x++) picture.set(x, area.y, '─', LABEL);
  const shown = diskBytes - firstBytes;
  const step = niceStep(shown, Math.max(1, Math.floor(area.width / COLUMNS_A_STEP)));
  const words = axisWords(step);
  let free = area.x;
  const begin = Math.ceil(firstBytes / step - 1e-9) * step;
  for (let size = begin; size <= diskBytes; size += step) {
    const text = size === 0 ? '0' : words(size);
    const at =
      area.x + Math.min(area.width - 1, Math.floor(((size - firstBytes) / shown) * area.width));
    picture.set(at, area.y, '┴', LABEL);
    const centered = Math.max(area.x, at - Math.floor(text.length / 2));
    const x = Math.min(centered, last + 1 - text.length);
    if (x < free) continue;
    picture.put(x, area.y + 1, text, TEXT);
    free = x + text.length + LABEL_GAP;
  }
}
