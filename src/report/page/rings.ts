// A ring around each failed cell that stands alone: one bad sector of a terabyte would be seen by nobody.

import { CELL_FAILED } from './cell-colors.ts';
import type { DiskCells } from './disk-cells.ts';

/** Failed cells that touch, as one: in cells, the last ones included. */
export interface Cluster {
  readonly fromRow: number;
  readonly toRow: number;
  readonly fromColumn: number;
  readonly toColumn: number;
}

/** How many rows and columns a cluster may reach to have a ring: a larger one is seen without. */
const MOST_REACH = 6;
export const MOST_RINGS = 400;

/** Small clusters in order of LBA, at most `MOST_RINGS` of them, and how many more there are. */
export function ringed(
  { columns }: DiskCells,
  painted: Uint8Array,
): { readonly clusters: readonly Cluster[]; readonly more: number } {
  const seen = new Uint8Array(painted.length);
  const small: Cluster[] = [];
  for (let cell = 0; cell < painted.length; cell++) {
    if (painted[cell] !== CELL_FAILED || seen[cell] === 1) continue;
    const cluster = clusterFrom(cell, columns, painted, seen);
    const reach = Math.max(cluster.toRow - cluster.fromRow, cluster.toColumn - cluster.fromColumn);
    if (reach < MOST_REACH) small.push(cluster);
  }
  return { clusters: small.slice(0, MOST_RINGS), more: Math.max(0, small.length - MOST_RINGS) };
}

/** Marks its cells as seen. */
function clusterFrom(
  first: number,
  columns: number,
  painted: Uint8Array,
  seen: Uint8Array,
): Cluster {
  const row = Math.floor(first / columns);
  const column = first % columns;
  let [fromRow, toRow, fromColumn, toColumn] = [row, row, column, column];
  const open: number[] = [];
  const take = (cell: number) => {
    seen[cell] = 1;
    open.push(cell);
  };
  take(first);
  for (let cell = open.pop(); cell !== undefined; cell = open.pop()) {
    const [y, x] = [Math.floor(cell / columns), cell % columns];
    fromRow = Math.min(fromRow, y);
    toRow = Math.max(toRow, y);
    fromColumn = Math.min(fromColumn, x);
    toColumn = Math.max(toColumn, x);
    for (const next of neighbours(x, y, columns, painted.length)) {
      if (painted[next] === CELL_FAILED && seen[next] === 0) take(next);
    }
  }
  return { fromRow, toRow, fromColumn, toColumn };
}

function* neighbours(x: number, y: number, columns: number, cells: number): Generator<number> {
  for (let dy = -1; dy <= 1; dy++) {
    for (let dx = -1; dx <= 1; dx++) {
      const cell = (y + dy) * columns + x + dx;
      if (x + dx >= 0 && x + dx < columns && cell >= 0 && cell < cells) yield cell;
    }
  }
}
