// A kernel's log from a file or from standard input. It may be long, hostile, or no log at all.

import { createReadStream, fstatSync, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type KernelLog, readKernelLog, usageError } from '../index.ts';
import { writeAll } from './terminal-output.ts';

const PLAIN_DEVICES = ['-', '/dev/null', '/dev/stdin', '/dev/tty'];

/** `-` is standard input. Throws ERR_USAGE for what cannot be read. */
export async function readLogInput(file: string): Promise<KernelLog> {
  if (file === '-') {
    if (process.stdin.isTTY) {
      writeAll(2, 'surfscan: reading the log from the terminal; Ctrl-D ends it\n');
    } else {
      // Node takes a directory for an empty file.
      assertLog('-', fstatSync(0));
    }
    return readAll(process.stdin, 'standard input');
  }
  assertLog(file, await stat(file).catch((cause) => unreadable(`--log ${file}`, cause)));
  return readAll(createReadStream(file), `--log ${file}`);
}

/** Reading a kernel's device of messages never ends, and reading a disk as a log takes as long. */
function assertLog(file: string, stats: Stats): void {
  if (stats.isDirectory()) throw usageError(`--log ${file}: expected a log, got a directory`);
  if (stats.isBlockDevice()) throw usageError(`--log ${file}: expected a log, got a disk`);
  const isOdd = stats.isCharacterDevice() && !PLAIN_DEVICES.includes(file);
  if (!isOdd) return;
  throw usageError(
    `--log ${file}: expected a log, got a device; dmesg | surfscan check … --log - reads the kernel’s`,
  );
}

async function readAll(
  stream: AsyncIterable<Uint8Array | string>,
  name: string,
): Promise<KernelLog> {
  try {
    return await readKernelLog(stream);
  } catch (cause) {
    if (!(cause instanceof Error) || !('syscall' in cause)) throw cause;
    return unreadable(name, cause);
  }
}

function unreadable(name: string, cause: unknown): never {
  const { code } = cause as NodeJS.ErrnoException;
  throw usageError(`${name}: expected a log that can be read (${code ?? String(cause)})`);
}
