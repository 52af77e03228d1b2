// `surfscan --version`, without loading the program: where the outputs can be nothing that must not be written over.
// Everything else goes by the guard of all outputs.

import { fstatSync, statSync, writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { toolJson } from '../api/tool.ts';

const OWN_OUTPUTS = [1, 2];

/** Whether that was all that was asked, and is answered. */
export function answeredVersion(words: readonly string[]): boolean {
  const [word] = words;
  if (words.length !== 1 || (word !== '--version' && word !== '-V')) return false;
  try {
    if (!OWN_OUTPUTS.every(holdsNothing)) return false;
    writeSync(1, `${toolJson().version}\n`);
    return true;
  } catch {
    return false; // the program says what is wrong
  }
}

/** A terminal, a pipe, a socket, or /dev/null. */
function holdsNothing(fd: number): boolean {
  const stats = fstatSync(fd);
  if (stats.isFIFO() || stats.isSocket() || isatty(fd)) return true;
  return stats.isCharacterDevice() && stats.rdev === statSync('/dev/null').rdev;
}
