// A file that an option names for output: its file system may not answer, or not take it.

import { closeSync, fstatSync } from 'node:fs';
import { cleanText, errnoWords, SurfscanError, usageError, withDeadline } from '../api/common.ts';
import { type PathStats, plain } from './path-look.ts';

/** A file system that takes longer takes nothing. */
const LIMIT_MS = 60_000;

export class OutputFile {
  /** "--json FILE", for messages. */
  readonly name: string;

  constructor(
    option: string,
    private readonly file: string,
  ) {
    this.name = `${option} ${cleanText(file, 200)}`;
  }

  /** Rejects with ERR_OUTPUT where its file system does not answer. */
  inTime<T>(work: Promise<T>): Promise<T> {
    return withDeadline(work, LIMIT_MS, () => {
      const message = `${this.name}: its file system does not answer (${LIMIT_MS / 1000} s)`;
      return new SurfscanError('ERR_OUTPUT', message, { path: this.file });
    });
  }

  /** Of opening it: what the system says against it is ERR_USAGE. */
  async opened<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (cause) {
      const code = errnoOf(cause);
      if (code === null) throw cause;
      throw usageError(`${this.name}: expected a file that can be written: ${errnoWords(code)}`);
    }
  }
}

/** Throws ERR_USAGE, and closes it, where what was opened is not what was looked at: to another process a
 * name in /proc/self, or a link there, means something else. */
export function assertOpened(name: string, fd: number, seen: PathStats): void {
  const now = plain(fstatSync(fd, { bigint: true }));
  const isSame = now.dev === seen.dev && now.ino === seen.ino && now.rdev === seen.rdev;
  if (isSame && now.kind === seen.kind) return;
  closeSync(fd);
  throw usageError(
    `${name}: expected a name that means one file to all processes: it is another one here`,
  );
}

export function errnoOf(cause: unknown): string | null {
  if (cause instanceof SurfscanError) return cause.errno;
  return (cause as NodeJS.ErrnoException).code ?? null;
}
