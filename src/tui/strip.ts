// A disk in a few lines and a map of its own, where there is room.

import type { Progress } from '../engine/scan-view.ts';
import { bayWords, numberOf, type Overview } from './disk-strips.ts';
import { cut, duration, integer, percent, shortCount, speed, widthOf } from './format.ts';
import { type OverviewLayout, STRIP_INDENT } from './layout.ts';
import type { Picture } from './picture.ts';
import { ALARM, BAD_VALUE, KEY, LABEL, SELECTED, TEXT, VALUE, WEAK_VALUE } from './style.ts';
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
} from './words.ts';

export function drawStrip(
  picture: Picture,
  y: number,
  { mapRows }: Pick<OverviewLayout, 'mapRows'>,
  overview: Overview,
  disk: number,
): void {
  const { progress, cells, verdict } = overview.strips[disk]!;
  const { width } = picture;
  drawHead(picture, y, overview, disk);
  const area = { x: STRIP_INDENT, y: y + 1, width: width - STRIP_INDENT - 1, height: mapRows };
  drawCells(picture, area, cells, null);
  // The pause of all disks stands above them all.
  const isToldAbove = overview.paused && progress.activity === 'paused';
  const activity = isToldAbove ? 'running' : progress.activity;
  const banner = bannerOf({ ...progress, activity }, false, verdict);
  const stateY = y + 1 + mapRows;
  const x = picture.put(STRIP_INDENT, stateY, percent(partDone(progress)).padStart(7), VALUE) + 2;
  const behind =
    banner === null
      ? drawState(picture, x, stateY, progress, overview.paused)
      : picture.put(x, stateY, ` ${cut(banner.text, width - x - 3)} `, banner.style);
  const elapsed = `${duration(progress.elapsedSeconds)} elapsed`;
  if (behind + elapsed.length + 3 <= width) picture.putRight(width - 1, stateY, elapsed, LABEL);
  drawCounts(picture, x, stateY + 1, progress);
}

function drawHead(picture: Picture, y: number, overview: Overview, disk: number): void {
  const { strips, selected, sorted } = overview;
  const number = numberOf(overview, disk);
  const { device } = strips[disk]!.view;
  const { width } = picture;
  const chosen = disk === selected;
  const look = chosen ? SELECTED : VALUE;
  if (chosen) picture.fill({ x: 0, y, width, height: 1 }, ' ', SELECTED);
  // Here the clock tells more than whether the simulated disk rotates.
  const kind = hasOwnClock(device) ? 'simulated clock' : kindWords(device);
  const facts = width < 80 ? sizeWords(device) : `${kind}  ${sizeWords(device)}`;
  picture.put(0, y, chosen ? '▶' : ' ', look);
  picture.put(1, y, String(number), number <= 9 && !chosen ? KEY : look);
  const inUse = inUseWords(device);
  const end = width - 1 - facts.length - (inUse === '' ? 0 : inUse.length + 2);
  const x = picture.put(STRIP_INDENT, y, bayWords(device, sorted), look);
  picture.put(x, y, identity(device, end - x - 2), look);
  picture.put(end, y, inUse, ALARM);
  picture.putRight(width - 1, y, facts, look);
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
  const { badSectors, weakPlaces, failedBlocksLeft, slowBlocks } = progress;
  const partsBy = (text: (count: number) => string): [string, number][] => {
    const part = (name: string, count: number, loud: number): [string, number] => [
      `${name} ${text(count)}   `,
      count === 0 ? LABEL : loud,
    ];
    return [
      part('bad sectors', badSectors, BAD_VALUE),
      ...(failedBlocksLeft === 0 ? [] : [part('to narrow', failedBlocksLeft, BAD_VALUE)]),
      part('weak', weakPlaces, WEAK_VALUE),
      part('slow blocks', slowBlocks, WEAK_VALUE),
    ];
  };
  const full = partsBy(integer);
  const width = full.reduce((sum, [text]) => sum + widthOf(text), x - 3);
  let column = x;
  for (const [text, look] of width < picture.width ? full : partsBy(shortCount)) {
    column = picture.put(column, y, text, look);
  }
}
