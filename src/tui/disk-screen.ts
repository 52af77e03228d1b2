// One disk's screen: MHDD's look.

import type { Progress, ScanView, Share } from '../engine/scan-view.ts';
import type { CellMap } from './cells.ts';
import {
  type DefectScreen,
  drawDefectList,
  drawDefects,
  drawKeys,
  type KeyHint,
} from './defects.ts';
import { cut, widthOf } from './format.ts';
import { drawBanner, drawPosition, drawProgress, drawSpeeds, drawTitle } from './header.ts';
import { diskLayout, fits } from './layout.ts';
import { drawLegend, legendHasSlow } from './legend.ts';
import type { Area, Picture } from './picture.ts';
import { drawRegister } from './register.ts';
import { drawHistogram, drawSpeedView, MARK_WORDS } from './speed-view.ts';
import { LABEL, VALUE } from './style.ts';
import { drawTrail } from './trail.ts';
import type { Ui } from './ui-state.ts';
import { describeCell, describeScale, drawCells } from './whole.ts';
import { bannerOf, briefly, identity, type Verdict } from './words.ts';

export interface DiskScreen {
  readonly view: ScanView;
  readonly progress: Progress;
  readonly ui: Ui;
  /** The shares to draw in the trail. */
  readonly trail: readonly Share[];
  readonly defects: DefectScreen;
  /** Of the view that is shown, up to date. */
  readonly cells: CellMap;
  /** A cell of the whole view. */
  readonly cursor: number | null;
  /** "2/3" among several disks, else empty. */
  readonly place: string;
  /** All that go on are. */
  readonly paused: boolean;
  readonly verdict: Verdict | null;
  /** All scans have ended: q leaves. */
  readonly ended: boolean;
}

/** A title, a defect, and what the drive said. */
const ROWS_WITH_REGISTER = 3;

export function drawDisk(picture: Picture, screen: DiskScreen): void {
  if (!fits(picture.width, picture.height)) {
    drawSmallDisk(picture, screen);
    return;
  }
  const { view, progress, ui } = screen;
  const layout = diskLayout(picture.width, picture.height);
  drawTitle(picture, view, screen.place);
  drawPosition(picture, view, progress);
  drawProgress(picture, progress);
  drawSpeeds(picture, view, progress, screen.paused);
  drawBanner(picture, bannerOf(progress, screen.paused, screen.verdict), ui.view);
  drawKeys(picture, layout.keysRow, keysOf(screen));
  if (ui.view === 'curve') drawHistogram(picture, layout.legend, screen.cells.counts);
  else drawLegend(picture, layout.legend, progress);
  if (ui.view === 'defects') {
    drawDefectList(picture, layout.all, screen.defects);
    return;
  }
  const words = drawView(picture, layout.map, screen);
  const isLoud = ui.view === 'whole' && screen.cursor !== null;
  const rows = drawCaption(picture, layout.caption, words, isLoud || ui.back > 0);
  // A long caption takes the second row from the defects.
  const { defects } = layout;
  const area = { ...defects, y: defects.y + rows - 1, height: defects.height - rows + 1 };
  const slow = legendHasSlow(layout.legend.height) ? null : progress.slowBlocks;
  const { lastAnswer } = progress;
  const isHeard = lastAnswer !== null && area.height >= ROWS_WITH_REGISTER;
  const height = isHeard ? area.height - 1 : area.height;
  drawDefects(picture, { ...area, height }, screen.defects.all, slow);
  if (isHeard) drawRegister(picture, { ...area, y: area.y + height, height: 1 }, lastAnswer);
}

/** In a few lines: how far, which disk, what is the matter, and what is seen of the view. */
function drawSmallDisk(picture: Picture, screen: DiskScreen): void {
  const { view, progress, verdict, paused } = screen;
  const { width, height } = picture;
  picture.put(0, 0, briefly(progress, verdict, width), VALUE);
  picture.put(0, 1, identity(view.device, width), LABEL);
  const banner = bannerOf(progress, paused, verdict);
  const isSaid = verdict !== null && widthOf(verdict.text) <= width;
  if (banner !== null && height > 2 && !isSaid) {
    picture.put(0, 2, cut(banner.text, width), banner.style);
  }
  const { all } = diskLayout(width, height);
  if (all.height <= 0) return;
  if (screen.ui.view === 'defects') drawDefectList(picture, all, screen.defects);
  else drawView(picture, all, screen);
}

/** Returns what is to be said of it. */
function drawView(picture: Picture, area: Area, screen: DiskScreen): string[] {
  const { view, cells, cursor, trail, ui, defects } = screen;
  if (ui.view === 'trail') {
    const words = drawTrail(picture, area, view.map, view.grid, trail, ui.back);
    return ui.back === 0 ? [words] : [`${words}`, 'scrolled back: Esc goes on'];
  }
  if (ui.view === 'curve') {
    drawSpeedView(picture, area, view, cells, defects.all);
    return [view.depth === 1 ? MARK_WORDS : `latency holds the queue  ${MARK_WORDS}`];
  }
  drawCells(picture, area, cells, cursor, ui.shade);
  return cursor === null
    ? describeScale(cells, view.device.logicalBytes, ui.shade)
    : describeCell(cells, cursor);
}

/** In one row, or where that is too narrow in two. Returns how many. */
function drawCaption(
  picture: Picture,
  area: Area,
  words: readonly string[],
  loud: boolean,
): number {
  const width = area.width - 2;
  const line = joined(words);
  const parts = words.length > 2 ? [words.slice(0, 2), words.slice(2)] : [words];
  const lines = widthOf(line) <= width ? [line] : parts.map((part) => fitting(part, width));
  const said = lines.filter((text) => text !== '');
  for (const [index, text] of said.entries()) {
    picture.put(area.x + 1, area.y + index, cut(text, width), loud ? VALUE : LABEL);
  }
  return Math.max(1, said.length);
}

/** The last words go where there is no room. */
function fitting(words: readonly string[], width: number): string {
  let kept = words;
  while (kept.length > 1 && widthOf(joined(kept)) > width) kept = kept.slice(0, -1);
  return joined(kept);
}

function joined(words: readonly string[]): string {
  return words.join(' · ');
}

function keysOf({ ui, place, ended, paused, progress, cursor }: DiskScreen): KeyHint[] {
  const keys: KeyHint[] = [];
  if (ui.view === 'whole') {
    keys.push(['arrows', 'inspect a cell', 'cell']);
    if (cursor !== null) keys.push(['Enter', 'into it', 'in']);
    keys.push(['w', ui.shade === 'worst' ? 'typical' : 'worst']);
  } else if (ui.view === 'defects') {
    keys.push(['Up Down', 'choose'], ['Enter', 'on the map'], ['f', 'filter']);
  } else if (ui.view === 'trail') keys.push(['Up', 'scroll back', 'back']);
  const isOut = ui.zoom.length > 0 || ui.back > 0 || ui.view === 'defects';
  if (isOut || place !== '') keys.push(['Esc', isOut ? 'back' : 'all disks', 'back']);
  keys.push(['Tab', 'next view', 'view']);
  if (ended) return [...keys, ['?', 'help'], ['q', 'leave']];
  const isOver = progress.activity === 'ended';
  const isPaused = paused || progress.activity === 'paused';
  if (!isOver) keys.push(['Space', isPaused ? 'go on' : 'pause']);
  return [...keys, ['q', place === '' ? 'stop' : 'stop all', 'stop'], ['?', 'help']];
}
