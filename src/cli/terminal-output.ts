// Standard output and error, written so that nothing is lost on the way out.

import { writeSync } from 'node:fs';

/** Writes all of it before it returns; a reader or terminal that went away is no error of ours. */
export function writeAll(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  let done = 0;
  while (done < bytes.length) {
    try {
      done += writeSync(fd, bytes, done);
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      if (code === 'EPIPE' || (code === 'EIO' && fd <= 2)) return;
      if (code !== 'EAGAIN') throw cause;
      // A pipe that is full: its reader needs a moment.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
