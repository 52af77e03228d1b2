// Where a report goes that an option names a file for: standard output, or a file that is the old one until
// the new one is whole.

import { constants, openSync } from 'node:fs';
import { cleanText, errnoWords, SurfscanError, usageError, withDeadline } from '../api/common.ts';
import { assertFits, type Guarded, lookAtOutput, ownOutput } from './output-guard.ts';
import { writeResults } from './terminal-output.ts';

/** A file system that takes longer for a report takes none. */
const LIMIT_MS = 60_000;

export interface JsonOutput {
  /** True: it can be written again and again, the last one stays. */
  readonly isRenewed: boolean;
  /** Writes the report, whole, over the last one. Rejects where the file system does not take it, and with
   * ERR_USAGE where the file has become what no output may be written over. */
  write(text: string): Promise<void>;
}

/** Rejects with ERR_USAGE as assertFits does, and for a file that cannot be written: before anything is
 * read, so that a night's scan does not end at a folder that is not there. */
export async function openJsonOutput(
  file: string,
  guarded: Guarded,
  option = '--json',
): Promise<JsonOutput> {
  if (file === '-') return stream(1);
  // Opened anew, a redirected output would be written from its beginning, over what is there.
  const { stats, place } = await lookAtOutput(option, file, guarded);
  const own = await ownOutput(stats);
  if (own !== undefined) return stream(own);
  await assertFits(option, file, guarded);
  try {
    // A FIFO, /dev/null, a terminal. O_NONBLOCK: a FIFO that nobody reads is refused at once.
    if (stats !== null && stats.kind !== 'file') {
      return stream(openSync(file, constants.O_WRONLY | constants.O_NONBLOCK));
    }
    return await fileOutput(option, file, place ?? file, guarded);
  } catch (cause) {
    const code = errnoOf(cause);
    if (code === null) throw cause;
    const name = cleanText(file, 200);
    throw usageError(`${option} ${name}: expected a file that can be written: ${errnoWords(code)}`);
  }
}

function stream(fd: number): JsonOutput {
  return {
    isRenewed: false,
    write: async (text) => {
      await writeResults(fd, text);
    },
  };
}

/** A regular file, or a name that is still free. `place` is without links: those stay, and what they lead
 * to is renewed. */
async function fileOutput(
  option: string,
  file: string,
  place: string,
  guarded: Guarded,
): Promise<JsonOutput> {
  const name = cleanText(file, 200);
  const late = () => {
    const message = `${option} ${name}: its file system does not answer (${LIMIT_MS / 1000} s)`;
    return new SurfscanError('ERR_OUTPUT', message, { path: file });
  };
  await withDeadline(guarded.ask('assertCanBeWritten', place), LIMIT_MS, late);
  return {
    isRenewed: true,
    async write(text) {
      await assertFits(option, file, guarded);
      try {
        await withDeadline(guarded.ask('writeAnew', place, text), LIMIT_MS, late);
      } catch (cause) {
        const code = errnoOf(cause);
        if (code === null) throw cause;
        const message = `the file does not take what is written: ${errnoWords(code)}`;
        throw new SurfscanError('ERR_OUTPUT', message, { errno: code, path: file, cause });
      }
    },
  };
}

function errnoOf(cause: unknown): string | null {
  if (cause instanceof SurfscanError) return cause.errno;
  return (cause as NodeJS.ErrnoException).code ?? null;
}
