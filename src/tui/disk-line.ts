// A disk in one line, where there are many of them.

import { bayWords, numberOf, type Overview } from './disk-strips.ts';
import { cut, duration, foreign, integer, percent, shortCount, speed, widthOf } from './format.ts';
import { hasColumns, type LineLayout, lineLayout, STRIP_INDENT } from './layout.ts';
import type { Picture } from './picture.ts';
import { BAD_VALUE, LABEL, SELECTED, TEXT, VALUE, WEAK_VALUE } from './style.ts';
import type { Order } from './ui-state.ts';
import { drawCells } from './whole.ts';
import { bannerOf, briefly, partDone, phaseWords, shortName, speedNow } from './words.ts';

export function drawLineHeads(picture: Picture, y: number, mapRows: number, sorted: Order): void {
  if (!hasColumns(picture.width)) return;
  const layout = lineLayout(picture.width);
  const left = (column: keyof LineLayout, text: string) => {
    if (layout[column].width > 0) picture.put(layout[column].x, y, text, LABEL);
  };
  const right = (column: keyof LineLayout, text: string) => {
    const { x, width } = layout[column];
    if (width > 0) picture.putRight(x + width, y, text, LABEL);
  };
  left('name', sorted === 'bay' ? 'bay disk' : 'disk');
  left('serial', 'serial');
  right('done', 'done');
  left('state', 'state');
  right('bad', 'bad');
  right('weak', 'weak');
  right('slow', 'slow');
  if (mapRows === 0) left('map', 'the whole disk');
}

/** `mapRows`: of the map below it; 0: it is at the end of the line, where there is room. */
export function drawLine(
  picture: Picture,
  y: number,
  overview: Overview,
  disk: number,
  mapRows: number,
): void {
  const { view, progress, cells, verdict } = overview.strips[disk]!;
  const isChosen = disk === overview.selected;
  const look = isChosen ? SELECTED : VALUE;
  if (isChosen) picture.fill({ x: 0, y, width: picture.width, height: 1 }, ' ', SELECTED);
  picture.put(0, y, isChosen ? '▶' : ' ', look);
  const bay = bayWords(view.device, overview.sorted);
  if (!hasColumns(picture.width)) {
    const name = shortName(view.device, Math.floor(picture.width / 3) - widthOf(bay));
    const x = picture.put(1, y, bay + name, look) + 1;
    picture.put(x, y, briefly(progress, verdict, picture.width - x), look);
    return;
  }
  const layout = lineLayout(picture.width);
  picture.putRight(3, y, String(numberOf(overview, disk)), look);
  const name = shortName(view.device, layout.name.width - widthOf(bay));
  picture.put(layout.name.x, y, bay + name, look);
  const serial = foreign(view.device.serial ?? '–', layout.serial.width);
  picture.put(layout.serial.x, y, serial, look);
  const done = percent(partDone(progress));
  picture.putRight(layout.done.x + layout.done.width, y, done, look);
  drawState(picture, y, overview, disk, isChosen ? SELECTED : TEXT);
  drawCounts(picture, y, overview, disk, look);
  if (mapRows > 0) {
    const width = picture.width - STRIP_INDENT - 1;
    drawCells(picture, { x: STRIP_INDENT, y: y + 1, width, height: mapRows }, cells, null);
  } else if (layout.map.width > 0) {
    drawCells(picture, { ...layout.map, y, height: 1 }, cells, null);
  }
}

function drawState(
  picture: Picture,
  y: number,
  { strips, paused }: Overview,
  disk: number,
  look: number,
): void {
  const { progress, verdict } = strips[disk]!;
  const { x, width } = lineLayout(picture.width).state;
  const banner = bannerOf(progress, false, verdict);
  const isTold = banner !== null && !(paused && progress.activity === 'paused');
  if (isTold) {
    const short = widthOf(banner.text) <= width - 2 ? banner.text : withoutLba(banner.text);
    picture.put(x, y, ` ${cut(short, width - 2)} `, banner.style, x + width);
    return;
  }
  const now = speed(speedNow(progress, paused));
  const left = duration(progress.remainingSeconds);
  const isReading = progress.phase === 'pass' || progress.phase === 'waiting';
  const room = width - 1 - widthOf(left);
  const first = isReading ? now : phaseWords(progress, room - 1);
  picture.put(x, y, cut(first, room - 1), look);
  picture.putRight(x + width - 1, y, left, look);
}

/** Where says least where there is no room: the disk's own screen has it. */
function withoutLba(text: string): string {
  return text.replace(/ at LBA [\d,]+/g, '');
}

function drawCounts(
  picture: Picture,
  y: number,
  { strips }: Overview,
  disk: number,
  look: number,
): void {
  const { badSectors, failedBlocksLeft, weakPlaces, slowBlocks } = strips[disk]!.progress;
  const layout = lineLayout(picture.width);
  const count = (column: 'bad' | 'weak' | 'slow', value: number, loud: number, more = '') => {
    const { x, width } = layout[column];
    const full = `${integer(value)}${more}`;
    const text = full.length < width ? full : shortCount(value);
    if (width > 0) picture.putRight(x + width, y, text, full === '0' ? look : loud);
  };
  // A failed block that waits is most likely bad: "0" would say that nothing is the matter.
  const waiting = failedBlocksLeft === 0 ? '' : `+${failedBlocksLeft}`;
  if (`${integer(badSectors)}${waiting}`.length < layout.bad.width) {
    count('bad', badSectors, BAD_VALUE, waiting);
  } else count('bad', badSectors + failedBlocksLeft, BAD_VALUE);
  count('weak', weakPlaces, WEAK_VALUE);
  count('slow', slowBlocks, WEAK_VALUE);
}
