// The newest defects, and the line of keys below them.

import { errorOfCode } from '../classes.ts';
import type { Defect } from '../engine/scan-view.ts';
import { cut, latency, lbaRange } from './format.ts';
import type { Area, Picture } from './picture.ts';
import { BAD_VALUE, KEY, LABEL, TEXT, VALUE, WEAK_VALUE } from './style.ts';

const KIND_WIDTH = 7;
const ERROR_WIDTH = 5;
const LATENCY_WIDTH = 10;
/** From here on there is room for an error in words. */
const WORDS_WIDTH = 100;
/** No wider: what belongs together stands together. */
const MOST_WIDTH = 112;

/** The title, and a row each below it. */
export function drawDefects(picture: Picture, area: Area, defects: readonly Defect[]): void {
  picture.fill({ ...area, height: 1 }, '─', LABEL);
  picture.put(area.x + 1, area.y, ' newest defects ', LABEL);
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
  const lba = lbaRange(defect.from, defect.to);
  const latencyX = end - LATENCY_WIDTH;
  const errorX = latencyX - ERROR_WIDTH;
  const more = area.width >= WORDS_WIDTH ? details(defect) : '';
  const room = errorX - 1 - x - KIND_WIDTH;
  const named = lba.length + 4 <= room ? `LBA ${lba}` : lba;
  picture.put(x + KIND_WIDTH, y, cut(named, room), VALUE);
  if (more !== '') picture.put(x + KIND_WIDTH + 36, y, more, TEXT, errorX - 1);
  picture.put(errorX, y, defect.error ?? 'slow', loud);
  picture.putRight(end, y, defect.latencyMs === null ? '–' : latency(defect.latencyMs), TEXT);
}

function details(defect: Defect): string {
  const words = defect.error === null ? '' : errorOfCode(defect.error).words;
  return defect.exact || defect.kind === 'slow' ? words : `${words}; not narrowed`;
}

export type KeyHint = readonly [key: string, text: string];

export function drawKeys(picture: Picture, y: number, hints: readonly KeyHint[]): void {
  let x = 1;
  for (const [key, text] of hints) {
    if (x + key.length + text.length + 3 > picture.width) return;
    x = picture.put(x, y, ` ${key} `, KEY);
    x = picture.put(x, y, ` ${text}  `, TEXT);
  }
}
