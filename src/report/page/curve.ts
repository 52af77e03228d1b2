// How fast the disk read from its first LBA to its last; where several reads were in flight, how long each took:
// a speed cannot be told then.

import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { ScanMode } from '../../engine/result.ts';
import { formatCount } from '../../vocabulary/units.ts';
import { colored, LINE, MEDIAN, RING } from './colors.ts';
import { blocksOf, type DiskCells } from './disk-cells.ts';
import { type Markup, markup } from './markup.ts';
import { byteAxis, LEFT, label, PLOT_WIDTH, rule } from './svg.ts';

/** A point a pixel or two of a page. */
export const CURVE_POINTS = 640;

export interface CurvePoint {
  /** The disk's bytes. */
  readonly fromByte: number;
  readonly toByte: number;
  /** MB/s or ms; null: nothing of it read. */
  readonly value: number | null;
  readonly failed: number;
}

export interface Curve {
  readonly isLatency: boolean;
  readonly points: readonly CurvePoint[];
  /** Of a point, at most. */
  readonly blocks: number;
}

/** Reads one after the other: what each took, and nothing else, makes the speed. */
export const isLatencyCurve = ({ depth, jobs }: Pick<ScanMode, 'depth' | 'jobs'>) =>
  depth > 1 || jobs > 1;

export function curveOf(
  cells: DiskCells,
  mode: Pick<ScanMode, 'depth' | 'jobs'>,
  most: number,
): Curve {
  const { grid, logicalBytes, edges } = cells;
  const isLatency = isLatencyCurve(mode);
  const shown: number[] = [];
  for (let cell = 0; cell < cells.good.length; cell++) {
    if (blocksOf(cells, cell) > 0) shown.push(cell);
  }
  const count = Math.min(most, shown.length);
  const points: CurvePoint[] = [];
  let blocks = 0;
  for (let point = 0; point < count; point++) {
    const first = shown[Math.floor((point * shown.length) / count)]!;
    const end = shown[Math.floor(((point + 1) * shown.length) / count) - 1]! + 1;
    let [good, ns, failed] = [0, 0, 0];
    for (let cell = first; cell < end; cell++) {
      good += cells.good[cell]!;
      ns += cells.sumNs[cell]!;
      failed += cells.failed[cell]!;
    }
    const fromByte = grid.startOf(edges[first]!) * logicalBytes;
    const toByte = grid.endOf(edges[end]! - 1) * logicalBytes;
    // The first and the last block may be short.
    const bytes = Math.min(good * grid.blockSectors * logicalBytes, toByte - fromByte);
    const value = good === 0 ? null : isLatency ? ns / good / 1e6 : bytes / (ns / 1e3);
    points.push({ fromByte, toByte, value, failed });
    blocks = Math.max(blocks, edges[end]! - edges[first]!);
  }
  return { isLatency, points, blocks };
}

const HEIGHT = 170;
const TOP = 22;
export const CURVE_HEIGHT = TOP + HEIGHT + 26;

/** `earlier`: of another scan of the disk, drawn behind it. */
export function curvePicture({ points, isLatency }: Curve, earlier: Curve | null = null): Markup {
  const [first, last] = [points[0]!, points.at(-1)!];
  const before = earlier?.points ?? [];
  const most = Math.max(...[...points, ...before].map(({ value }) => value ?? 0));
  const x = scaleLinear()
    .domain([first.fromByte, last.toByte])
    .range([LEFT, LEFT + PLOT_WIDTH]);
  const y = scaleLinear()
    .domain([0, most === 0 ? 1 : most * 1.05])
    .nice(4)
    .range([TOP + HEIGHT, TOP]);
  const words = byteAxis(last.toByte);
  const unit = isLatency ? 'ms' : 'MB/s';
  const middle = ({ fromByte, toByte }: CurvePoint) => tenth(x((fromByte + toByte) / 2));
  const height = ({ value }: CurvePoint) => tenth(y(value!));
  const known = ({ value }: CurvePoint) => value !== null;
  const curve = line<CurvePoint>(middle, height).defined(known);
  const below = area<CurvePoint>(middle, y(0), height).defined(known);
  const yTicks = y
    .ticks(4)
    .map((value) => [
      rule(LEFT, y(value), LEFT + PLOT_WIDTH, y(value)),
      label(LEFT - 8, y(value) + 4, value.toLocaleString('en-US'), 'end'),
    ]);
  const xTicks = x
    .ticks(10)
    .map((bytes) => label(x(bytes), TOP + HEIGHT + 18, words(bytes), 'middle'));
  const failed = points
    .filter((point) => point.failed > 0)
    .map((point) => `M${middle(point)} ${TOP + HEIGHT - 9}l4.5 8h-9z`);
  return markup`${label(LEFT - 8, TOP - 10, unit, 'end')}${yTicks}${xTicks}
${before.length === 0 ? null : markup`<path ${colored(MEDIAN)} fill="none" stroke="currentColor" stroke-width="1.4" d="${curve(before) ?? ''}"/>`}
<g ${colored(LINE)}><path fill="currentColor" fill-opacity=".13" d="${below(points) ?? ''}"/>
<path fill="none" stroke="currentColor" stroke-width="1.4" d="${curve(points) ?? ''}"/></g>
<path ${colored(RING)} fill="currentColor" d="${failed.join('')}"/>`;
}

/** Of a pixel. */
const tenth = (value: number) => Math.round(value * 10) / 10;

export function curveWords({ points, blocks, isLatency }: Curve): string {
  const mean =
    blocks <= 1 ? 'a point a block' : `mean of up to ${formatCount(blocks)} blocks a point`;
  const why = isLatency
    ? ' · several reads were in flight: how long one took says nothing of the speed'
    : '';
  const failed = points.some((point) => point.failed > 0) ? ' · ▲ blocks that failed' : '';
  return mean + why + failed;
}
