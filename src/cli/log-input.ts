// A kernel's log from a file or from standard input. It may be long, hostile, or no log at all.

import { createReadStream, fstatSync, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { type KernelLog, type LogReaderOptions, readKernelLog } from '../api/check.ts';
import { errnoWords, usageError } from '../api/common.ts';
import type { CliCheckOptions } from './check-options.ts';
import type { Stopping } from './stop-signals.ts';
import { writeAll } from './terminal-output.ts';

type LogChoice = Pick<CliCheckOptions, 'log' | 'isList' | 'badBlockBytes'>;

const PLAIN_DEVICES = ['-', '/dev/null', '/dev/stdin', '/dev/tty'];

/** The files that a log comes from: none, if it is a pipe or a terminal. */
export function logFiles(log: string | null): string[] {
  if (log === null) return [];
  if (log !== '-') return [log];
  return fstatSync(0).isFile() ? ['/dev/stdin'] : [];
}

/** `-` is standard input; null: it was stopped. Throws ERR_USAGE for what cannot be read. */
export async function readLogInput(
  { log, isList, badBlockBytes }: LogChoice,
  stopping: Stopping,
): Promise<KernelLog | null> {
  const file = log!;
  const options = badBlockBytes === undefined ? {} : { badBlockBytes };
  const read = await readFile(file, options, stopping);
  if (read !== null && isList && !read.isList) {
    throw usageError(`--list ${file}: expected ddrescue's mapfile, or a number a line`);
  }
  return read;
}

async function readFile(
  file: string,
  options: LogReaderOptions,
  stopping: Stopping,
): Promise<KernelLog | null> {
  if (file === '-') {
    if (process.stdin.isTTY) {
      writeAll(2, 'surfscan: reading the log from the terminal; Ctrl-D ends it\n');
    } else {
      // Node takes a directory for an empty file.
      assertLog('-', fstatSync(0));
    }
    return readAll(process.stdin, 'standard input', options, stopping);
  }
  assertLog(file, await stat(file).catch((cause) => unreadable(`--log ${file}`, cause)));
  return readAll(createReadStream(file), `--log ${file}`, options, stopping);
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
  stream: Readable,
  name: string,
  options: LogReaderOptions,
  stopping: Stopping,
): Promise<KernelLog | null> {
  let isStopped = false;
  stopping.does(() => {
    isStopped = true;
    stream.destroy();
  });
  try {
    // Not even a stream that is destroyed ends while a read of it waits: of a FIFO nobody writes to.
    const log = await Promise.race([readKernelLog(stream, options), stopping.asked]);
    return isStopped ? null : log!;
  } catch (cause) {
    if (isStopped) return null;
    if (!(cause instanceof Error) || !('syscall' in cause)) throw cause;
    return unreadable(name, cause);
  }
}

function unreadable(name: string, cause: unknown): never {
  const { code } = cause as NodeJS.ErrnoException;
  const why = code === undefined ? String(cause) : errnoWords(code);
  throw usageError(`${name}: expected a log that can be read: ${why}`);
}
