// Several disks at once: a strip each, and the state of each in words.

import type { Progress, ScanView } from '../engine/scan-view.ts';
import { CLASSES } from '../vocabulary/classes.ts';
import type { CellMap } from './cells.ts';
import { drawKeys } from './defects.ts';
import { cut, duration, integer, percent, shortCount, speed } from './format.ts';
import { CLASS_STYLES, PARTLY_GLYPH, UNREAD_GLYPH, UNREAD_STYLE } from './glyphs.ts';
import { overviewLayout, STRIP_INDENT } from './layout.ts';
import type { Picture } from './picture.ts';
import {
  ALARM,
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
  hasOwnClock,
  identity,
  inUseWords,
  kindWords,
  partDone,
  phaseWords,
  sizeWords,
  speedNow,
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
      ? [['other keys', 'leave'] as const]
      : [['p', overview.paused ? 'go on' : 'pause'] as const, ['q', 'stop'] as const]),
    ['?', 'help'],
  ]);
}

function drawTop(picture: Picture, { strips, paused, ended }: Overview): void {
  const { width } = picture;
  picture.fill({ x: 0, y: 0, width, height: 1 }, ' ', TITLE);
  const x = picture.put(1, 0, `${strips.length} disks`, TITLE);
  picture.put(x + 2, 0, states(strips), TITLE_TEXT);
  const speeds = strips.map((strip) => speedNow(strip.progress, paused));
  const known = speeds.filter((bytes) => !Number.isNaN(bytes));
  const total = known.reduce((sum, bytes) => sum + bytes, 0);
  if (known.length > 0) picture.putRight(width - 1, 0, `${speed(total)} in all`, TITLE_TEXT);
  if (!paused || ended) return;
  picture.fill({ x: 0, y: 1, width, height: 1 }, ' ', CAUTION);
  picture.put(1, 1, 'PAUSED: p goes on', CAUTION);
}

/** "5 under way, 1 PASS, 2 FAIL". */
function states(strips: readonly DiskStrip[]): string {
  const ended = strips.filter(({ progress }) => progress.activity === 'ended');
  const active = strips.length - ended.length;
  const said = [active > 0 ? `${active} under way` : 'all ended'];
  for (const verdict of ['pass', 'fail', 'incomplete'] as const) {
    const count = ended.filter((strip) => strip.verdict?.verdict === verdict).length;
    if (count > 0) said.push(`${count} ${verdict.toUpperCase()}`);
  }
  const unjudged = ended.filter((strip) => strip.verdict === null).length;
  if (unjudged > 0 && active > 0) said.push(`${unjudged} ended`);
  return said.join(', ');
}

function drawStrip(picture: Picture, y: number, overview: Overview, disk: number): void {
  const { view, progress, cells, verdict } = overview.strips[disk]!;
  const { width } = picture;
  const chosen = disk === overview.selected;
  const look = chosen ? SELECTED : VALUE;
  if (chosen) picture.fill({ x: 0, y, width, height: 1 }, ' ', SELECTED);
  // Here the clock tells more than whether the simulated disk rotates.
  const kind = hasOwnClock(view.device) ? 'simulated clock' : kindWords(view.device);
  const facts = `${kind}  ${sizeWords(view.device)}`;
  picture.put(0, y, chosen ? '▶' : ' ', look);
  picture.put(1, y, String(disk + 1), disk < 9 ? (chosen ? look : KEY) : look);
  const inUse = inUseWords(view.device);
  const end = width - 1 - facts.length - (inUse === '' ? 0 : inUse.length + 2);
  const room = end - STRIP_INDENT - 2;
  picture.put(STRIP_INDENT, y, identity(view.device, room), look);
  picture.put(end, y, inUse, ALARM);
  picture.putRight(width - 1, y, facts, look);
  const area = { x: STRIP_INDENT, y: y + 1, width: width - STRIP_INDENT - 1, height: 1 };
  drawCells(picture, area, cells, null);
  // The pause of all disks stands above them all.
  const activity = progress.activity === 'paused' ? 'running' : progress.activity;
  const banner = bannerOf({ ...progress, activity }, false, verdict);
  const x = picture.put(STRIP_INDENT, y + 2, percent(partDone(progress)).padStart(7), VALUE) + 2;
  const behind =
    banner === null
      ? drawState(picture, x, y + 2, progress, overview.paused)
      : picture.put(x, y + 2, ` ${cut(banner.text, width - x - 3)} `, banner.style);
  const elapsed = `${duration(progress.elapsedSeconds)} elapsed`;
  if (behind + elapsed.length + 3 <= width) picture.putRight(width - 1, y + 2, elapsed, LABEL);
  drawCounts(picture, x, y + 3, progress);
}

/** Returns the column behind it. */
function drawState(
  picture: Picture,
  x: number,
  y: number,
  progress: Progress,
  paused: boolean,
): number {
  const left = `${duration(progress.remainingSeconds)} left`;
  const words = [phaseWords(progress), speed(speedNow(progress, paused)), left];
  return picture.put(x, y, words.join('  '), TEXT);
}

function drawCounts(picture: Picture, x: number, y: number, progress: Progress): void {
  const { badSectors, weakSectors, failedBlocksLeft, slowBlocks } = progress;
  const partsBy = (text: (count: number) => string): [string, number][] => {
    const part = (name: string, count: number, loud: number): [string, number] => [
      `${name} ${text(count)}   `,
      count === 0 ? LABEL : loud,
    ];
    return [
      ['sectors: ', LABEL],
      part('bad', badSectors, BAD_VALUE),
      part('weak', weakSectors, WEAK_VALUE),
      ['blocks: ', LABEL],
      ...(failedBlocksLeft === 0 ? [] : [part('to narrow', failedBlocksLeft, BAD_VALUE)]),
      part('slow', slowBlocks, WEAK_VALUE),
    ];
  };
  const full = partsBy(integer);
  const width = full.reduce((sum, [text]) => sum + text.length, x - 3);
  let column = x;
  for (const [text, look] of width < picture.width ? full : partsBy(shortCount)) {
    column = picture.put(column, y, text, look);
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
