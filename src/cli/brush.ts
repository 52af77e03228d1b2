// How standard output shows pictures that are printed once: colours only on a terminal that wants them.

import type { Brush } from '../api/check.ts';
import type { Color } from '../api/common.ts';
import { canDraw, charsetOf } from '../tui/ability.ts';
import { glyphFor } from '../tui/charset.ts';

const DEFAULT_WIDTH = 80;
const LEAST_WIDTH = 40;

/** Of ECMA-48's SGR; errors stand on their colour, as on the screen. */
const SGR: Readonly<Record<Color, string>> = {
  grey: '90',
  white: '37',
  cyan: '36',
  green: '32',
  yellow: '33',
  red: '31',
  magenta: '97;45;1',
  'bright-red': '97;41;1',
};

export function outputBrush(
  env: NodeJS.ProcessEnv = process.env,
  { isTTY, columns }: { isTTY?: boolean; columns?: number } = process.stdout,
): Brush {
  const hasColor = isTTY === true && (env.NO_COLOR ?? '') === '' && canDraw(env);
  return {
    width: Math.max(LEAST_WIDTH, columns ?? DEFAULT_WIDTH),
    glyph: glyphFor(charsetOf(env.TERM ?? '', env)),
    paint: (text, color) =>
      hasColor && color !== null ? `\x1b[${SGR[color]}m${text}\x1b[0m` : text,
  };
}
