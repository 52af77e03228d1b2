// What the user looks at, and what keys depend on.

import type { BlockRange } from '../vocabulary/ranges.ts';
import type { DefectFilter } from './defect-filter.ts';

export type View = 'trail' | 'whole' | 'curve' | 'defects';
export const VIEWS: readonly View[] = ['trail', 'whole', 'curve', 'defects'];

/** Of the overview: by name, what is the matter first, or as the disks sit. */
export type Order = 'name' | 'trouble' | 'bay';

export interface Ui {
  /** The scan whose screen is shown; null: the overview of all. */
  readonly disk: number | null;
  /** In the overview. */
  readonly selected: number;
  readonly order: Order;
  readonly view: View;
  /** How a cell of the whole view is drawn. */
  readonly shade: 'typical' | 'worst';
  /** The cells that were gone into, the innermost last. */
  readonly zoom: readonly BlockRange[];
  /** The block the cursor of the whole view stands on, so that it stays there when cells change
   * their size; null: no cursor. */
  readonly cursorBlock: number | null;
  /** Rows that the trail is scrolled back. */
  readonly back: number;
  /** Of the list of defects. */
  readonly row: number;
  readonly filter: DefectFilter;
  readonly overlay: 'help' | 'quit' | 'stop-one' | 'skip-one' | null;
  readonly helpPage: number;
}

/** What the screen cannot do itself. 'leave': the run has ended, and a key was pressed. '…-one': of the
 * disk that is shown or selected. */
export type Wish =
  | 'pause'
  | 'pause-one'
  | 'stop'
  | 'stop-one'
  | 'skip-one'
  | 'suspend'
  | 'leave'
  | 'redraw'
  | null;

/** What keys depend on besides the state. */
export interface Surroundings {
  /** Scans as the overview has them. */
  readonly order: readonly number[];
  /** Scans by their names: as they are numbered. */
  readonly byName: readonly number[];
  /** Of a disk at least it is known where it sits. */
  readonly hasBays: boolean;
  /** All have. */
  readonly ended: boolean;
  /** The disk that is shown or selected has. */
  readonly diskEnded: boolean;
  /** Of the whole view on the screen: cells a row, rows, cells in all. */
  readonly columns: number;
  readonly rows: number;
  readonly cells: number;
  readonly blocks: number;
  cellOf(block: number): number;
  firstBlockOf(cell: number): number;
  /** Rows that the trail can be scrolled back. */
  readonly mostBack: number;
  /** Rows of the list of defects, as it is filtered, and of them on the screen. */
  readonly listed: number;
  readonly listRows: number;
  /** The block that a row of it is about. */
  blockOfRow(row: number): number;
  readonly helpPages: number;
}

export function firstUi(scans: number): Ui {
  return {
    disk: scans === 1 ? 0 : null,
    selected: 0,
    order: 'name',
    view: 'trail',
    shade: 'typical',
    zoom: [],
    cursorBlock: null,
    back: 0,
    row: 0,
    filter: 'all',
    overlay: null,
    helpPage: 0,
  };
}

/** The order that the key for it turns to. */
export function nextOrder(order: Order, hasBays: boolean): Order {
  if (order === 'name') return 'trouble';
  return order === 'trouble' && hasBays ? 'bay' : 'name';
}

export function byDigit(ui: Ui, key: string, byName: readonly number[]): Ui | null {
  const disk = /^[1-9]$/.test(key) ? byName[Number(key) - 1] : undefined;
  return disk === undefined ? null : enter(ui, disk);
}

export function enter(ui: Ui, disk: number): Ui {
  if (disk === ui.disk) return ui;
  return { ...ui, disk, selected: disk, cursorBlock: null, zoom: [], back: 0, row: 0 };
}
