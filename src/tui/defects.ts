// The newest defects, and the line of keys below them.

import { errorOfCode } from '../vocabulary/classes.ts';
import type { Defect } from '../vocabulary/defects.ts';
import { cut, integer, latency, lbaRange } from './format.ts';
import type { Area, Picture } from './picture.ts';
import { BAD_VALUE, KEY, LABEL, TEXT, VALUE, WEAK_VALUE } from './style.ts';

const KIND_WIDTH = 7;
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
  defects: readonly Defect[],
  slow: number | null,
): void {
  picture.fill({ ...area, height: 1 }, '─', LABEL);
  picture.put(area.x + 1, area.y, ' newest defects ', LABEL);
  if (slow !== null) {
    const text = ` slow blocks ${integer(slow)} `;
    picture.putRight(area.x + area.width - 1, area.y, text, slow === 0 ? LABEL : WEAK_VALUE);
  }
  if (defects.length === 0) picture.put(area.x + 1, area.y + 1, 'none', LABEL);
  for (const [index, defect] of defects.slice(0, area.height - 1).entries()) {
    drawDefect(picture, area, area.y + 1 + index, defect);
  }
}

function drawDefect(picture: Picture, area: Area, y: number, defect: Defect): void {
  const end = area.x + Math.min(area.width, MOST_WIDTH) - 1;
  const loud = defect.kind === 'bad' || defect.kind === 'failed' ? BAD_VALUE : WEAK_VALUE;
  const x = area.x + 1;
  picture.put(x, y, defect.kind, loud);
  const lba = lbaRange(defect.firstLba, defect.lastLba);
  const latencyX = end - LATENCY_WIDTH;
  const errorX = latencyX - ERROR_WIDTH;
  const room = errorX - 1 - x - KIND_WIDTH;
  const named = lba.length + 4 <= room ? `LBA ${lba}` : lba;
  picture.put(x + KIND_WIDTH, y, cut(named, room), VALUE);
  const wordsX = x + KIND_WIDTH + WORDS_INDENT;
  if (area.width >= WORDS_WIDTH) picture.put(wordsX, y, details(defect, errorX - 1 - wordsX), TEXT);
  picture.put(errorX, y, defect.error ?? 'slow', loud);
  picture.putRight(end, y, defect.latencyMs === null ? '–' : latency(defect.latencyMs), TEXT);
}

function details({ kind, error, exact }: Defect, width: number): string {
  const words = error === null ? '' : errorOfCode(error).words;
  if (kind === 'failed' && !exact) return cut(`${words}; not narrowed`, width);
  if (kind !== 'weak') return cut(words, width);
  // The error's code stands in the row as well: where there is no room its words are left out.
  const why = exact ? 'read well when tried again' : 'read well when its sectors were read alone';
  const says = [`${words}; ${why}`, why];
  return says.find((text) => text.length <= width) ?? cut('read well alone', width);
}

/** `short`: where not all fit. */
export type KeyHint = readonly [key: string, text: string, short?: string];

export function drawKeys(picture: Picture, y: number, hints: readonly KeyHint[]): void {
  const widths = hints.map(([key, text]) => key.length + text.length + 5);
  const tight = widths.reduce((sum, width) => sum + width, 0) - 1 > picture.width;
  let x = 1;
  for (const [key, long, short] of hints) {
    const text = tight ? (short ?? long) : long;
    x = picture.put(x, y, ` ${key} `, KEY);
    x = picture.put(x, y, ` ${text}  `, TEXT);
  }
}
