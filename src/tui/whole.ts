// The whole disk on one screen, and what a cell of it stands for, in words.

import { classOfByte, errorOfByte, FIRST_ERROR_BYTE } from '../vocabulary/classes.ts';
import { stepEdgesNs } from '../vocabulary/latency-scale.ts';
import { CELL_PARTLY, type CellMap } from './cells.ts';
import { blockSize, integer, latency, lbaRange, plural } from './format.ts';
import { cellGlyph, cellStyle, PARTLY_GLYPH } from './glyphs.ts';
import type { Area, Picture } from './picture.ts';
import { style } from './style.ts';

const CURSOR = style('black', 'bright-white', 0);

/** How a cell is drawn: by what most of its blocks did, or by the worst of them. What failed is shown
 * always. */
export type Shade = 'typical' | 'worst';

/** Cells row by row. `cursor`: a cell, or null. */
export function drawCells(
  picture: Picture,
  area: Area,
  cells: CellMap,
  cursor: number | null,
  shade: Shade = 'typical',
): void {
  const { state, count } = cells;
  const shown = Math.min(count, area.width * area.height);
  for (let cell = 0; cell < shown; cell++) {
    const x = area.x + (cell % area.width);
    const y = area.y + Math.floor(cell / area.width);
    const byte = shownByte(cells, cell, shade);
    const glyph = cellGlyph(byte, state[cell]!);
    const look = cell === cursor ? CURSOR : cellStyle(byte, state[cell]!);
    picture.set(x, y, glyph, look);
  }
}

function shownByte({ worst, typical }: CellMap, cell: number, shade: Shade): number {
  const highest = worst[cell]!;
  return shade === 'worst' || highest >= FIRST_ERROR_BYTE ? highest : typical[cell]!;
}

/** "LBA 1,024–2,047", "4 blocks", "worst <150ms (91 ms)". */
export function describeCell(cells: CellMap, cell: number): string[] {
  const { grid } = cells;
  const first = cells.firstBlockOf(cell);
  const end = Math.max(first + 1, cells.firstBlockOf(cell + 1));
  const range = lbaRange(grid.startOf(first), grid.endOf(end - 1) - 1);
  const words = [`LBA ${range}`, plural(end - first, 'block')];
  const worst = cells.worst[cell] ?? 0;
  if (worst === 0) return [...words, 'not read yet'];
  if (cells.state[cell] === CELL_PARTLY) words.push('partly read');
  words.push(describeReading(worst, end - first));
  const typical = cells.typical[cell] ?? 0;
  return end - first > 1 && typical > 0 ? [...words, `typically ${timeOf(typical)}`] : words;
}

function describeReading(byte: number, blocks: number): string {
  const worst = blocks === 1 ? '' : 'worst ';
  if (byte >= FIRST_ERROR_BYTE) {
    const error = errorOfByte(byte);
    return `${worst}${error.letter} ${error.code}, ${error.words}`;
  }
  return `${worst}${classOfByte(byte).name} (${timeOf(byte)})`;
}

function timeOf(byte: number): string {
  return latency((stepEdgesNs[byte] ?? 0) / 1e6);
}

/** What a cell is, when no cursor asks for one of them. */
export function describeScale(cells: CellMap, logicalBytes: number, shade: Shade): string[] {
  const { grid, count, range } = cells;
  const most = Math.ceil((range.end - range.first) / count);
  if (most === 1) return ['a cell is a block'];
  const size = blockSize(most * grid.blockSectors * logicalBytes);
  return [
    `a cell: ${integer(most)} blocks (${size}), the ${shade} one`,
    `${PARTLY_GLYPH} partly read`,
  ];
}
