// The line of keys at the bottom of a screen.

import { widthOf } from './format.ts';
import type { Picture } from './picture.ts';
import { KEY, TEXT } from './style.ts';

/** `short`: where not all fit; empty: left out there. The last ones are the last to go. */
export type KeyHint = readonly [key: string, text: string, short?: string];

export function drawKeys(picture: Picture, y: number, hints: readonly KeyHint[]): void {
  if (y >= picture.height) return;
  const width = (all: readonly KeyHint[]) =>
    all.reduce((sum, [key, text]) => sum + widthOf(key) + widthOf(text) + gap, 4 - gap);
  let gap = 5;
  let shown = hints;
  if (width(shown) > picture.width) {
    gap = 4;
    shown = hints
      .map(([key, text, short]): KeyHint => [key, short ?? text])
      .filter(([, text]) => text !== '');
  }
  // What stops and what helps stand last.
  while (width(shown) > picture.width && shown.length > 2) shown = shown.slice(1);
  let x = 1;
  for (const [key, text] of shown) {
    x = picture.put(x, y, ` ${key} `, KEY);
    x = picture.put(x, y, ` ${text}${' '.repeat(gap - 3)}`, TEXT);
  }
}
