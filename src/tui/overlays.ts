// What lies over a screen: the questions before a stop, and the help.

import { CLASSES, ERRORS } from '../vocabulary/classes.ts';
import type { Device } from '../vocabulary/device.ts';
import { cut, widthOf } from './format.ts';
import { CLASS_STYLES, ERROR_STYLES, PARTLY_GLYPH, UNREAD_GLYPH, UNREAD_STYLE } from './glyphs.ts';
import type { Area, Picture } from './picture.ts';
import { CAUTION, LABEL, TEXT, VALUE } from './style.ts';
import { shortName } from './words.ts';

function centered(picture: Picture, width: number, height: number): Area {
  const x = Math.max(0, Math.floor((picture.width - width) / 2));
  return { x, y: Math.max(0, Math.floor((picture.height - height) / 2)), width, height };
}

const QUESTION_WIDTH = 48;

export function drawQuestion(
  picture: Picture,
  about: 'quit' | 'stop-one' | 'skip-one',
  scans: number,
  device: Device,
): void {
  const name = shortName(device, 20);
  const what = {
    quit: scans === 1 ? 'Stop the scan?' : `Stop the scans of all ${scans} disks?`,
    'stop-one': `Stop the scan of ${name} alone?`,
    'skip-one': `Skip what ${name} does now, go on to the next?`,
  }[about];
  const answers = 'y  yes       n  go on';
  if (picture.height < 5 || picture.width < QUESTION_WIDTH) {
    picture.fill({ ...picture.area, height: 1 }, ' ', CAUTION);
    picture.put(0, 0, cut(`${what} y/n`, picture.width), CAUTION);
    return;
  }
  const area = centered(picture, Math.max(QUESTION_WIDTH, widthOf(what) + 4), 5);
  picture.box(area, CAUTION);
  picture.putCentered(area, area.y + 1, what, CAUTION);
  picture.putCentered(area, area.y + 3, answers, CAUTION);
}

interface HelpLine {
  readonly glyph: string;
  readonly glyphStyle: number;
  readonly name: string;
  readonly words: string;
}

const GLYPH_LINES: readonly HelpLine[] = [
  ...CLASSES.map(({ glyph, name, limitMs }, index) => ({
    ...{ glyph, name, glyphStyle: CLASS_STYLES[index]! },
    words: Number.isFinite(limitMs) ? `read in less than ${limitMs} ms` : 'took 500 ms or longer',
  })),
  ...ERRORS.map(({ letter, code, words }, index) => ({
    ...{ glyph: letter, name: code, glyphStyle: ERROR_STYLES[index]!, words },
  })),
  { glyph: UNREAD_GLYPH, glyphStyle: UNREAD_STYLE, name: 'unread', words: 'not read yet' },
  { glyph: PARTLY_GLYPH, glyphStyle: TEXT, name: 'partly', words: 'a cell that is read in part' },
];

const DISK_KEYS: readonly (readonly [string, string])[] = [
  ['Tab', 'the next view'],
  ['d', 'the list of defects'],
  ['f', 'in it: one kind alone'],
  ['arrows hjkl', 'choose, or scroll'],
  ['PgUp PgDn', 'by more at once'],
  ['Home End', 'to the first, the last'],
  ['Enter', 'into a cell; on the map'],
  ['w', 'cells: typical, worst'],
  ['Esc', 'back: out, to all disks'],
  ['1-9', 'another disk'],
];

const OVERVIEW_KEYS: readonly (readonly [string, string])[] = [
  ['Up Down jk', 'choose a disk'],
  ['PgUp PgDn', 'by ten of them'],
  ['Home End', 'the first, the last'],
  ['Enter 1-9', 'show a disk'],
  ['o', 'by name, trouble, bay'],
];

const RUN_KEYS: readonly (readonly [string, string])[] = [
  ['Space', 'this disk: pause'],
  ['s', 'this disk: stop'],
  ['n', 'this disk: skip a step'],
  ['p', 'all disks: pause'],
  ['q', 'all disks: stop'],
  ['Ctrl-C', 'stop at once'],
  ['Ctrl-Z', 'suspend; fg comes back'],
  ['Ctrl-L', 'redraw the screen'],
];

/** What the sums mean. */
const NOTES = [
  'bad: failed in a block, alone too',
  '3+1: and failed blocks, to narrow',
  'weak: failed first, reads alone',
  'failed: a block, not narrowed yet',
];

const HELP_WIDTH = 80;
const COLUMN = 44;

type Draw = (x: number, y: number, end: number) => void;

/** All of the help, a line each, in two lists: glyphs, and keys. */
function columns(picture: Picture, isDisk: boolean): [Draw[], Draw[]] {
  const glyphs = GLYPH_LINES.map(
    (line): Draw =>
      (x, y, end) => {
        picture.set(x, y, line.glyph, line.glyphStyle);
        picture.put(x + 2, y, line.name, VALUE, end);
        picture.put(x + 9, y, line.words, TEXT, end);
      },
  );
  const key = ([name, words]: readonly [string, string]): Draw => {
    return (x, y, end) => {
      picture.put(x, y, name, VALUE, end);
      picture.put(x + 12, y, words, TEXT, end);
    };
  };
  const keys = [...(isDisk ? DISK_KEYS : OVERVIEW_KEYS), ...RUN_KEYS].map(key);
  const notes = NOTES.map(
    (note): Draw =>
      (x, y, end) => {
        picture.put(x, y, note, LABEL, end);
      },
  );
  return [glyphs, [...keys, ...(isDisk ? [] : notes)]];
}

/** Rows of the help on one page, if both lists stand side by side. */
const PAGE_ROWS = Math.max(
  GLYPH_LINES.length,
  DISK_KEYS.length + RUN_KEYS.length,
  OVERVIEW_KEYS.length + RUN_KEYS.length + NOTES.length,
);

function isOnePage(width: number, height: number): boolean {
  return width >= HELP_WIDTH && height >= PAGE_ROWS + 2;
}

/** A page has a line that says what comes next. */
function rowsOfPage(height: number): number {
  return Math.max(1, height - 1);
}

export function helpPages(width: number, height: number, isDisk: boolean): number {
  if (isOnePage(width, height)) return 1;
  const keys = RUN_KEYS.length + (isDisk ? DISK_KEYS.length : OVERVIEW_KEYS.length + NOTES.length);
  return Math.ceil((keys + GLYPH_LINES.length) / rowsOfPage(height));
}

export function drawHelp(picture: Picture, page: number, isDisk: boolean): void {
  const { width, height } = picture;
  const [glyphs, keys] = columns(picture, isDisk);
  if (!isOnePage(width, height)) {
    picture.clear();
    const rows = rowsOfPage(height);
    const shown = [...keys, ...glyphs].slice(page * rows, (page + 1) * rows);
    for (const [y, draw] of shown.entries()) draw(0, y, width);
    const pages = helpPages(width, height, isDisk);
    const foot = `help ${page + 1}/${pages}: Space goes on`;
    if (height > 1) picture.put(0, height - 1, cut(foot, width), LABEL);
    return;
  }
  const area = centered(picture, HELP_WIDTH, PAGE_ROWS + 2);
  // No halves of what lies beside it.
  picture.fill({ ...area, x: 0, width }, ' ', TEXT);
  picture.box(area, TEXT);
  picture.putCentered(area, area.y, ' help: any key closes it ', VALUE);
  const middle = area.x + COLUMN;
  for (const [row, draw] of glyphs.entries()) draw(area.x + 2, area.y + 1 + row, middle - 1);
  for (const [row, draw] of keys.entries()) {
    draw(middle, area.y + 1 + row, area.x + area.width - 1);
  }
}
