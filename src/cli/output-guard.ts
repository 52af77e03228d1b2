// The one guard of all outputs: nothing is written over a target, what lies below one, a device, a map, or
// what the output is made of. It goes by what a path is, not by its name: device numbers and inodes.

import {
  type BigIntStats,
  closeSync,
  fstatSync,
  openSync,
  readlinkSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { isatty } from 'node:tty';
import { cleanText, type InspectedTarget, usageError } from '../api/common.ts';
import { attachedFiles, fileKey, isMapHead, MAP_HEAD_BYTES } from '../api/outputs.ts';
import { silence } from './terminal-output.ts';

/** Devices that hold nothing: what the shell sends there is lost, or refused. */
const PLAIN_DEVICES = ['/dev/null', '/dev/zero', '/dev/full'];
/** What may be named. */
const NAMED_DEVICES = ['/dev/null', '/dev/tty'];
const OWN_OUTPUTS = [1, 2];

/** What an output must not be written over, beside devices and maps. */
export interface Guarded {
  readonly targets: readonly InspectedTarget[];
  /** Files and disks that the output is made of: maps, logs. They need not be there yet. */
  readonly inputs: readonly string[];
  /** Files that are disks right now, by fileKey: the path of the disk. */
  readonly attached: ReadonlyMap<string, string>;
}

export async function guard(
  targets: readonly InspectedTarget[],
  inputs: readonly string[] = [],
): Promise<Guarded> {
  return { targets, inputs, attached: await attachedFiles() };
}

/** Throws ERR_USAGE for a file named by `option` that no output may be written to. Nothing is opened for
 * writing. `mayBeMap`: it may be a map that is there, which is then gone on with. */
export function assertFits(option: string, file: string, guarded: Guarded, mayBeMap = false): void {
  const name = `${option} ${cleanText(file, 200)}`;
  const stats = statOrNull(file);
  if (stats === null) {
    assertMayBeMade(name, file, guarded);
    return;
  }
  if (isDevice(stats) && !isOneOf(NAMED_DEVICES, stats)) {
    throw usageError(`${name}: expected a file, got a device; surfscan never writes to disks`);
  }
  const disk = diskOf(stats, guarded);
  if (disk !== undefined) {
    throw usageError(
      `${name}: expected another file: it is ${disk}, and surfscan never writes to disks`,
    );
  }
  const input = guarded.inputs.find((one) => isSame(statOrNull(one), stats));
  if (input !== undefined) throw madeOf(name, input);
  if (!mayBeMap && stats.isFile() && isMap(file)) {
    throw usageError(`${name}: expected another file than a scan's map: the map would be lost`);
  }
}

/** The same for standard output and error: the shell may have put a disk or a map in the terminal's
 * place. Throws ERR_USAGE; nothing more goes there then, not even why. */
export function assertOwnOutputsFit(guarded: Guarded): void {
  const misplaced = OWN_OUTPUTS.flatMap((fd) => {
    const stats = fstatOrNull(fd);
    const why = stats === null ? null : whyNot(fd, stats, guarded);
    return why === null ? [] : [{ fd, why }];
  });
  const [first] = misplaced;
  if (first === undefined) return;
  for (const { fd } of misplaced) silence(fd);
  throw usageError(`the output goes to ${first.why}`);
}

/** The same before a word is written: of any argument that might be a disk. A file that --json names may
 * be standard output. Throws ERR_USAGE. */
export async function assertOwnOutputsFitWords(words: readonly string[]): Promise<void> {
  const isFile = (stats: BigIntStats | null) =>
    stats !== null && (stats.isFile() || isDevice(stats));
  // Nearly always a terminal or a pipe: nothing need be looked up then.
  if (!OWN_OUTPUTS.some((fd) => !isatty(fd) && isFile(fstatOrNull(fd)))) return;
  const inputs = words.filter((_, index) => words[index - 1] !== '--json');
  assertOwnOutputsFit(await guard([], inputs));
}

function whyNot(fd: number, stats: BigIntStats, guarded: Guarded): string | null {
  const disk = diskOf(stats, guarded);
  if (disk !== undefined) return `${disk}: surfscan never writes to disks`;
  const input = guarded.inputs.find((one) => isSame(statOrNull(one), stats));
  if (input !== undefined) {
    return `${cleanText(input, 200)}, which is read, too: expected another file`;
  }
  // FreeBSD's disks are character devices.
  if (isDevice(stats) && !isatty(fd) && !isOneOf(PLAIN_DEVICES, stats)) {
    return 'a device: surfscan never writes to disks';
  }
  // What was opened for writing alone is read by its name in /dev/fd.
  if (stats.isFile() && isMap(`/dev/fd/${fd}`)) return "a scan's map: expected another file";
  return null;
}

/** The process's own output that `file` is another name of; undefined: none. */
export function ownOutput(file: string): number | undefined {
  const stats = statOrNull(file);
  return OWN_OUTPUTS.find((fd) => isSame(stats, fstatOrNull(fd)));
}

/** The disk that something is, in words; undefined: none that is known. */
function diskOf(stats: BigIntStats, { targets, attached }: Guarded): string | undefined {
  const target = targets.find(
    ({ device, address }) => device.kind !== 'sim' && isSame(statOrNull(address), stats),
  );
  if (target !== undefined) return `the target ${target.device.path}`;
  const disk = attached.get(fileKey(stats));
  return disk === undefined ? undefined : `what lies below ${disk}`;
}

/** A new name in /dev the next command would take for a disk; and an input may be made there, too. */
function assertMayBeMade(name: string, file: string, { inputs }: Guarded): void {
  const place = placeOf(file);
  if (place === null) return; // a folder that is not there: who opens it says so
  const input = inputs.find((one) => placeOf(one) === place);
  if (input !== undefined) throw madeOf(name, input);
  if (!place.startsWith('/dev/')) return;
  throw usageError(`${name}: expected a file, not a new name in /dev: there is no such device`);
}

function madeOf(name: string, input: string) {
  return usageError(
    `${name}: expected another file than ${cleanText(input, 200)}, which it is made of`,
  );
}

/** As path_resolution(7) has it: MAXSYMLINKS. */
const MOST_LINKS = 40;

/** Where a file is, or would be made, without links; null: its folder is not there. */
export function placeOf(file: string): string | null {
  let at = file;
  for (let links = 0; links < MOST_LINKS; links++) {
    let place: string;
    try {
      place = join(realpathSync(dirname(at)), basename(at));
    } catch {
      return null;
    }
    let link: string;
    try {
      link = readlinkSync(place);
    } catch {
      return place;
    }
    at = resolve(dirname(place), link);
  }
  return null;
}

function isDevice(stats: BigIntStats): boolean {
  return stats.isBlockDevice() || stats.isCharacterDevice();
}

function isOneOf(devices: readonly string[], stats: BigIntStats): boolean {
  return devices.some((path) => isSame(statOrNull(path), stats));
}

function isSame(a: BigIntStats | null, b: BigIntStats | null): boolean {
  if (a === null || b === null) return false;
  if (isDevice(a) && isDevice(b)) return a.rdev === b.rdev;
  return fileKey(a) === fileKey(b);
}

/** False, too, where it cannot be read. */
function isMap(file: string): boolean {
  let fd: number;
  try {
    fd = openSync(file, 'r');
  } catch {
    return false;
  }
  try {
    const head = Buffer.alloc(MAP_HEAD_BYTES);
    return isMapHead(head.subarray(0, readSync(fd, head, 0, head.length, 0)));
  } catch {
    return false;
  } finally {
    closeSync(fd);
  }
}

function statOrNull(path: string): BigIntStats | null {
  try {
    return statSync(path, { bigint: true });
  } catch {
    return null;
  }
}

function fstatOrNull(fd: number): BigIntStats | null {
  try {
    return fstatSync(fd, { bigint: true });
  } catch {
    return null;
  }
}
