// Where the words of a run leave something out and nothing else holds it, the whole report is kept.

import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { cleanText } from '../api/common.ts';
import { openJsonOutput } from './json-output.ts';
import type { Guarded } from './output-guard.ts';
import { say } from './say.ts';

/**
 * `$XDG_STATE_HOME/surfscan`, where that is an absolute path, as the XDG Base Directory Specification has
 * it; else /var/lib/surfscan for root, ~/.local/state/surfscan for others.
 */
export function stateFolder(
  { XDG_STATE_HOME: given }: NodeJS.ProcessEnv,
  isRoot: boolean,
  home: string,
): string {
  if (given !== undefined && isAbsolute(given)) return join(given, 'surfscan');
  return isRoot ? '/var/lib/surfscan' : join(home, '.local', 'state', 'surfscan');
}

/** Says where it is, or why it could not be kept. */
export async function keepReport(text: string, begun: Date, guarded: Guarded): Promise<void> {
  const folder = stateFolder(process.env, process.getuid?.() === 0, homedir());
  const moment = begun.toISOString().replace(/[-:]|\.\d+/g, '');
  const file = join(folder, `scan-${moment}-${process.pid}.json`);
  try {
    await guarded.ask('makeFolder', folder);
    await (await openJsonOutput(file, guarded)).write(text);
    say(`the whole report is in ${cleanText(file, 2000)}`);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    say(
      `the whole report could not be kept in ${cleanText(folder, 2000)}: ${cleanText(why, 2000)}`,
    );
  }
}
