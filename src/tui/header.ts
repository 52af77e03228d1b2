// The head of a disk's screen: which disk, where it is, how far, how fast, and what is the matter.

import type { Progress, ScanView } from '../engine/scan-view.ts';
import {
  blockSize,
  cut,
  duration,
  foreign,
  integer,
  lbaRange,
  percent,
  plural,
  speed,
} from './format.ts';
import { BANNER_ROW } from './layout.ts';
import type { Picture } from './picture.ts';
import { ALARM, LABEL, style, TEXT, TITLE, TITLE_TEXT, VALUE } from './style.ts';
import type { View } from './ui-state.ts';
import {
  type Banner,
  hasOwnClock,
  identity,
  inUseWords,
  kindWords,
  leftWords,
  partDone,
  phaseWords,
  sizeWords,
  speedNow,
} from './words.ts';

const BAR_FULL = style('cyan');
const BAR_EMPTY = style('grey');
const BAR_LEAST = 10;

export const VIEW_WORDS: readonly (readonly [View, string])[] = [
  ['trail', 'single blocks'],
  ['whole', 'whole disk'],
  ['curve', 'curve'],
  ['defects', 'defects'],
];

const CLOCKS_WORDS = "speeds on its own clock, times on the wall's";
/** From here on it has room behind the speeds and times. */
const CLOCKS_WIDTH = 80 + CLOCKS_WORDS.length + 3;

/** `place`: "2/3" among several disks, else empty. */
export function drawTitle(picture: Picture, view: Pick<ScanView, 'device'>, place: string): void {
  const { width } = picture;
  picture.fill({ x: 0, y: 0, width, height: 1 }, ' ', TITLE);
  const size = `${sizeWords(view.device)} `;
  const inUse = inUseWords(view.device);
  const end = width - size.length - (inUse === '' ? 0 : inUse.length + 1);
  let x = 1;
  if (place !== '') x = picture.put(x, 0, `${place}  `, TITLE_TEXT);
  picture.put(x, 0, identity(view.device, end - x - 2), TITLE);
  picture.put(end, 0, inUse, ALARM);
  picture.putRight(width, 0, size, TITLE);
}

export function drawPosition(picture: Picture, view: ScanView, progress: Progress): void {
  const { device, grid } = view;
  let x = picture.put(1, 1, 'LBA ', LABEL);
  const digits = integer(grid.toLba).length;
  // At the end, what was read last is some block that was read again: it says nothing.
  const all = progress.activity === 'ended' && progress.doneSectors === progress.totalSectors;
  const place = all
    ? lbaRange(grid.fromLba, grid.toLba - 1)
    : integer(progress.currentLba).padStart(digits);
  x = picture.put(x, 1, place, VALUE);
  picture.put(x, 1, ` of ${integer(device.sectors)}`, LABEL);
  const bytes = grid.blockSectors * device.logicalBytes;
  const facts = [
    kindWords(device),
    plural(view.jobs, 'worker') + (view.depth > 1 ? ` × ${view.depth} reads` : ''),
    `blocks of ${blockSize(bytes)}`,
    sectorWords(device.logicalBytes, device.physicalBytes),
    ...(device.slot === null ? [] : [foreign(device.slot)]),
  ];
  // The least telling goes first where there is no room.
  const room = picture.width - x - 2 - integer(device.sectors).length;
  while (facts.length > 0 && facts.join(' · ').length > room) facts.pop();
  picture.putRight(picture.width - 1, 1, facts.join(' · '), TEXT);
}

function sectorWords(logicalBytes: number, physicalBytes: number): string {
  return logicalBytes === physicalBytes
    ? `sectors of ${logicalBytes} B`
    : `sectors of ${logicalBytes}/${physicalBytes} B`;
}

export function drawProgress(picture: Picture, progress: Progress): void {
  const done = partDone(progress);
  const x = picture.put(1, 2, phaseWords(progress), VALUE) + 2;
  const left = leftWords(progress);
  const tail = `${percent(done).padStart(7)}${left === '' ? '' : `  ${left}`}`;
  const end = picture.width - 1;
  const room = end - tail.length - 2 - x;
  if (room >= BAR_LEAST) drawBar(picture, x, 2, room, done);
  picture.putRight(end, 2, tail, VALUE);
}

export function drawBar(picture: Picture, x: number, y: number, width: number, part: number): void {
  const full = Math.floor(Math.min(1, Math.max(0, part)) * width);
  picture.fill({ x, y, width: full, height: 1 }, '█', BAR_FULL);
  picture.fill({ x: x + full, y, width: width - full, height: 1 }, '─', BAR_EMPTY);
}

export function drawSpeeds(
  picture: Picture,
  { device }: ScanView,
  progress: Progress,
  paused: boolean,
): void {
  const ended = progress.activity === 'ended';
  const items: [string, string][] = [
    ['now', speed(speedNow(progress, paused))],
    ['mean', speed(progress.bytesPerSecondMean)],
    ['elapsed', duration(progress.elapsedSeconds)],
    ['remaining', ended ? duration(0) : duration(progress.remainingSeconds)],
  ];
  // Columns that stand still while their numbers change.
  const pitches = [17, 18, 22, 0];
  let x = 1;
  for (const [index, [label, value]] of items.entries()) {
    if (x + label.length + 1 + value.length > picture.width) break;
    const behind = picture.put(x, 3, `${label} `, LABEL);
    picture.put(behind, 3, value, VALUE);
    x += pitches[index]!;
  }
  if (hasOwnClock(device) && picture.width >= CLOCKS_WIDTH) {
    picture.putRight(picture.width - 1, 3, CLOCKS_WORDS, LABEL);
  }
}

/** Without a banner: a rule that names the view. */
export function drawBanner(picture: Picture, banner: Banner | null, view: View): void {
  const row = { x: 0, y: BANNER_ROW, width: picture.width, height: 1 };
  if (banner !== null) {
    picture.fill(row, ' ', banner.style);
    picture.put(1, row.y, cut(banner.text, picture.width - 2), banner.style);
    return;
  }
  picture.fill(row, '─', LABEL);
  let x = picture.put(1, row.y, ' ', TEXT);
  for (const [name, text] of VIEW_WORDS) {
    x = picture.put(
      x,
      row.y,
      name === view ? `[${text}]` : ` ${text} `,
      name === view ? VALUE : LABEL,
    );
    x = picture.put(x, row.y, ' ', TEXT);
  }
}
