// What the page's script shows single blocks from: of the whole map what is not ordinary, packed.

import { deflateRawSync } from 'node:zlib';
import { CLASSES } from '../../vocabulary/classes.ts';
import type { Grid } from '../../vocabulary/grid.ts';
import { KIND_OF_BYTE, WINDOW_BLOCKS, WINDOW_COLUMNS } from './block-window.ts';
import { blockColors } from './cell-colors.ts';
import type { DiskCells } from './disk-cells.ts';
import { type Markup, markup } from './markup.ts';

/** Bytes of base64: of a disk up to so many blocks, and of any. */
const MOST_BYTES = 70_000;
const MOST_BYTES_AT_ALL = 1_100_000;
const ORDINARY_BLOCKS = 8_000_000;
/** What a run takes once it is deflated, at least. */
const BYTES_A_RUN = 1.2;

export interface ClickData {
  readonly markup: Markup;
  /** Classes up to this one are drawn alike, as there are too many to tell apart; null: nothing is. */
  readonly alike: string | null;
}

/** The more blocks a disk has, the more may be out of the ordinary. */
export function mostBytesOf(blocks: number): number {
  return Math.min(MOST_BYTES_AT_ALL, MOST_BYTES * Math.max(1, blocks / ORDINARY_BLOCKS));
}

/** null: what is not ordinary on this disk is too much for a page. */
export function clickData(cells: DiskCells, map: Uint8Array): ClickData | null {
  const { grid } = cells;
  const most = mostBytesOf(grid.blocks);
  // Below `first` kinds are left out: of classes the fast ones.
  for (let first = 2; first <= CLASSES.length + 1; first++) {
    if (runsFrom(grid, map, first, most / BYTES_A_RUN) > most / BYTES_A_RUN) continue;
    const text = deflateRawSync(packed(grid, map, first), { level: 9 }).toString('base64');
    if (text.length > most) continue;
    const alike = first === 2 ? null : CLASSES[first - 2]!.name;
    return { markup: template(cells, text), alike };
  }
  return null;
}

/** Kind 0, unread, is told as well. */
const isTold = (kind: number, first: number) => kind === 0 || kind >= first;

/** Counts no further than to `most`. */
function runsFrom({ blocks }: Grid, map: Uint8Array, first: number, most: number): number {
  let [runs, last] = [0, 1];
  for (let block = 0; block < blocks && runs <= most; block++) {
    const kind = KIND_OF_BYTE[map[block]!]!;
    if (kind === last) continue;
    last = kind;
    if (isTold(kind, first)) runs++;
  }
  return runs;
}

/** Of each run: blocks since the last one's end, kind, length; LEB128. */
function packed({ blocks }: Grid, map: Uint8Array, first: number): Buffer {
  const bytes: number[] = [];
  const put = (value: number) => {
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
    bytes.push(rest);
  };
  let last = 0;
  for (let block = 0; block < blocks; ) {
    const kind = KIND_OF_BYTE[map[block]!]!;
    let end = block + 1;
    while (end < blocks && KIND_OF_BYTE[map[end]!] === kind) end++;
    if (isTold(kind, first)) {
      put(block - last);
      put(kind);
      put(end - block);
      last = end;
    }
    block = end;
  }
  return Buffer.from(bytes);
}

function template(cells: DiskCells, text: string): Markup {
  const { grid, rows, columns, firstRow, rowBytes, logicalBytes } = cells;
  const { fromLba, toLba, blockSectors, blocks } = grid;
  const told = {
    ...{ rows, columns, firstRow, rowBytes, logicalBytes },
    ...{ fromLba, toLba, blockSectors, blocks, edge: grid.endOf(0) },
    ...{ across: WINDOW_COLUMNS, shown: WINDOW_BLOCKS },
    colors: blockColors.map(({ name, light }) => [name, light]),
  };
  return markup`<template id="blocks" data-told="${JSON.stringify(told)}">${text}</template>`;
}
