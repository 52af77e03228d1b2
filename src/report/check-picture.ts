// The probed sectors as a line of cells, a cell a sector, wrapped; below each line what its numbers are.

import type { Probed } from '../check/check.ts';
import { likelySources, sourcesByAccusation } from '../check/explain/numbers.ts';
import type { Suspect } from '../kernel-log/index.ts';
import { CLASSES, type Color, errorOfCode } from '../vocabulary/classes.ts';
import { rangeAt, rangeOf, rangesWithin } from '../vocabulary/ranges.ts';

/** How a terminal shows a glyph, and text in a colour; null: none. */
export interface Brush {
  /** Columns. */
  readonly width: number;
  glyph(glyph: string): string;
  paint(text: string, color: Color | null): string;
}

const MOST_CELLS = 512;
const MOST_COLUMNS = 128;
const LEAST_COLUMNS = 16;
const MARKS_A_ROW = 8;
const LINES_A_MARK = 6;

const UNREAD_GLYPH = '·';
const WEAK_GLYPH = 'w';

interface Cell {
  readonly glyph: string;
  readonly color: Color | null;
  readonly words: string;
  /** In the legend. */
  readonly rank: number;
}

/** LBAs, [from, to). */
interface Row {
  readonly from: number;
  readonly to: number;
  /** Sectors of the row before `from` that are not read. */
  readonly indent: number;
}

interface Mark {
  readonly lba: number;
  readonly words: string;
  /** Something is wrong there. */
  readonly isFound: boolean;
}

/** Lines, for a check that read something; none where all would be cut away. */
export function checkPicture(
  suspects: readonly Suspect[],
  probed: Probed,
  brush: Brush,
): readonly string[] {
  const marks = marksOf(suspects, probed);
  const lastLba = probed.ranges.at(-1)!.to - 1;
  const labelWidth = String(lastLba).length;
  const columns = columnsOf(brush.width - labelWidth - 4);
  const rows = chosenRows(suspects, probed, marks, columns);
  const lines: string[] = [];
  const legend = new Map<string, Cell>();
  let shownTo: number | null = null;
  for (const row of rows) {
    if (shownTo !== null && row.from > shownTo) lines.push(`  ${brush.glyph('…')}`);
    shownTo = row.to;
    const cells: Cell[] = [];
    for (let lba = row.from; lba < row.to; lba++) cells.push(cellOf(lba, probed));
    for (const cell of cells) legend.set(cell.words, cell);
    const label = String(row.from).padStart(labelWidth);
    lines.push(`  ${label}  ${' '.repeat(row.indent)}${painted(cells, brush)}`);
    const start = 4 + labelWidth + row.indent - row.from;
    for (const line of markLines(marks, row, start, brush)) lines.push(line);
  }
  if (shownTo === null) return [];
  if (suspects.some(({ lastLba }) => lastLba >= shownTo)) lines.push(`  ${brush.glyph('…')}`);
  const words = [...legend.values()]
    .sort((a, b) => a.rank - b.rank)
    .map((cell) => `${brush.paint(brush.glyph(cell.glyph), cell.color)} ${cell.words}`);
  return [...lines, `  a cell a sector: ${words.join('   ')}`];
}

/** A power of two, so that lines begin at round numbers more often than not. */
function columnsOf(room: number): number {
  let columns = LEAST_COLUMNS;
  while (columns * 2 <= Math.min(room, MOST_COLUMNS)) columns *= 2;
  return columns;
}

/** What the log names, and what was found. */
function marksOf(suspects: readonly Suspect[], { bad, weak }: Probed): Mark[] {
  const words = new Map<number, string[]>();
  const say = (lba: number, text: string) => words.set(lba, [...(words.get(lba) ?? []), text]);
  for (const { from, to, value } of bad) {
    const lbas = to - from === 1 ? `${from}` : `${from}-${to - 1}`;
    say(from, `${lbas}, bad (${value.error}${value.exact ? ')' : '), not looked at one by one'}`);
  }
  for (const { from, to, value } of weak) {
    if (!value.exact) continue;
    say(from, `${to - from === 1 ? from : `${from}-${to - 1}`}, weak`);
  }
  const found = new Set(words.keys());
  const lines = new Map<number, Map<string, number[]>>();
  const sources = [...sourcesByAccusation(suspects).values()].flatMap((same) => {
    return likelySources(same, bad);
  });
  for (const { firstLba, line, names } of sources) {
    const verb = names === 'exact' ? 'the sector of' : 'start of the request of';
    const byVerb = lines.get(firstLba) ?? new Map<string, number[]>();
    byVerb.set(verb, [...(byVerb.get(verb) ?? []), line]);
    lines.set(firstLba, byVerb);
  }
  for (const [lba, byVerb] of lines) {
    for (const [verb, numbers] of byVerb) say(lba, `${lba}, ${verb} ${linesWords(numbers)}`);
  }
  return [...words]
    .map(([lba, texts]) => ({ lba, words: texts.join('; '), isFound: found.has(lba) }))
    .sort((a, b) => a.lba - b.lba);
}

function linesWords(numbers: readonly number[]): string {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  const more = sorted.length - LINES_A_MARK;
  const shown = sorted.slice(0, LINES_A_MARK).join(', ');
  return `line${sorted.length === 1 ? '' : 's'} ${shown}${more > 0 ? ` and ${more} more` : ''}`;
}

/** All of what is accused, if it is short; else the rows with marks. */
function chosenRows(
  suspects: readonly Suspect[],
  { ranges }: Probed,
  marks: readonly Mark[],
  columns: number,
): Row[] {
  const most = MOST_CELLS / columns;
  const accused = suspects.map(rangeOf);
  // A row begins where the first request of its range does, or as many columns from there.
  const rowOf = (lba: number): Row => {
    const range = rangeAt(ranges, lba)!;
    const anchor = rangesWithin(accused, range)[0]?.from ?? range.from;
    const first = anchor + Math.floor((lba - anchor) / columns) * columns;
    const from = Math.max(first, range.from);
    return { from, to: Math.min(first + columns, range.to), indent: from - first };
  };
  // What was found comes first, if there is no room for all.
  const marked = new Map<number, Row>();
  for (const { lba } of marks.toSorted((a, b) => Number(b.isFound) - Number(a.isFound))) {
    if (marked.size >= most) break;
    const row = rowOf(lba);
    marked.set(row.from, row);
  }
  const upwards = [...marked.values()].sort((a, b) => a.from - b.from);
  const each = [...upwards];
  for (const { from, to } of accused) {
    for (let lba = from; lba < to; lba += columns) {
      if (each.length > 2 * most) return upwards;
      each.push(rowOf(lba));
    }
  }
  each.sort((a, b) => a.from - b.from);
  const once = each.filter((row, i) => row.from !== each[i - 1]?.from);
  return once.length <= most ? once : upwards;
}

function cellOf(lba: number, { bad, weak, unread, latenciesMs }: Probed): Cell {
  const failed = rangeAt(bad, lba);
  if (failed !== undefined) {
    const { letter, color, words } = errorOfCode(failed.value.error);
    return { glyph: letter, color, words: `bad: ${words}`, rank: 20 };
  }
  if (rangeAt(unread, lba) !== undefined)
    return { glyph: UNREAD_GLYPH, color: null, words: 'not read', rank: 22 };
  if (rangeAt(weak, lba)?.value.exact) {
    return { glyph: WEAK_GLYPH, color: 'yellow', words: 'failed, then read', rank: 21 };
  }
  const ms = rangeAt(latenciesMs, lba)?.value ?? null;
  const rank = CLASSES.findIndex(({ limitMs }) => (ms ?? 0) < limitMs);
  const { glyph, color, name } = CLASSES[rank]!;
  return { glyph, color, words: `reads, ${name}`, rank };
}

/** Cells of one colour in one piece. */
function painted(cells: readonly Cell[], brush: Brush): string {
  let line = '';
  let piece = '';
  for (const [i, { glyph, color }] of cells.entries()) {
    piece += brush.glyph(glyph);
    if (cells[i + 1]?.color === color) continue;
    line += brush.paint(piece, color);
    piece = '';
  }
  return line;
}

/** A caret each below its cell, its words beside it. */
function markLines(marks: readonly Mark[], row: Row, start: number, brush: Brush): string[] {
  const here = marks.filter(({ lba }) => lba >= row.from && lba < row.to);
  const lines = here.slice(0, MARKS_A_ROW).map(({ lba, words }) => {
    const column = start + lba;
    const after = `${' '.repeat(column)}^ ${words}`;
    const isLong = after.length > brush.width && words.length + 4 <= column;
    return isLong ? `${words} ^`.padStart(column + 1) : after;
  });
  const more = here.length - MARKS_A_ROW;
  return more > 0 ? [...lines, `${' '.repeat(start + row.from)}and ${more} more here`] : lines;
}
