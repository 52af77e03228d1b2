// Several disks at once: as much of each as there is room for, and in the head what came of all.

import type { Progress } from '../engine/scan-view.ts';
import { CLASSES } from '../vocabulary/classes.ts';
import { formatDuration } from '../vocabulary/units.ts';
import { drawKeys, type KeyHint } from './defects.ts';
import { drawLine, drawLineHeads } from './disk-line.ts';
import type { DiskStrip, Overview } from './disk-strips.ts';
import { cut, integer, percent, speed, widthOf } from './format.ts';
import { CLASS_STYLES, PARTLY_GLYPH, UNREAD_GLYPH, UNREAD_STYLE } from './glyphs.ts';
import { overviewLayout } from './layout.ts';
import type { Picture } from './picture.ts';
import { drawStrip } from './strip.ts';
import { ALARM, CAUTION, LABEL, TEXT, TITLE, TITLE_TEXT, VALUE } from './style.ts';
import { nextOrder } from './ui-state.ts';
import { partDone, shortName, speedNow, troubleOf } from './words.ts';

/** The first place of a window of `shown` that holds the selected one. */
export function firstShown(place: number, shown: number, disks: number): number {
  return Math.max(0, Math.min(place - Math.floor(shown / 2), disks - shown));
}

export function drawOverview(picture: Picture, overview: Overview): void {
  const { strips, order, selected } = overview;
  const layout = overviewLayout(picture.width, picture.height, strips.length);
  const first = firstShown(order.indexOf(selected), layout.shown, strips.length);
  const end = Math.min(strips.length, first + layout.shown);
  drawTop(picture, overview);
  drawSecond(
    picture,
    overview,
    new Set(order.slice(first, end)),
    moreWords(first, end, strips.length),
  );
  if (layout.isLine) drawLineHeads(picture, layout.list.y - 1, layout.mapRows, overview.sorted);
  for (let place = first; place < end; place++) {
    const y = layout.list.y + (place - first) * layout.rows;
    if (layout.isLine) drawLine(picture, y, overview, order[place]!, layout.mapRows);
    else drawStrip(picture, y, layout, overview, order[place]!);
  }
  if (!layout.isLine) drawLegendLine(picture, layout.legendRow);
  drawKeys(picture, layout.keysRow, keysOf(overview));
}

function moreWords(first: number, end: number, disks: number): string {
  const above = first === 0 ? '' : `▲ ${first} more`;
  const below = end === disks ? '' : `▼ ${disks - end} more`;
  const said = [above, below].filter((text) => text !== '');
  return said.length === 0 ? '' : ` ${said.join(' ')} `;
}

function keysOf({ strips, sorted, paused, ended }: Overview): KeyHint[] {
  const hasBays = strips.some(({ view }) => view.device.slot !== null);
  const keys: KeyHint[] = [
    ['Up Down', 'select', ''],
    ['Enter', 'show disk', 'show'],
    ['o', `by ${nextOrder(sorted, hasBays)}`, 'order'],
  ];
  if (ended) return [...keys, ['?', 'help'], ['q', 'leave']];
  return [
    ...keys,
    ['Space', 'pause one', 'pause'],
    ['s', 'stop one', 'stop'],
    ['p', paused ? 'all go on' : 'pause all', 'all'],
    ['q', 'stop all', 'stop all'],
    ['?', 'help'],
  ];
}

function drawTop(picture: Picture, { strips, paused }: Overview): void {
  const { width } = picture;
  picture.fill({ x: 0, y: 0, width, height: 1 }, ' ', TITLE);
  const speeds = strips.map((strip) => speedNow(strip.progress, paused));
  const known = speeds.filter((bytes) => !Number.isNaN(bytes));
  const total = known.reduce((sum, bytes) => sum + bytes, 0);
  const head = `${strips.length} disks: `;
  const x = picture.put(width > 40 ? 1 : 0, 0, head, TITLE);
  const behind = picture.put(x, 0, cut(states(strips), width - x), TITLE_TEXT);
  const sum = `${speed(total)} in all`;
  if (known.length > 0 && behind + widthOf(sum) + 2 < width) {
    picture.putRight(width - 1, 0, sum, TITLE_TEXT);
  }
}

/** What is for all disks, and the trouble of those that are out of sight; `more`: how many those are. */
function drawSecond(
  picture: Picture,
  overview: Overview,
  seen: ReadonlySet<number>,
  more: string,
): void {
  const { width } = picture;
  picture.putRight(width - 1, 1, more, VALUE);
  const end = width - 1 - widthOf(more);
  const { strips, order, paused, ended } = overview;
  const said: string[] = paused && !ended ? ['PAUSED: p goes on'] : [];
  const hidden = order.filter((disk) => !seen.has(disk)).flatMap((disk) => newsOf(strips[disk]!));
  if (hidden.length > 0) said.push(`out of sight: ${hidden.join(', ')}`);
  if (said.length === 0) return;
  const ink = hidden.length > 0 ? ALARM : CAUTION;
  picture.fill({ x: 0, y: 1, width: more === '' ? width : end, height: 1 }, ' ', ink);
  picture.put(1, 1, cut(said.join(' · '), end - 2), ink);
}

/** What must be told of a disk that nobody sees. */
function newsOf({ view, progress, verdict }: DiskStrip): string[] {
  const name = shortName(view.device, 16);
  const trouble = troubleOf(progress, verdict);
  // Of one that left no verdict is a judgement of the disk.
  if (trouble === 'failed') return [`${name} ${verdict?.verdict === 'fail' ? 'FAIL' : 'lost'}`];
  if (trouble === 'silent') return [`${name} ${progress.wait === null ? 'alarm' : 'no answer'}`];
  return trouble === 'bad' ? [`${name} bad`] : [];
}

/** "5 under way, 1 PASS, 2 FAIL". */
function states(strips: readonly DiskStrip[]): string {
  const ended = strips.filter(({ progress }) => progress.activity === 'ended');
  const paused = strips.filter(({ progress }) => progress.activity === 'paused').length;
  const active = strips.length - ended.length;
  const said = [active > 0 ? `${active} under way` : 'all ended'];
  if (paused > 0 && paused < active) said.push(`${paused} paused`);
  for (const verdict of ['pass', 'fail', 'incomplete'] as const) {
    const count = ended.filter((strip) => strip.verdict?.verdict === verdict).length;
    if (count > 0) said.push(`${count} ${verdict.toUpperCase()}`);
  }
  const unjudged = ended.filter((strip) => strip.verdict === null).length;
  if (unjudged > 0 && active > 0) said.push(`${unjudged} ended`);
  return said.join(', ');
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

/** As briefly, of all of them: the longest is what one waits for. */
function inAll(strips: readonly DiskStrip[], width: number): string {
  const all = strips.map(({ progress }) => progress);
  const sum = (of: (progress: Progress) => number) => all.reduce((so, one) => so + of(one), 0);
  const part = sum(partDone) / all.length;
  const bad = sum(({ badSectors }) => badSectors);
  const left = Math.max(...all.map(({ remainingSeconds }) => remainingSeconds ?? 0));
  const isOver = all.every(({ activity }) => activity === 'ended');
  const wait = isOver ? [] : [`${formatDuration(left)} left`];
  const words = [percent(part), `${integer(bad)} bad`, ...wait, states(strips)];
  while (words.length > 1 && widthOf(words.join('  ')) > width) words.pop();
  return cut(words.join('  '), width);
}

/** In so few lines: the head, and a line for each disk that has room. */
export function drawSmallOverview(picture: Picture, overview: Overview): void {
  const { strips, order, selected } = overview;
  const rows = Math.max(0, picture.height - 1);
  if (picture.height <= 1) {
    picture.put(0, 0, inAll(strips, picture.width), VALUE);
    return;
  }
  drawTop(picture, overview);
  if (picture.height > 3) drawSecond(picture, overview, new Set(order), '');
  const top = picture.height > 3 ? 2 : 1;
  const shown = Math.max(0, Math.min(strips.length, rows - top + 1));
  const first = firstShown(order.indexOf(selected), shown, strips.length);
  for (const [row, disk] of order.slice(first, first + shown).entries()) {
    drawLine(picture, top + row, overview, disk, 0);
  }
}
