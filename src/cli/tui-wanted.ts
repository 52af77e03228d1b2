// Whether there is to be a screen.

import { usageError } from '../api/common.ts';
import { canDraw } from '../tui/ability.ts';

/** As `--tui`, `--no-tui`, `--json` and `--events` say, else where there is a terminal. Throws ERR_USAGE. */
export function tuiIsWanted({
  tui,
  json,
  events = null,
}: {
  readonly tui: boolean | undefined;
  readonly json: string | null;
  readonly events?: string | null;
}): boolean {
  const taken = json === '-' ? '--json' : events === '-' ? '--events' : null;
  const terminal = process.stdout.isTTY === true && process.stdin.isTTY === true;
  if (tui !== true) return tui !== false && terminal && canDraw(process.env) && taken === null;
  if (taken !== null)
    throw usageError(`--tui and ${taken} - both want standard output: use ${taken} FILE`);
  if (!terminal)
    throw usageError('--tui: standard output and input must be a terminal; use --no-tui');
  return true;
}
