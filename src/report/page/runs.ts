// Cells of few colours as few marks: of each colour one path, a stroke for each run of neighbours in a row.
// Rectangles one by one take five times the bytes; an image is what a strict policy does not let through.

import { colored, type PageColor } from './colors.ts';
import { type Markup, markup } from './markup.ts';

export interface Raster {
  /** A byte a cell, row after row, all of them whole. */
  readonly paint: Uint8Array;
  readonly columns: number;
  /** Not painted at all. */
  readonly none: number;
}

/** Strokes a cell high, in units of cells; what there is most of lies below the others, where it stands
 * alone. */
export function rasterMarkup(raster: Raster, color: (paint: number) => PageColor): Markup {
  const paths = rasterPaths(raster);
  const marks = [...paths].map(
    ([paint, path]) => markup`<path ${colored(color(paint))} stroke="currentColor" d="${path}"/>`,
  );
  return markup`<g fill="none" shape-rendering="crispEdges" transform="translate(0 .5)">${marks}</g>`;
}

/** By paint the path of its runs. */
function rasterPaths({ paint, columns, none }: Raster): Map<number, string> {
  const rows = paint.length / columns;
  const common = commonest(paint, none);
  const strokes = new Map<number, Strokes>();
  for (let row = 0; row < rows; row++) {
    for (let from = 0; from < columns; ) {
      const value = paint[row * columns + from]!;
      let to = from + 1;
      while (to < columns && paint[row * columns + to] === value) to++;
      if (value !== none && value !== common) stroke(strokes, value, from, to, row);
      from = to;
    }
  }
  const paths = [...strokes].map(([value, { parts }]) => [value, parts.join('')] as const);
  return new Map(common === null ? paths : [[common, everyRow(paint, columns, none)], ...paths]);
}

/** Of one paint, and where the last of them ended. */
interface Strokes {
  readonly parts: string[];
  x: number;
  y: number;
}

function stroke(
  paths: Map<number, Strokes>,
  value: number,
  from: number,
  to: number,
  row: number,
): void {
  const path = paths.get(value);
  if (path === undefined) {
    paths.set(value, { parts: [`M${from} ${row}h${to - from}`], x: to, y: row });
    return;
  }
  const dx = from - path.x;
  path.parts.push(`m${dx}${dx < 0 || row - path.y >= 0 ? ' ' : ''}${row - path.y}h${to - from}`);
  path.x = to;
  path.y = row;
}

/** The rows from their first painted cell to their last. */
function everyRow(paint: Uint8Array, columns: number, none: number): string {
  const parts: string[] = [];
  for (let start = 0; start < paint.length; start += columns) {
    const row = paint.subarray(start, start + columns);
    const from = row.findIndex((value) => value !== none);
    if (from < 0) continue;
    parts.push(`M${from} ${start / columns}H${row.findLastIndex((value) => value !== none) + 1}`);
  }
  return parts.join('');
}

function commonest(paint: Uint8Array, none: number): number | null {
  const counts = new Uint32Array(256);
  for (const value of paint) counts[value]!++;
  counts[none] = 0;
  const most = counts.reduce((best, count, value) => (count > counts[best]! ? value : best), 0);
  return counts[most] === 0 ? null : most;
}
