// The disk in cells: rows of a round size, some hundred cells a row, each with what its blocks came to.

import {
  FIRST_ERROR_BYTE,
  LAST_ERROR_BYTE,
  LAST_STEP,
  UNREAD_BYTE,
} from '../../vocabulary/classes.ts';
import type { Grid } from '../../vocabulary/grid.ts';
import { stepMiddleNs } from '../../vocabulary/latency-scale.ts';

export interface CellShape {
  /** Rows, at most. */
  readonly rows: number;
  /** Cells of a row, at most. */
  readonly columns: number;
}

export interface DiskCells {
  readonly grid: Grid;
  readonly logicalBytes: number;
  /** 1, 2 or 5 with zeros. */
  readonly rowBytes: number;
  readonly columns: number;
  readonly rows: number;
  /** Rows of the disk before the first one shown. */
  readonly firstRow: number;
  /** The first block of each cell, and behind the last one's last: a cell of none is not in the range. */
  readonly edges: Float64Array;
  /** Of the first readings that succeeded. */
  readonly sumNs: Float64Array;
  readonly good: Float64Array;
  readonly failed: Float64Array;
  readonly unread: Float64Array;
  /** The slowest latency step. */
  readonly slowest: Uint8Array;
  /** How often each byte occurs in the map. */
  readonly tally: Float64Array;
}

export function diskCells(
  grid: Grid,
  map: Uint8Array,
  logicalBytes: number,
  most: CellShape,
): DiskCells {
  const shape = shapeOf(grid, logicalBytes, most);
  const count = shape.rows * shape.columns;
  const edges = new Float64Array(count + 1);
  const bytesOfCell = shape.rowBytes / shape.columns;
  for (let cell = 0; cell <= count; cell++) {
    const lba = Math.ceil((shape.firstRow * shape.rowBytes + cell * bytesOfCell) / logicalBytes);
    edges[cell] = blockFrom(grid, lba);
  }
  const numbers = () => new Float64Array(count);
  const cells: DiskCells = {
    ...shape,
    grid,
    logicalBytes,
    edges,
    sumNs: numbers(),
    good: numbers(),
    failed: numbers(),
    unread: numbers(),
    slowest: new Uint8Array(count),
    tally: new Float64Array(256),
  };
  fold(cells, map);
  return cells;
}

/** Blocks of a cell. */
export const blocksOf = ({ edges }: DiskCells, cell: number) => edges[cell + 1]! - edges[cell]!;

/** Where the disk's byte lies, in rows and parts of a row. */
export const rowOf = ({ rowBytes, firstRow }: DiskCells, byte: number) =>
  byte / rowBytes - firstRow;

/** The cell that holds a block. */
export function cellOfBlock({ edges }: DiskCells, block: number): number {
  let [low, high] = [0, edges.length - 2];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (edges[middle]! <= block) low = middle;
    else high = middle - 1;
  }
  return low;
}

function shapeOf(grid: Grid, logicalBytes: number, most: CellShape) {
  const { fromLba, toLba, blocks, blockSectors } = grid;
  // Of few blocks a cell holds one, in a picture of the same proportions.
  const mostRows = Math.max(
    1,
    Math.min(most.rows, Math.floor(Math.sqrt((blocks * most.rows) / most.columns))),
  );
  const [fromByte, toByte] = [fromLba * logicalBytes, toLba * logicalBytes];
  let rowBytes = roundUp((toByte - fromByte) / mostRows);
  const rowsOf = (bytes: number) => Math.ceil(toByte / bytes) - Math.floor(fromByte / bytes);
  // A range that begins within a row has one more.
  while (rowsOf(rowBytes) > mostRows && rowsOf(rowBytes) > 1 && rowBytes < toByte) {
    rowBytes = roundUp(rowBytes * 1.01);
  }
  // No cell between others is without a block.
  const blocksOfRow = Math.floor(rowBytes / (blockSectors * logicalBytes));
  return {
    rowBytes,
    rows: rowsOf(rowBytes),
    firstRow: Math.floor(fromByte / rowBytes),
    columns: Math.max(1, Math.min(most.columns, blocksOfRow)),
  };
}

/** The next of 1, 2, 5, 10, 20, … */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1)));
  return power * ([1, 2, 5].find((digit) => digit * power >= value) ?? 10);
}

/** The first block that begins at an LBA or behind it. */
function blockFrom(grid: Grid, lba: number): number {
  if (lba <= grid.fromLba) return 0;
  if (lba >= grid.toLba) return grid.blocks;
  const block = grid.blockOf(lba);
  return grid.startOf(block) < lba ? block + 1 : block;
}

const MIDDLE_NS = Float64Array.from({ length: FIRST_ERROR_BYTE }, (_, byte) =>
  byte === UNREAD_BYTE ? 0 : stepMiddleNs(byte),
);

function fold(cells: DiskCells, map: Uint8Array): void {
  const counts = new Uint32Array(256);
  for (let cell = 0; cell < cells.sumNs.length; cell++) {
    const end = cells.edges[cell + 1]!;
    let block = cells.edges[cell]!;
    if (block === end) continue;
    counts.fill(0);
    for (; block < end; block++) counts[map[block]!]!++;
    take(cells, cell, counts);
  }
}

function take(cells: DiskCells, cell: number, counts: Uint32Array): void {
  let [sumNs, good, failed, slowest] = [0, 0, 0, 0];
  for (let byte = UNREAD_BYTE + 1; byte <= LAST_ERROR_BYTE; byte++) {
    const count = counts[byte]!;
    if (count === 0) continue;
    cells.tally[byte]! += count;
    if (byte > LAST_STEP) {
      failed += count;
      continue;
    }
    good += count;
    sumNs += count * MIDDLE_NS[byte]!;
    slowest = byte;
  }
  cells.tally[UNREAD_BYTE]! += counts[UNREAD_BYTE]!;
  cells.unread[cell] = counts[UNREAD_BYTE]!;
  cells.sumNs[cell] = sumNs;
  cells.good[cell] = good;
  cells.failed[cell] = failed;
  cells.slowest[cell] = slowest;
}
