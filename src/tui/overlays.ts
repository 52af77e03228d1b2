// What lies over a screen: the question before a stop, the help, and the wish for more room.

import { CLASSES, ERRORS } from '../vocabulary/classes.ts';
import { CLASS_STYLES, ERROR_STYLES, PARTLY_GLYPH, UNREAD_GLYPH, UNREAD_STYLE } from './glyphs.ts';
import { LEAST_HEIGHT, LEAST_WIDTH, LEGEND_WIDTH } from './layout.ts';
import type { Area, Picture } from './picture.ts';
import { CAUTION, LABEL, TEXT, VALUE } from './style.ts';

function centered(picture: Picture, width: number, height: number): Area {
  const x = Math.max(0, Math.floor((picture.width - width) / 2));
  return { x, y: Math.max(0, Math.floor((picture.height - height) / 2)), width, height };
}

export function drawQuit(picture: Picture, scans: number): void {
  const area = centered(picture, 48, 5);
  picture.box(area, CAUTION);
  const what = scans === 1 ? 'Stop the scan?' : `Stop the scans of all ${scans} disks?`;
  picture.putCentered(area, area.y + 1, what, CAUTION);
  picture.putCentered(area, area.y + 3, 'y  stop       n  go on', CAUTION);
}

const KEYS: readonly (readonly [string, string])[] = [
  ['Tab', 'blocks or whole disk'],
  ['arrows hjkl', 'inspect a cell'],
  ['Home End', 'first and last cell'],
  ['PgUp PgDn', 'a quarter up or down'],
  ['p Space', 'pause, go on'],
  ['q', 'stop (asks first)'],
  ['Ctrl-C', 'stop at once'],
  ['Up Down', 'choose a disk'],
  ['Enter 1-9', 'show a disk'],
  ['Esc', 'back to all disks'],
  ['Ctrl-L', 'redraw the screen'],
];

const HELP_WIDTH = 80;
/** Classes, errors, unread, partly; their heading and the frame. */
const HELP_ROWS = CLASSES.length + ERRORS.length + 5;

export function drawHelp(picture: Picture): void {
  const area = centered(picture, HELP_WIDTH, HELP_ROWS);
  // No halves of the legend's lines beside it.
  if (area.x + area.width > picture.width - LEGEND_WIDTH) {
    picture.fill({ ...area, x: 0, width: picture.width }, ' ', TEXT);
  }
  picture.box(area, TEXT);
  picture.putCentered(area, area.y, ' help: any key closes it ', VALUE);
  const middle = area.x + 44;
  picture.put(area.x + 2, area.y + 1, 'a block is drawn by its reading', LABEL);
  picture.put(middle, area.y + 1, 'keys', LABEL);
  let y = area.y + 2;
  const line = (glyph: string, style: number, name: string, words: string) => {
    picture.set(area.x + 2, y, glyph, style);
    picture.put(area.x + 4, y, name, VALUE);
    picture.put(area.x + 11, y++, words, TEXT, middle - 1);
  };
  for (const [index, entry] of CLASSES.entries()) {
    line(entry.glyph, CLASS_STYLES[index]!, entry.name, classWords(index));
  }
  for (const [index, entry] of ERRORS.entries()) {
    line(entry.letter, ERROR_STYLES[index]!, entry.code, entry.words);
  }
  line(UNREAD_GLYPH, UNREAD_STYLE, 'unread', 'not read yet');
  line(PARTLY_GLYPH, TEXT, 'partly', 'a cell that is read in part');
  for (const [index, [key, words]] of KEYS.entries()) {
    picture.put(middle, area.y + 2 + index, key, VALUE);
    picture.put(middle + 12, area.y + 2 + index, words, TEXT, area.x + area.width - 1);
  }
  drawNotes(picture, middle, area.y + KEYS.length + 3);
}

/** What the sums mean. */
function drawNotes(picture: Picture, x: number, y: number): void {
  const notes = [
    'bad: failed in a block and alone',
    'weak: failed first, reads alone',
    'slow: took 500 ms or longer',
    'failed: a block, not narrowed yet',
    'A cell shows its worst block.',
  ];
  for (const [index, note] of notes.entries()) picture.put(x, y + index, note, TEXT);
}

function classWords(index: number): string {
  const limit = CLASSES[index]!.limitMs;
  return Number.isFinite(limit) ? `read in less than ${limit} ms` : 'took 500 ms or longer';
}

/** On a terminal that is too small for any screen; as much of it as fits. */
export function drawTooSmall(picture: Picture, what = 'the scan goes on'): void {
  const y = Math.max(0, Math.floor(picture.height / 2) - 1);
  const lines = [
    `${picture.width}x${picture.height} is too small`,
    `make it ${LEAST_WIDTH}x${LEAST_HEIGHT} or more`,
    what,
  ];
  for (const [index, line] of lines.entries()) {
    picture.putCentered(picture.area, y + index, line, VALUE);
  }
}
