// Standard output and error, written so that nothing is lost on the way out.

import { write, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { asciiText, errnoWords, SurfscanError, speaksUtf8 } from '../api/common.ts';

const silenced = new Set<number>();

/** Nothing more goes there, not even why: the shell put a disk or map in the terminal's place. */
export function silence(fd: number): void {
  silenced.add(fd);
}

/** Longer than a reader is busy; then what standard error would say is left out. */
const MOST_TRIES = 400;
const PAUSE_MS = 5;

/** Writes all of it before it returns; a reader or terminal that went away is no error of ours: then
 * it returns false, and nothing more need be written. Throws ERR_OUTPUT where `fd`, but for standard
 * error, does not take it. For messages: no signal is heard meanwhile. */
export function writeAll(fd: number, text: string): boolean {
  if (silenced.has(fd)) return false;
  const bytes = Buffer.from(text);
  let done = 0;
  for (let tries = 0; done < bytes.length; ) {
    try {
      done += writeSync(fd, bytes, done);
      tries = 0;
    } catch (cause) {
      const reaction = reactionTo(cause as NodeJS.ErrnoException, fd);
      if (reaction === 'gone' || (fd === 2 && ++tries > MOST_TRIES)) return false;
      // A pipe that is full: its reader needs a moment.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
    }
  }
  return true;
}

/** The same for results, which may be long: signals are heard while the reader takes its time. */
export async function writeResults(fd: number, text: string): Promise<boolean> {
  if (silenced.has(fd)) return false;
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length; ) {
    try {
      done += (await writePart(fd, bytes, done, bytes.length - done, null)).bytesWritten;
    } catch (cause) {
      if (reactionTo(cause as NodeJS.ErrnoException, fd) === 'gone') return false;
      await sleep(PAUSE_MS);
    }
  }
  return true;
}

const writePart = promisify(write);

/** Words as the locale can show them. JSON is UTF-8 everywhere. */
export function inLocale(text: string): string {
  return speaksUtf8(process.env) ? text : asciiText(text);
}

/** `again`: it has no room now; `gone`: nobody reads on. Throws ERR_OUTPUT for all else. */
function reactionTo(cause: NodeJS.ErrnoException, fd: number): 'again' | 'gone' {
  const { code } = cause;
  if (code === 'EAGAIN') return 'again';
  // When standard error takes nothing, there is nobody left to tell.
  if (fd === 2 || code === 'EPIPE' || (code === 'EIO' && fd <= 2)) return 'gone';
  const where = ['standard input', 'standard output', 'standard error'][fd] ?? 'the file';
  const message = `${where} does not take what is written: ${code === undefined ? String(cause) : errnoWords(code)}`;
  throw new SurfscanError('ERR_OUTPUT', message, { errno: code ?? null, cause });
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
