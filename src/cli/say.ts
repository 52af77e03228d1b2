// What surfscan itself has to say, on standard error.

import { cleanText } from '../api/common.ts';
import { inLocale, writeAll } from './terminal-output.ts';

export function say(message: string): void {
  writeAll(2, inLocale(`surfscan: ${message}\n`));
}

export function warn(warnings: readonly string[]): void {
  for (const warning of warnings) say(`WARNING: ${cleanText(warning, 2000)}`);
}

/** Why the process may still be there when all is said. */
export function sayWhatIsLeft(run: {
  readonly leftReadBehind: boolean;
  readonly mapsLeftBehind?: readonly string[];
}): void {
  if (run.leftReadBehind) {
    say('waiting for the disk: the system lets no process go before its read returns');
  }
  for (const map of run.mapsLeftBehind ?? []) sayFileSystemIsLeft(map);
}

export function sayFileSystemIsLeft(path: string): void {
  say(
    `waiting for the file system of ${cleanText(path, 200)}: the system lets no process go before ` +
      'what it writes there is done',
  );
}
