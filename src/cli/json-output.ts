// Where the JSON report goes: standard output, or a file that is the old one until the new one is whole.

import { randomUUID } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { cleanText, usageError } from '../api/common.ts';
import { assertFits, type Guarded, ownOutput, placeOf } from './output-guard.ts';
import { writeAll } from './terminal-output.ts';

export interface JsonOutput {
  /** Writes the report, whole, over the last one. Throws where the file system does not take it, and
   * ERR_USAGE where the file has become what no output may be written over. */
  write(text: string): void;
}

/** Throws ERR_USAGE as assertFits does, and for a file that cannot be written: before anything is read, so
 * that a night's scan does not end at a folder that is not there. */
export function openJsonOutput(file: string, guarded: Guarded): JsonOutput {
  if (file === '-') return { write: (text) => writeAll(1, text) };
  // Opened anew, a redirected output would be written from its beginning, over what is there.
  const own = ownOutput(file);
  if (own !== undefined) return { write: (text) => writeAll(own, text) };
  const fits = () => assertFits('--json', file, guarded);
  fits();
  try {
    return isOrdinary(file) ? new FileOutput(file, fits) : openStream(file);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const name = cleanText(file, 200);
    throw usageError(`--json ${name}: expected a file that can be written (${code ?? cause})`);
  }
}

/** A regular file, or a name that is still free. */
function isOrdinary(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? true;
}

/** A FIFO, /dev/null, a terminal. O_NONBLOCK: a FIFO that nobody reads is refused at once. */
function openStream(file: string): JsonOutput {
  const fd = openSync(file, constants.O_WRONLY | constants.O_NONBLOCK);
  return { write: (text) => writeAll(fd, text) };
}

/** Written beside its place and renamed into it: a reader sees the old file or the new one, whole. */
class FileOutput implements JsonOutput {
  /** Without links: those stay, and what they lead to is renewed. */
  readonly #place: string;
  readonly #beside: string;

  constructor(
    file: string,
    private readonly fits: () => void,
  ) {
    this.#place = placeOf(file) ?? file;
    this.#beside = join(dirname(this.#place), `.surfscan-${randomUUID()}.json`);
    if (statSync(this.#place, { throwIfNoEntry: false })) accessSync(this.#place, constants.W_OK);
    closeSync(this.#openBeside());
    unlinkSync(this.#beside);
  }

  write(text: string): void {
    this.fits();
    const fd = this.#openBeside();
    try {
      try {
        const old = statSync(this.#place, { throwIfNoEntry: false });
        if (old !== undefined) fchmodSync(fd, old.mode & 0o777);
        writeAll(fd, text);
        fsyncSync(fd);
      } finally {
        closeSync(fd);
      }
      renameSync(this.#beside, this.#place);
    } catch (cause) {
      rmSync(this.#beside, { force: true });
      throw cause;
    }
  }

  #openBeside(): number {
    const { O_WRONLY, O_CREAT, O_EXCL } = constants;
    return openSync(this.#beside, O_WRONLY | O_CREAT | O_EXCL, 0o666);
  }
}
