// Whether there is to be a screen.

import { usageError } from '../api/common.ts';
import { canDraw } from '../tui/ability.ts';

/** As `--tui`, `--no-tui` and `--json` say, else where there is a terminal. Throws ERR_USAGE. */
export function tuiIsWanted({
  tui,
  json,
}: {
  readonly tui: boolean | undefined;
  readonly json: string | null;
}): boolean {
  const terminal = process.stdout.isTTY === true && process.stdin.isTTY === true;
  if (tui !== true) return tui !== false && terminal && canDraw(process.env) && json !== '-';
  if (json === '-')
    throw usageError('--tui and --json - both want standard output: use --json FILE');
  if (!terminal)
    throw usageError('--tui: standard output and input must be a terminal; use --no-tui');
  return true;
}
