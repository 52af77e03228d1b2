// What a fleet's sheet keeps of a disk: all that its card is made of, some thousand bytes, so that a thousand maps
// are read one after the other.

import { type ScanSummary, summaryOf } from '../../engine/summary.ts';
import type { StoredScan } from '../stored-scan.ts';
import { colored, RING } from './colors.ts';
import { type Curve, curveOf } from './curve.ts';
import { diskCells } from './disk-cells.ts';
import { paintWithin } from './disk-map.ts';
import { type Markup, markup } from './markup.ts';
import { ringed } from './rings.ts';

export const CARD_WIDTH = 262;
export const CARD_MAP_HEIGHT = 66;
const SHAPE = { rows: 24, columns: 96 };
/** Of a model's median as well: the same places of the disk. */
const POINTS = 64;
/** Of a card's map; a thousand of them are to fit in 5 MB. */
const MOST_MAP_BYTES = 2200;
const LEVELS = [8, 6, 4, 3, 2, 1];
const RADIUS = 6;
const MOST_RINGS = 12;

export interface Card {
  readonly summary: ScanSummary;
  readonly curve: Curve;
  /** The whole disk in small. */
  readonly map: Markup;
}

export function cardOf({ grid, map, result }: StoredScan): Card {
  const cells = diskCells(grid, map, result.device.logicalBytes, SHAPE);
  const { raster, painted } = paintWithin(cells, MOST_MAP_BYTES, LEVELS);
  const [across, down] = [CARD_WIDTH / cells.columns, CARD_MAP_HEIGHT / cells.rows];
  const rings = ringed(cells, painted)
    .clusters.slice(0, MOST_RINGS)
    .map(({ fromRow, toRow, fromColumn, toColumn }) => {
      const x = ((fromColumn + toColumn + 1) / 2) * across;
      const y = ((fromRow + toRow + 1) / 2) * down;
      return markup`<circle cx="${x}" cy="${y}" r="${RADIUS}"/>`;
    });
  const circles =
    rings.length === 0
      ? null
      : markup`<g ${colored(RING)} fill="none" stroke="currentColor" stroke-width="1.5">${rings}</g>`;
  return {
    summary: summaryOf(result),
    curve: curveOf(cells, result.mode, POINTS),
    map: markup`<g transform="scale(${across.toFixed(3)} ${down.toFixed(3)})">${raster}</g>${circles}`,
  };
}
