// The whole disk as a picture: a row of it a round number of bytes, partitions beside it.

import { scaleLinear } from 'd3-scale';
import type { KnownPartition } from '../../vocabulary/device.ts';
import { formatBytes, formatCount } from '../../vocabulary/units.ts';
import {
  CELL_FAILED,
  OUTSIDE,
  paintColor,
  paintedCells,
  type Shading,
  shadingOf,
} from './cell-colors.ts';
import {
  BEYOND,
  colored,
  FAILED,
  MILD,
  type PageColor,
  partitionColor,
  RING,
  SHADES,
  SLOW,
  shadeColor,
  UNREAD,
} from './colors.ts';
import { type DiskCells, rowOf } from './disk-cells.ts';
import { type Markup, markup } from './markup.ts';
import { MOST_RINGS, ringed } from './rings.ts';
import { rasterMarkup } from './runs.ts';
import { byteAxis, LEFT, label, PLOT_WIDTH, rule, svg } from './svg.ts';

export const MAP_SHAPE = { rows: 100, columns: 320 };
const MAP_HEIGHT = 420;
const TOP = 14;
const LEAST_RADIUS = 9;
/** Shades are given up before bytes are. */
const LEVELS = [12, 8, 6, 4, 3, 2, 1];

export interface Painted {
  readonly raster: Markup;
  readonly painted: Uint8Array;
  readonly shading: Shading | null;
}

/** In as many shades as fit in so many bytes. */
export function paintWithin(cells: DiskCells, mostBytes: number, levels = LEVELS): Painted {
  const shading = shadingOf(cells);
  const { columns } = cells;
  for (const [i, count] of levels.entries()) {
    const painted = paintedCells(cells, shading, count);
    const raster = rasterMarkup({ paint: painted, columns, none: OUTSIDE }, paintColor);
    if (raster.text.length <= mostBytes || i === levels.length - 1) {
      return { raster, painted, shading };
    }
  }
  throw new RangeError('paintWithin: expected a number of shades');
}

export interface DiskMap {
  readonly picture: Markup;
  readonly height: number;
  /** What a cell and its colours stand for. */
  readonly words: string;
}

export function diskMap(
  cells: DiskCells,
  partitions: readonly KnownPartition[],
  mostBytes: number,
): DiskMap {
  const { raster, painted, shading } = paintWithin(cells, mostBytes);
  const { columns, rows } = cells;
  const across = PLOT_WIDTH / columns;
  const down = MAP_HEIGHT / rows;
  const rings = ringed(cells, painted);
  const circles = rings.clusters.map((cluster) => {
    const x = LEFT + ((cluster.fromColumn + cluster.toColumn + 1) / 2) * across;
    const y = TOP + ((cluster.fromRow + cluster.toRow + 1) / 2) * down;
    const half = Math.hypot(
      (cluster.toColumn - cluster.fromColumn + 1) * across,
      (cluster.toRow - cluster.fromRow + 1) * down,
    );
    return markup`<circle cx="${x}" cy="${y}" r="${Math.max(LEAST_RADIUS, half / 2 + 4)}"/>`;
  });
  const hasFailed = painted.includes(CELL_FAILED);
  const height = TOP + MAP_HEIGHT + 34;
  const picture = markup`
${axis(cells)}
<g id="cells" transform="translate(${LEFT} ${TOP}) scale(${String(across)} ${String(down)})">${raster}</g>
<g ${colored(RING)} fill="none" stroke="currentColor" stroke-width="2">${circles}</g>
${partitionMarks(cells, partitions)}
${legend(shading, hasFailed, TOP + MAP_HEIGHT + 26)}`;
  const more =
    rings.more > 0
      ? ` · ${formatCount(rings.more)} more than ${MOST_RINGS} failed places have no ring`
      : '';
  return { picture, height, words: cellWords(cells) + more };
}

export function diskMapSvg({ picture, height }: DiskMap): Markup {
  return svg({ id: 'map', height, label: 'The whole disk', body: picture });
}

function cellWords({ grid, columns, rowBytes, logicalBytes }: DiskCells): string {
  const blockBytes = grid.blockSectors * logicalBytes;
  const blocks = Math.max(1, Math.round(rowBytes / columns / blockBytes));
  const of = blocks === 1 ? 'a block' : `about ${formatCount(blocks)} blocks`;
  return (
    `each row is ${formatBytes(rowBytes)}, from left to right · a cell is ${of}: its shade their mean, ` +
    'its colour the worst of them where that took 150 ms or more, failed, or was not read'
  );
}

function axis(cells: DiskCells): Markup {
  const { rows, firstRow, rowBytes } = cells;
  const scale = scaleLinear()
    .domain([firstRow * rowBytes, (firstRow + rows) * rowBytes])
    .range([TOP, TOP + MAP_HEIGHT]);
  const words = byteAxis((firstRow + rows) * rowBytes);
  const ticks = scale.ticks(Math.min(10, rows)).map((bytes) => {
    const y = scale(bytes);
    return [rule(LEFT - 5, y, LEFT, y, 0.5), label(LEFT - 8, y + 4, words(bytes), 'end')];
  });
  return markup`${ticks}`;
}

function partitionMarks(cells: DiskCells, partitions: readonly KnownPartition[]): Markup {
  const { rows, logicalBytes } = cells;
  const within = (row: number) => TOP + (Math.min(rows, Math.max(0, row)) / rows) * MAP_HEIGHT;
  const x = LEFT + PLOT_WIDTH + 6;
  let below = TOP;
  const marks = partitions.map(({ index, firstLba, lastLba }, i) => {
    const from = within(rowOf(cells, firstLba * logicalBytes));
    const to = within(rowOf(cells, (lastLba + 1) * logicalBytes));
    if (to <= from) return null;
    const mark = markup`<rect ${colored(partitionColor(i))} x="${x}" y="${from}" width="8" height="${Math.max(2, to - from - 1)}"><title>partition ${index}, LBA ${String(firstLba)}-${String(lastLba)}</title></rect>`;
    // Names that would lie on each other are in the list alone.
    if (from < below) return mark;
    below = from + 13;
    return [mark, label(x + 12, from + 11, `p${index}`)];
  });
  return markup`<g>${marks}</g>`;
}

function legend(shading: Shading | null, hasFailed: boolean, y: number): Markup {
  const ms = (ns: number) => `${Number((ns / 1e6).toPrecision(2))} ms`;
  const shades: readonly (readonly [PageColor, string])[] =
    shading === null
      ? []
      : [
          [shadeColor(0), `mean ${ms(shading.fastNs)}`],
          [shadeColor(Math.floor(SHADES / 2)), ''],
          [shadeColor(SHADES - 2), ms(shading.slowerNs)],
          [BEYOND, `over ${ms(shading.beyondNs)}`],
        ];
  const entries: readonly (readonly [PageColor, string])[] = [
    ...shades,
    [MILD, '150 ms or more'],
    [SLOW, '500 ms or more'],
    [FAILED, hasFailed ? 'failed (ringed)' : 'failed'],
    [UNREAD, 'not read'],
  ];
  let x = LEFT;
  const marks = entries.map(([color, words]) => {
    const mark = markup`<rect ${colored(color)} x="${x}" y="${y - 10}" width="12" height="12" stroke="#808080" stroke-opacity=".4"/>${words === '' ? null : label(x + 17, y, words)}`;
    x += words === '' ? 15 : 34 + words.length * 6.6;
    return mark;
  });
  return markup`<g>${marks}</g>`;
}
