// Several disks in a table: what came of each, before all that was found.

import { hasResult, type RunEntry } from '../engine/run-entry.ts';
import { summaryOf } from '../engine/summary.ts';
import { cleanText } from '../vocabulary/text.ts';
import { formatCount, formatElapsed } from '../vocabulary/units.ts';
import { TEXT_COLUMNS } from '../vocabulary/wrap.ts';
import { VERDICT_WORDS } from './verdict-words.ts';

const HEADS = ['disk', 'serial', 'verdict', 'bad', 'weak', 'slow', 'time'];
/** The others are numbers: they end where their head does. */
const TEXT_CELLS = 3;
const GAP = '  ';
/** What is longer is cut in its middle: names differ at both ends. */
const LEAST_NAME = 12;

export function runTable(entries: readonly RunEntry[]): string {
  const rows = [HEADS, ...entries.map(cellsOf)];
  const widths = HEADS.map((_, i) => Math.max(...rows.map((row) => [...row[i]!].length)));
  const rest = widths.slice(1).reduce((sum, width) => sum + width + GAP.length, 0);
  widths[0] = Math.max(LEAST_NAME, Math.min(widths[0]!, TEXT_COLUMNS - rest));
  const lines = rows.map((row) => row.map((cell, i) => padded(cell, widths[i]!, i)).join(GAP));
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function cellsOf(entry: RunEntry): string[] {
  const { path, serial } = entry.device;
  const names = [cleanText(path.replace(/^\/dev\//, '')), cleanText(serial ?? '-', 24)];
  if (!hasResult(entry)) {
    return [...names, entry.error === null ? '-' : VERDICT_WORDS.incomplete, '-', '-', '-', '-'];
  }
  const { weakBlocks, weakAloneSectors, slowBlocks, coverage } = summaryOf(entry);
  return [
    ...names,
    VERDICT_WORDS[entry.verdict],
    formatCount(coverage.bad),
    formatCount(weakBlocks + weakAloneSectors),
    formatCount(slowBlocks),
    formatElapsed(entry.elapsedSeconds),
  ];
}

function padded(text: string, width: number, column: number): string {
  const characters = [...text];
  if (characters.length > width) {
    const begin = Math.ceil((width - 1) / 2);
    const end = width - 1 - begin;
    const last = end === 0 ? '' : characters.slice(-end).join('');
    return `${characters.slice(0, begin).join('')}…${last}`;
  }
  const spaces = ' '.repeat(width - characters.length);
  return column < TEXT_CELLS ? text + spaces : spaces + text;
}
