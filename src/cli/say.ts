// What surfscan itself has to say, on standard error.

import { cleanText } from '../api/common.ts';
import { writeAll } from './terminal-output.ts';

export function say(message: string): void {
  writeAll(2, `surfscan: ${message}\n`);
}

/** False, and said, where a report could not be written. */
export function isWritten(write: () => void): boolean {
  try {
    write();
    return true;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    say(`the report could not be written: ${cleanText(why, 2000)}`);
    return false;
  }
}
