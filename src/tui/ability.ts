// What the terminal can do, as the environment says it to every program.

import { SurfscanError } from '../vocabulary/errors.ts';
import { speaksUtf8 } from '../vocabulary/text.ts';
import type { Charset } from './charset.ts';
import type { ColorDepth } from './style.ts';

export interface Ability {
  readonly colors: ColorDepth;
  readonly charset: Charset;
}

/** Can't place a cursor. An unset TERM says the same: nothing is known. */
const NO_SCREEN = new Set(['', 'dumb', 'unknown', 'emacs', 'network', 'dialup']);

/** Terminals with 256 colours whose name does not say so. */
const RICH = /256color|direct|kitty|alacritty|foot|ghostty|wezterm|konsole|iterm|vte|mintty/i;

/** Terminals without colours, as terminfo(5) has them: no `colors` capability. `-m`, `-mono`: the same
 * of others. */
const MONOCHROME =
  /^(vt(?!525)\d+|wy(se)?-?\d+|tvi\d+|adm\d+|h19|hp\d+|sun(-\d+)?|sun-mono|qvt\d+|ansi-m(ini|r|tabs)?)\b|-(m|mono)$/i;

/** They inherit COLORTERM from the terminal around them, or have it from a login elsewhere. */
const PLAIN = /^(linux|screen(?!.*256)|vt\d|cons25|ansi|sun)/i;

/** Whether a screen can be drawn at all; else progress is for plain lines. */
export function canDraw(env: NodeJS.ProcessEnv): boolean {
  return !NO_SCREEN.has((env.TERM ?? '').toLowerCase());
}

/** Throws ERR_USAGE where no screen can be drawn. */
export function abilityOf(env: NodeJS.ProcessEnv): Ability {
  const term = env.TERM ?? '';
  if (!canDraw(env)) {
    const name = term === '' ? 'TERM is not set' : `TERM is ${JSON.stringify(term)}`;
    throw new SurfscanError(
      'ERR_USAGE',
      `the terminal cannot show the block map (${name}): use --no-tui`,
    );
  }
  return { colors: colorsOf(term, env), charset: charsetOf(term, env) };
}

/** https://no-color.org: present and not empty, whatever its value. */
function colorsOf(term: string, env: NodeJS.ProcessEnv): ColorDepth {
  if ((env.NO_COLOR ?? '') !== '') return 0;
  if (MONOCHROME.test(term) && !/color/i.test(term)) return 0;
  if (PLAIN.test(term)) return 16;
  const truecolor = /^(truecolor|24bit)$/i.test(env.COLORTERM ?? '');
  return truecolor || RICH.test(term) ? 256 : 16;
}

export function charsetOf(term: string, env: NodeJS.ProcessEnv): Charset {
  if (!speaksUtf8(env)) return 'ascii';
  return term === 'linux' ? 'console' : 'unicode';
}
