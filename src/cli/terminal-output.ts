// Standard output and error, written so that nothing is lost on the way out.

import { writeSync } from 'node:fs';
import { SurfscanError } from '../api/common.ts';

const silenced = new Set<number>();

/** Nothing more goes there, not even why: the shell put a disk or map in the terminal's place. */
export function silence(fd: number): void {
  silenced.add(fd);
}

/** Writes all of it before it returns; a reader or terminal that went away is no error of ours: then
 * it returns false, and nothing more need be written. Throws ERR_OUTPUT where `fd`, but for standard
 * error, does not take it. */
export function writeAll(fd: number, text: string): boolean {
  if (silenced.has(fd)) return false;
  const bytes = Buffer.from(text);
  let done = 0;
  while (done < bytes.length) {
    try {
      done += writeSync(fd, bytes, done);
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      // When standard error takes nothing, there is nobody left to tell.
      if (fd === 2 && code !== 'EAGAIN') return false;
      if (code === 'EPIPE' || (code === 'EIO' && fd <= 2)) return false;
      if (code !== 'EAGAIN') {
        const where = ['standard input', 'standard output', 'standard error'][fd] ?? 'the file';
        const message = `${where} does not take what is written: ${code ?? String(cause)}`;
        throw new SurfscanError('ERR_OUTPUT', message, { errno: code ?? null, cause });
      }
      // A pipe that is full: its reader needs a moment.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
  return true;
}

/** A write a line costs more than the line; characters. */
const CHUNK_LENGTH = 64 * 1024;

/**
 * Hands lines on in large pieces, each line with its ending, until there are no more or `write` says
 * false: nobody reads on.
 */
export function writeLines(
  write: (text: string) => boolean,
  lines: Iterable<string>,
  ending: string,
): void {
  let chunk = '';
  for (const line of lines) {
    chunk += line + ending;
    if (chunk.length < CHUNK_LENGTH) continue;
    if (!write(chunk)) return;
    chunk = '';
  }
  if (chunk !== '') write(chunk);
}
