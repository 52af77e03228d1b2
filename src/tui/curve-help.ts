// The keys of a benchmark's screen.

import type { Picture } from './picture.ts';
import { TEXT, VALUE } from './style.ts';

const KEYS: readonly (readonly [string, string])[] = [
  ['q', 'stop; at the end leave'],
  ['Enter Esc', 'at the end: leave'],
  ['Ctrl-C', 'stop at once'],
  ['Ctrl-Z', 'suspend; fg comes back'],
  ['Ctrl-L', 'redraw the screen'],
];

const OTHER_DISKS: readonly (readonly [string, string])[] = [
  ['left right', 'other disks'],
  ['1-9', 'show a disk'],
  ['Esc', 'follow the one that runs; all of them'],
];

const WIDTH = 56;
const KEY_WIDTH = 12;

export function drawCurveHelp(picture: Picture, isSeveral: boolean): void {
  const keys = [...(isSeveral ? OTHER_DISKS : []), ...KEYS];
  if (picture.width < WIDTH || picture.height < keys.length + 2) {
    picture.clear();
    for (const [y, [key, words]] of keys.slice(0, picture.height).entries()) {
      picture.put(0, y, key, VALUE);
      picture.put(KEY_WIDTH, y, words, TEXT);
    }
    return;
  }
  const x = Math.max(0, Math.floor((picture.width - WIDTH) / 2));
  const y = Math.max(0, Math.floor((picture.height - keys.length - 2) / 2));
  const area = { x, y, width: WIDTH, height: keys.length + 2 };
  picture.box(area, TEXT);
  picture.putCentered(area, y, ' help: any key closes it ', VALUE);
  for (const [row, [key, words]] of keys.entries()) {
    picture.put(x + 2, y + 1 + row, key, VALUE);
    picture.put(x + 2 + KEY_WIDTH, y + 1 + row, words, TEXT, x + WIDTH - 1);
  }
}
