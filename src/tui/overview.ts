// Several disks at once: a strip each, and the state of each in words.

import { CLASSES } from '../classes.ts';
import type { Progress, ScanView } from '../engine/scan-view.ts';
import type { CellMap } from './cells.ts';
import { drawKeys } from './defects.ts';
import { cut, duration, integer, percent, speed } from './format.ts';
import { CLASS_STYLES, PARTLY_GLYPH, UNREAD_GLYPH, UNREAD_STYLE } from './glyphs.ts';
import { overviewLayout, STRIP_INDENT } from './layout.ts';
import type { Picture } from './picture.ts';
import {
  BAD_VALUE,
  CAUTION,
  KEY,
  LABEL,
  style,
  TEXT,
  TITLE,
  TITLE_TEXT,
  VALUE,
  WEAK_VALUE,
} from './style.ts';
import { drawCells } from './whole.ts';
import {
  bannerOf,
  identity,
  kindWords,
  partDone,
  phaseWords,
  sizeWords,
  type Verdict,
} from './words.ts';

const SELECTED = style('bright-white', 'blue');

export interface DiskStrip {
  readonly view: ScanView;
  readonly progress: Progress;
  readonly cells: CellMap;
  readonly verdict: Verdict | null;
}

export interface Overview {
  /** Of all disks. */
  readonly strips: readonly DiskStrip[];
  readonly selected: number;
  readonly paused: boolean;
  readonly ended: boolean;
}

/** The first disk of a window of `shown` that holds the selected one. */
export function firstShown(selected: number, shown: number, disks: number): number {
  return Math.max(0, Math.min(selected - Math.floor(shown / 2), disks - shown));
}

export function drawOverview(picture: Picture, overview: Overview): void {
  const { strips, selected } = overview;
  const layout = overviewLayout(picture.width, picture.height, strips.length);
  drawTop(picture, overview);
  const first = firstShown(selected, layout.shown, strips.length);
  const end = Math.min(strips.length, first + layout.shown);
  for (let disk = first; disk < end; disk++) {
    drawStrip(picture, layout.list.y + (disk - first) * layout.stripRows, overview, disk);
  }
  const above = first === 0 ? '' : `▲ ${first} more`;
  const below = end === strips.length ? '' : `▼ ${strips.length - end} more`;
  const more = [above, below].filter((text) => text !== '').join('  ');
  picture.putRight(picture.width - 1, layout.legendRow - 1, more, VALUE);
  drawLegendLine(picture, layout.legendRow);
  drawKeys(picture, layout.keysRow, [
    ['Up Down', 'select'],
    ['Enter', 'show disk'],
    ...(overview.ended
      ? [['q', 'leave'] as const]
      : [['p', overview.paused ? 'go on' : 'pause'] as const, ['q', 'stop'] as const]),
    ['?', 'help'],
  ]);
}

function drawTop(picture: Picture, { strips, paused, ended }: Overview): void {
  const { width } = picture;
  picture.fill({ x: 0, y: 0, width, height: 1 }, ' ', TITLE);
  const x = picture.put(1, 0, `${strips.length} disks`, TITLE);
  const active = strips.filter((strip) => strip.progress.activity !== 'ended').length;
  const done = strips.length - active;
  const state =
    active === 0 ? 'all ended' : `${active} under way${done > 0 ? `, ${done} ended` : ''}`;
  picture.put(x + 2, 0, state, TITLE_TEXT);
  const total = strips.reduce((sum, strip) => sum + strip.progress.bytesPerSecondNow, 0);
  if (active > 0) picture.putRight(width - 1, 0, `${speed(total)} in all`, TITLE_TEXT);
  if (!paused || ended) return;
  picture.fill({ x: 0, y: 1, width, height: 1 }, ' ', CAUTION);
  picture.put(1, 1, 'PAUSED: p goes on', CAUTION);
}

function drawStrip(picture: Picture, y: number, overview: Overview, disk: number): void {
  const { view, progress, cells, verdict } = overview.strips[disk]!;
  const { width } = picture;
  const chosen = disk === overview.selected;
  const look = chosen ? SELECTED : VALUE;
  if (chosen) picture.fill({ x: 0, y, width, height: 1 }, ' ', SELECTED);
  const facts = `${kindWords(view.device)}  ${sizeWords(view.device)}`;
  picture.put(0, y, chosen ? '▶' : ' ', look);
  picture.put(1, y, String(disk + 1), disk < 9 ? (chosen ? look : KEY) : look);
  const room = width - STRIP_INDENT - facts.length - 3;
  picture.put(STRIP_INDENT, y, identity(view.device, room), look);
  picture.putRight(width - 1, y, facts, look);
  const area = { x: STRIP_INDENT, y: y + 1, width: width - STRIP_INDENT - 1, height: 1 };
  drawCells(picture, area, cells, null);
  // The pause of all disks stands above them all.
  const activity = progress.activity === 'paused' ? 'running' : progress.activity;
  const banner = bannerOf({ ...progress, activity }, false, verdict);
  const x = picture.put(STRIP_INDENT, y + 2, percent(partDone(progress)).padStart(7), VALUE) + 2;
  if (banner === null) drawState(picture, x, y + 2, progress);
  else picture.put(x, y + 2, ` ${cut(banner.text, width - x - 3)} `, banner.style);
  drawCounts(picture, x, y + 3, progress);
}

function drawState(picture: Picture, x: number, y: number, progress: Progress): void {
  const words = [phaseWords(progress)];
  if (progress.activity !== 'ended') {
    words.push(speed(progress.bytesPerSecondNow), `${duration(progress.remainingSeconds)} left`);
  }
  picture.put(x, y, words.join('  '), TEXT);
  picture.putRight(picture.width - 1, y, `${duration(progress.elapsedSeconds)} elapsed`, LABEL);
}

function drawCounts(picture: Picture, x: number, y: number, progress: Progress): void {
  const counts: [string, number, number][] = [
    ['bad', progress.badSectors, BAD_VALUE],
    ['to narrow', progress.failedBlocksLeft, BAD_VALUE],
    ['weak', progress.weakSectors, WEAK_VALUE],
    ['slow', progress.slowBlocks, WEAK_VALUE],
  ];
  let column = x;
  for (const [name, count, loud] of counts) {
    if (name === 'to narrow' && count === 0) continue;
    column = picture.put(column, y, `${name} ${integer(count)}`, count === 0 ? LABEL : loud) + 3;
  }
}

function drawLegendLine(picture: Picture, y: number): void {
  let x = 1;
  for (const [index, entry] of CLASSES.entries()) {
    x = picture.put(x, y, entry.glyph, CLASS_STYLES[index]!);
    x = picture.put(x, y, `${entry.name} `, LABEL);
  }
  x = picture.put(x, y, PARTLY_GLYPH, TEXT);
  x = picture.put(x, y, 'partly ', LABEL);
  x = picture.put(x, y, UNREAD_GLYPH, UNREAD_STYLE);
  picture.put(x, y, 'unread  letters: errors', LABEL);
}
