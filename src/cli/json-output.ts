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
import { type InspectedTarget, usageError } from '../api/common.ts';
import { silence, writeAll } from './terminal-output.ts';

const PLAIN_DEVICES = ['/dev/null', '/dev/tty'];
const OWN_OUTPUTS = [1, 2];

export interface JsonOutput {
  /** Writes the report. Throws where the file system does not take it. */
  write(text: string): void;
}

/** Throws ERR_USAGE for a disk, one of the targets, or one of the `inputs`: files that the report is made
 * of. Nothing is opened. */
export function assertJsonFits(
  file: string,
  targets: readonly InspectedTarget[],
  inputs: readonly string[],
): void {
  if (file === '-' || ownOutput(file) !== undefined) return;
  assertNoDisk(file, targets);
  assertNoInput(file, inputs);
}

/** Throws ERR_USAGE as assertJsonFits, and for a file that cannot be written. */
export function openJsonOutput(
  file: string,
  targets: readonly InspectedTarget[],
  inputs: readonly string[] = [],
): JsonOutput {
  if (file === '-') return { write: (text) => writeAll(1, text) };
  // Opened anew, a redirected output would be written from its beginning, over what is there.
  const own = ownOutput(file);
  if (own !== undefined) return { write: (text) => writeAll(own, text) };
  assertJsonFits(file, targets, inputs);
  let fd: number;
  try {
    // Not truncated: whatever is there stays until there is something better. O_NONBLOCK: a FIFO that
    // nobody reads is refused at once.
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_NONBLOCK;
    fd = openSync(file, flags, 0o666);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw usageError(`--json ${file}: expected a file that can be written (${code ?? cause})`);
  }
  // An input that is yet to be made, a new map, is known to have this name only now.
  assertNoInput(file, inputs);
  return {
    write(text) {
      writeAll(fd, text);
      if (fstatSync(fd).isFile()) ftruncateSync(fd, Buffer.byteLength(text));
      closeSync(fd);
    },
  };
}

/** The shell may have opened a target for writing, as this program's output. Throws ERR_USAGE. */
export function assertOutputIsNoTarget(targets: readonly InspectedTarget[]): void {
  const addresses = targets.flatMap(({ device, address }) =>
    device.kind === 'sim' ? [] : [address],
  );
  assertOutputIsNone(addresses, 'is a target: surfscan never writes to one');
}

/** The same, of what a report is made of: maps, and the disks they are of. Throws ERR_USAGE. */
export function assertOutputIsNoInput(inputs: readonly string[]): void {
  assertOutputIsNone(inputs, 'the report is made of: expected another file');
}

function assertOutputIsNone(paths: readonly string[], which: string): void {
  for (const path of paths) {
    const stats = statOrNull(path);
    const own = OWN_OUTPUTS.filter((fd) => isSame(stats, fstatOrNull(fd)));
    if (own.length === 0) continue;
    own.forEach(silence);
    throw usageError(`the output goes to ${path}, which ${which}`);
  }
}

function ownOutput(file: string): number | undefined {
  return OWN_OUTPUTS.find((fd) => isSame(statOrNull(file), fstatOrNull(fd)));
}

function isSame(a: Stats | null, b: Stats | null): boolean {
  if (a === null || b === null) return false;
  const device = (stats: Stats) => stats.isBlockDevice() || stats.isCharacterDevice();
  if (device(a) && device(b)) return a.rdev === b.rdev;
  return a.dev === b.dev && a.ino === b.ino;
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
    if (!isSame(target, stats)) continue;
    throw usageError(`--json ${file}: expected another file than the target itself`);
  }
}

function assertNoInput(file: string, inputs: readonly string[]): void {
  const stats = statOrNull(file);
  for (const input of inputs) {
    if (!isSame(statOrNull(input), stats)) continue;
    throw usageError(`--json ${file}: expected another file than ${input}, which it is made of`);
  }
}

function statOrNull(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}

function fstatOrNull(fd: number): Stats | null {
  try {
    return fstatSync(fd);
  } catch {
    return null;
  }
}
