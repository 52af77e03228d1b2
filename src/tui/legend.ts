// The legend with its live counts, at the right as in MHDD.

import type { Progress } from '../engine/scan-view.ts';
import { CLASSES, ERRORS } from '../vocabulary/classes.ts';
import { integer, shortCount } from './format.ts';
import { CLASS_STYLES, ERROR_STYLES, UNREAD_GLYPH, UNREAD_STYLE } from './glyphs.ts';
import type { Area, Picture } from './picture.ts';
import { BAD_VALUE, LABEL, TEXT, VALUE, WEAK_VALUE } from './style.ts';

/** Classes, errors, and unread. */
const LINES = CLASSES.length + ERRORS.length + 1;
/** What is bad and weak, on all but the lowest screens. */
const LEAST_SUMS = 2;

interface Line {
  readonly glyph: string;
  readonly glyphStyle: number;
  readonly name: string;
  readonly count: number;
  readonly countStyle: number;
}

export function drawLegend(picture: Picture, area: Area, progress: Progress): void {
  for (let y = area.y; y < area.y + area.height; y++) picture.set(area.x, y, '│', LABEL);
  const lines = fitting(linesOf(progress), area.height - LEAST_SUMS);
  const end = area.x + area.width;
  for (const [index, line] of lines.entries()) {
    const y = area.y + index;
    picture.set(area.x + 2, y, line.glyph, line.glyphStyle);
    picture.put(area.x + 4, y, line.name, line.count === 0 ? LABEL : TEXT);
    picture.putRight(end, y, countText(line.count, end - area.x - 11), line.countStyle);
  }
  drawSums(
    picture,
    { ...area, y: area.y + lines.length, height: area.height - lines.length },
    progress,
  );
}

/** Where there is no room for all: errors that there are none of go first, then classes. */
function fitting(lines: readonly Line[], room: number): readonly Line[] {
  const kept = [...lines];
  for (let i = kept.length - 2; i >= 0 && kept.length > room; i--) {
    if (kept[i]!.count === 0) kept.splice(i, 1);
  }
  return kept.slice(0, Math.max(0, room));
}

function countText(count: number, width: number): string {
  const texts = [integer(count), String(count)];
  return texts.find((text) => text.length <= width) ?? shortCount(count);
}

function linesOf({ blocks }: Progress): Line[] {
  const classes = CLASSES.map((entry, index) => ({
    glyph: entry.glyph,
    glyphStyle: CLASS_STYLES[index]!,
    name: entry.name,
    count: blocks[entry.name],
    countStyle: blocks[entry.name] === 0 ? LABEL : VALUE,
  }));
  const errors = ERRORS.map((entry, index) => ({
    glyph: entry.letter,
    glyphStyle: ERROR_STYLES[index]!,
    name: entry.code,
    count: blocks[entry.code],
    countStyle: blocks[entry.code] === 0 ? LABEL : BAD_VALUE,
  }));
  const unread = {
    glyph: UNREAD_GLYPH,
    glyphStyle: UNREAD_STYLE,
    name: 'unread',
    count: blocks.unread,
    countStyle: blocks.unread === 0 ? LABEL : VALUE,
  };
  return [...classes, ...errors, unread];
}

/** A blank line, and a sum each. */
const SUMS_ROWS = 4;

/** Whether `rows` have room for the slow blocks too. */
export function legendHasSlow(rows: number): boolean {
  return rows - LINES >= SUMS_ROWS;
}

/** What the blocks came to: two lines on the smallest screen, which has the third elsewhere. */
function drawSums(picture: Picture, area: Area, progress: Progress): void {
  const { badSectors, weakPlaces, slowBlocks } = progress;
  const x = area.x + 2;
  const end = area.x + area.width;
  const sum = (y: number, name: string, count: number, loud: number) => {
    picture.put(x, y, name, count === 0 ? LABEL : TEXT);
    picture.putRight(
      end,
      y,
      countText(count, end - x - name.length - 1),
      count === 0 ? LABEL : loud,
    );
  };
  if (area.height >= SUMS_ROWS) {
    sum(area.y + 1, 'bad sectors', badSectors, BAD_VALUE);
    sum(area.y + 2, 'weak', weakPlaces, WEAK_VALUE);
    sum(area.y + 3, 'slow blocks', slowBlocks, WEAK_VALUE);
    return;
  }
  sum(area.y, 'bad sectors', badSectors, BAD_VALUE);
  sum(area.y + 1, 'weak', weakPlaces, WEAK_VALUE);
}
