// One disk's screen: MHDD's look.

import type { Progress, ScanView, Share } from '../engine/scan-view.ts';
import type { Defect } from '../vocabulary/defects.ts';
import type { CellMap } from './cells.ts';
import { drawDefects, drawKeys, type KeyHint } from './defects.ts';
import { cut } from './format.ts';
import { drawBanner, drawPosition, drawProgress, drawSpeeds, drawTitle } from './header.ts';
import { diskLayout } from './layout.ts';
import { drawLegend, legendHasSlow } from './legend.ts';
import type { Area, Picture } from './picture.ts';
import { LABEL, VALUE } from './style.ts';
import { drawTrail } from './trail.ts';
import { describeCell, describeScale, drawCells } from './whole.ts';
import { bannerOf, type Verdict } from './words.ts';

export interface DiskScreen {
  readonly view: ScanView;
  readonly progress: Progress;
  /** The shares to draw in the trail. */
  readonly trail: readonly Share[];
  readonly defects: readonly Defect[];
  /** Up to date when the whole view is shown. */
  readonly cells: CellMap;
  readonly shown: 'trail' | 'whole';
  /** A cell of the whole view. */
  readonly cursor: number | null;
  /** "2/3" among several disks, else empty. */
  readonly place: string;
  readonly paused: boolean;
  readonly verdict: Verdict | null;
  /** All scans have ended, a key leaves. */
  readonly ended: boolean;
}

export function drawDisk(picture: Picture, screen: DiskScreen): void {
  const { view, progress, shown, cursor } = screen;
  const layout = diskLayout(picture.width, picture.height);
  drawTitle(picture, view, screen.place);
  drawPosition(picture, view, progress);
  drawProgress(picture, progress);
  drawSpeeds(picture, view, progress, screen.paused);
  drawBanner(picture, bannerOf(progress, screen.paused, screen.verdict), shown);
  drawLegend(picture, layout.legend, progress);
  drawKeys(picture, layout.keysRow, keysOf(screen));
  const words = shown === 'trail' ? drawTrailOf(picture, screen) : drawWholeOf(picture, screen);
  const rows = drawCaption(picture, layout.caption, words, shown === 'whole' && cursor !== null);
  // A long caption takes the second row from the defects.
  const { defects } = layout;
  const height = defects.height - rows + 1;
  const slow = legendHasSlow(layout.legend.height) ? null : progress.slowBlocks;
  drawDefects(picture, { ...defects, y: defects.y + rows - 1, height }, screen.defects, slow);
}

function drawTrailOf(picture: Picture, { view, trail }: DiskScreen): string[] {
  const { map } = diskLayout(picture.width, picture.height);
  return [drawTrail(picture, map, view.map, view.grid, trail)];
}

function drawWholeOf(picture: Picture, screen: DiskScreen): string[] {
  const { cells, cursor } = screen;
  drawCells(picture, diskLayout(picture.width, picture.height).map, cells, cursor);
  return cursor === null
    ? describeScale(cells, screen.view.device.logicalBytes)
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
  const lines = line.length <= width ? [line] : [words.slice(0, 2), words.slice(2)].map(joined);
  for (const [index, text] of lines.entries()) {
    picture.put(area.x + 1, area.y + index, cut(text, width), loud ? VALUE : LABEL);
  }
  return lines.length;
}

function joined(words: readonly string[]): string {
  return words.join(' · ');
}

function keysOf(screen: DiskScreen): KeyHint[] {
  const keys: KeyHint[] = [['Tab', screen.shown === 'trail' ? 'whole disk' : 'blocks']];
  if (screen.shown === 'whole') keys.push(['arrows', 'inspect a cell', 'cell']);
  if (screen.place !== '') keys.push(['Esc', 'all disks']);
  if (screen.ended) return [...keys, ['?', 'help'], ['other keys', 'leave']];
  return [...keys, ['p', screen.paused ? 'go on' : 'pause'], ['q', 'stop'], ['?', 'help']];
}
