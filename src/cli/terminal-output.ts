// Standard output and error, written so that nothing is lost on the way out.

import { writeSync } from 'node:fs';
import { SurfscanError } from '../index.ts';

/** Writes all of it before it returns; a reader or terminal that went away is no error of ours.
 * Throws ERR_OUTPUT. */
export function writeAll(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  let done = 0;
  while (done < bytes.length) {
    try {
      done += writeSync(fd, bytes, done);
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      // When standard error takes nothing, there is nobody left to tell.
      if (fd === 2 && code !== 'EAGAIN') return;
      if (code === 'EPIPE' || (code === 'EIO' && fd <= 2)) return;
      if (code !== 'EAGAIN') {
        const where = ['standard input', 'standard output', 'standard error'][fd] ?? 'the file';
        const message = `${where} does not take what is written: ${code ?? String(cause)}`;
        throw new SurfscanError('ERR_OUTPUT', message, { errno: code ?? null, cause });
      }
      // A pipe that is full: its reader needs a moment.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
