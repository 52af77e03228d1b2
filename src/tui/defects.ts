// What was found: the gravest in a few rows below the map, and all of it in a list of its own.

import type { ListedDefect } from '../engine/scan-view.ts';
import { errorOfCode } from '../vocabulary/classes.ts';
import { type DefectFilter, FILTERS } from './defect-filter.ts';
import { cut, integer, latency, lbaRange, speed, widthOf } from './format.ts';
import type { Area, Picture } from './picture.ts';
import { BAD_VALUE, LABEL, SELECTED, TEXT, VALUE, WEAK_VALUE } from './style.ts';

export { drawKeys, type KeyHint } from './keys.ts';

const KIND_WIDTH = 7;
/** Of all that was found, "always slow" with it. */
const LONG_KIND_WIDTH = 12;
const ERROR_WIDTH = 5;
const LATENCY_WIDTH = 10;
/** From here on there is room for an error in words. */
const WORDS_WIDTH = 100;
/** Room for the longest words; no wider: what belongs together stands together. */
const MOST_WIDTH = 136;
const WORDS_INDENT = 36;

/** The title, and a row each below it. `slow`: slow blocks, where the legend has no room for them. */
export function drawDefects(
  picture: Picture,
  area: Area,
  defects: readonly ListedDefect[],
  slow: number | null,
): void {
  if (area.height === 0) return;
  picture.fill({ ...area, height: 1 }, '─', LABEL);
  const more = defects.length - (area.height - 1);
  const title = more > 0 ? ` the gravest defects, ${integer(more)} more: d ` : ' defects ';
  picture.put(area.x + 1, area.y, title, LABEL, area.x + area.width);
  if (slow !== null) {
    const text = ` slow blocks ${integer(slow)} `;
    picture.putRight(area.x + area.width - 1, area.y, text, slow === 0 ? LABEL : WEAK_VALUE);
  }
  if (defects.length === 0) picture.put(area.x + 1, area.y + 1, 'none', LABEL);
  for (const [index, defect] of defects.slice(0, area.height - 1).entries()) {
    drawDefect(picture, area, area.y + 1 + index, defect, KIND_WIDTH, false);
  }
}

/** What the list of all is made of. */
export interface DefectScreen {
  /** All, and those that the filter leaves. */
  readonly all: readonly ListedDefect[];
  readonly shown: readonly ListedDefect[];
  readonly filter: DefectFilter;
  readonly row: number;
}

/** The first row that is shown, so that the one that is chosen is. */
function firstRow(row: number, rows: number, count: number): number {
  return Math.max(0, Math.min(row - Math.floor(rows / 2), count - rows));
}

/** Its head has the filters and how many each leaves; rows of it: `listRows`. */
export function drawDefectList(picture: Picture, area: Area, screen: DefectScreen): void {
  const { all, shown, filter } = screen;
  if (area.height === 0) return;
  const filtersEnd = drawFilters(picture, area, all, filter);
  const rows = listRows(area.height);
  const row = Math.max(0, Math.min(screen.row, shown.length - 1));
  const first = firstRow(row, rows, shown.length);
  if (shown.length === 0) picture.put(area.x + 1, area.y + 1, 'none', LABEL);
  for (const [index, defect] of shown.slice(first, first + rows).entries()) {
    const isChosen = first + index === row;
    drawDefect(picture, area, area.y + 1 + index, defect, LONG_KIND_WIDTH, isChosen);
  }
  if (shown.length <= rows) return;
  const place = ` ${integer(row + 1)} of ${integer(shown.length)} `;
  const end = area.x + area.width;
  // Beside the filters it hides nothing of the list.
  const y = filtersEnd + widthOf(place) <= end ? area.y : area.y + area.height - 1;
  picture.putRight(end, y, place, SELECTED);
}

export function listRows(height: number): number {
  return Math.max(1, height - 1);
}

/** Returns the column behind them. */
function drawFilters(
  picture: Picture,
  area: Area,
  all: readonly ListedDefect[],
  filter: DefectFilter,
): number {
  let x = area.x;
  for (const name of FILTERS) {
    const count =
      name === 'all' ? all.length : all.reduce((sum, { kind }) => sum + Number(kind === name), 0);
    const isChosen = name === filter;
    if (count === 0 && !isChosen) continue;
    const text = `${name} ${integer(count)}`;
    const look = isChosen ? VALUE : LABEL;
    x = picture.put(x, area.y, isChosen ? `[${text}]` : ` ${text} `, look, area.x + area.width);
  }
  return x;
}

function drawDefect(
  picture: Picture,
  area: Area,
  y: number,
  defect: ListedDefect,
  kindWidth: number,
  isChosen: boolean,
): void {
  const end = area.x + Math.min(area.width, MOST_WIDTH) - 1;
  const isGrave = defect.kind === 'bad' || defect.kind === 'failed';
  const look = (usual: number) => (isChosen ? SELECTED : usual);
  const loud = isGrave ? BAD_VALUE : WEAK_VALUE;
  if (isChosen) picture.fill({ x: area.x, y, width: end - area.x + 1, height: 1 }, ' ', SELECTED);
  const x = area.x + 1;
  picture.put(x, y, cut(shortKind(defect, kindWidth), kindWidth - 1), look(loud));
  const lba = lbaRange(defect.firstLba, defect.lastLba);
  const time = timeWords(defect);
  const latencyX = end - Math.max(LATENCY_WIDTH, time.length + 1);
  const errorX = latencyX - ERROR_WIDTH;
  const room = errorX - 1 - x - kindWidth;
  const named = lba.length + 4 <= room ? `LBA ${lba}` : lba;
  picture.put(x + kindWidth, y, cut(named, room), look(VALUE));
  const wordsX = x + kindWidth + WORDS_INDENT;
  if (area.width >= WORDS_WIDTH) {
    picture.put(wordsX, y, details(defect, errorX - 1 - wordsX), look(TEXT));
  }
  picture.put(errorX, y, defect.error ?? 'slow', look(loud));
  picture.putRight(end, y, time, look(TEXT));
}

function shortKind({ kind }: ListedDefect, width: number): string {
  if (width > KIND_WIDTH) return kind;
  return { 'always slow': 'slow', 'slow zone': 'zone' }[kind as string] ?? kind;
}

/** How long it took, then alone. */
function timeWords({ latencyMs, againMs, bytesPerSecond }: ListedDefect): string {
  if (bytesPerSecond !== null) return speed(bytesPerSecond);
  if (latencyMs === null) return '';
  const alone = againMs === null ? latencyMs : Math.max(latencyMs, againMs);
  return latency(alone);
}

function details(defect: ListedDefect, width: number): string {
  const { kind, error, exact, againMs } = defect;
  if (kind === 'always slow' || kind === 'slow') {
    const again = againMs === null ? 'not read again yet' : `${latency(againMs)} when read alone`;
    return cut(again, width);
  }
  if (kind === 'slow zone') return cut('too slow, and when read again, too', width);
  const words = error === null ? '' : errorOfCode(error).words;
  if (kind === 'failed' && !exact) return cut(`${words}; not narrowed`, width);
  if (kind !== 'weak') return cut(words, width);
  // The error's code stands in the row as well: where there is no room its words are left out.
  const why = exact ? 'read well when tried again' : 'read well when its sectors were read alone';
  const says = [`${words}; ${why}`, why];
  return says.find((text) => text.length <= width) ?? cut('read well alone', width);
}
