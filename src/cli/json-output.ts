// Where a report goes that an option names a file for: standard output, or a file that is the old one until
// the new one is whole.

import { constants, openSync } from 'node:fs';
import { errnoWords, SurfscanError } from '../api/common.ts';
import { assertOpened, errnoOf, OutputFile } from './output-file.ts';
import { assertFits, type Guarded, lookAtOutput, ownOutput } from './output-guard.ts';
import { writeResults } from './terminal-output.ts';

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
  // Opened anew, a redirected output would be written from its beginning, over what is there. `place` is
  // without links: those stay, and what they lead to is renewed.
  const { stats, place } = await lookAtOutput(option, file, guarded);
  const own = await ownOutput(stats);
  if (own !== undefined) return stream(own);
  await assertFits(option, file, guarded);
  const output = new OutputFile(option, file);
  return output.opened(async () => {
    // A FIFO, /dev/null, a terminal. O_NONBLOCK: a FIFO that nobody reads is refused at once.
    if (stats !== null && stats.kind !== 'file') {
      const fd = openSync(file, constants.O_WRONLY | constants.O_NONBLOCK);
      assertOpened(output.name, fd, stats);
      return stream(fd);
    }
    await output.inTime(guarded.ask('assertCanBeWritten', place ?? file));
    return {
      isRenewed: true,
      async write(text) {
        await assertFits(option, file, guarded);
        await written(file, output.inTime(guarded.ask('writeAnew', place ?? file, text)));
      },
    };
  });
}

function stream(fd: number): JsonOutput {
  return {
    isRenewed: false,
    write: async (text) => {
      await writeResults(fd, text);
    },
  };
}

async function written(file: string, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (cause) {
    const code = errnoOf(cause);
    if (code === null) throw cause;
    const message = `the file does not take what is written: ${errnoWords(code)}`;
    throw new SurfscanError('ERR_OUTPUT', message, { errno: code, path: file, cause });
  }
}
