// Where the JSON report goes. The file is opened before anything is read, so that a night's scan does
// not end at a directory that is not there; and it is never a disk.

import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  openSync,
  type Stats,
  statSync,
} from 'node:fs';
import { type InspectedTarget, usageError } from '../index.ts';
import { writeAll } from './terminal-output.ts';

const PLAIN_DEVICES = ['/dev/null', '/dev/stdout', '/dev/stderr', '/dev/tty'];

export interface JsonOutput {
  /** Writes the report. Throws where the file system does not take it. */
  write(text: string): void;
}

/** Throws ERR_USAGE for a file that cannot be written, is a disk, or is one of the targets. */
export function openJsonOutput(file: string, targets: readonly InspectedTarget[]): JsonOutput {
  if (file === '-') return { write: (text) => writeAll(1, text) };
  assertNoDisk(file, targets);
  let fd: number;
  try {
    // Not truncated: whatever is there stays until there is something better.
    fd = openSync(file, constants.O_WRONLY | constants.O_CREAT, 0o666);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw usageError(`--json ${file}: expected a file that can be written (${code ?? cause})`);
  }
  return {
    write(text) {
      if (fstatSync(fd).isFile()) ftruncateSync(fd, 0);
      writeAll(fd, text);
      closeSync(fd);
    },
  };
}

function assertNoDisk(file: string, targets: readonly InspectedTarget[]): void {
  const stats = statOrNull(file);
  if (stats === null) return;
  const odd = stats.isBlockDevice() || (stats.isCharacterDevice() && !PLAIN_DEVICES.includes(file));
  if (odd)
    throw usageError(
      `--json ${file}: expected a file, got a device; surfscan never writes to disks`,
    );
  for (const { device, address } of targets) {
    const target = device.kind === 'file' ? statOrNull(address) : null;
    if (target === null || target.dev !== stats.dev || target.ino !== stats.ino) continue;
    throw usageError(`--json ${file}: expected another file than the target itself`);
  }
}

function statOrNull(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}
