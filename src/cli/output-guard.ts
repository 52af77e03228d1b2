// The one guard of all outputs: nothing is written over a target, what lies below one, a device, a map, or
// what the output is made of. It goes by what a path is, not by its name: device numbers and inodes.

import { fstat } from 'node:fs';
import { isatty } from 'node:tty';
import {
  cleanText,
  type InspectedTarget,
  SurfscanError,
  usageError,
  withDeadline,
} from '../api/common.ts';
import { fileKey } from '../api/outputs.ts';
import { type Ask, ask as askApart } from './apart.ts';
import {
  beginsAsMap,
  isOwnDescriptor,
  lookAt as lookHere,
  type PathLook,
  type PathStats,
  plain,
} from './path-look.ts';
import { silence } from './terminal-output.ts';

/** Devices that hold nothing: what the shell sends there is lost, or refused. */
const PLAIN_DEVICES = ['/dev/null', '/dev/zero', '/dev/full'];
/** What may be named. */
const NAMED_DEVICES = ['/dev/null', '/dev/tty'];
const OWN_OUTPUTS = [1, 2];
const OUTPUT_OPTIONS = ['--json', '--events', '--prometheus'];
/** An output that is silent for longer is of no use, and an input is not known to be the output. */
const LIMIT_MS = 10_000;

/** What an output must not be written over, beside devices and maps. */
export interface Guarded {
  readonly targets: readonly InspectedTarget[];
  /** Files and disks that the output is made of: maps, logs. They need not be there yet. */
  readonly inputs: readonly string[];
  readonly ask: Ask;
  /** Files that are disks right now, by fileKey: the path of the disk. Asked when needed, and once. */
  readonly attached: () => Promise<ReadonlyMap<string, string>>;
}

export function guard(
  targets: readonly InspectedTarget[],
  inputs: readonly string[] = [],
  ask: Ask = askApart,
): Guarded {
  let attached: Promise<ReadonlyMap<string, string>> | null = null;
  return {
    targets,
    inputs,
    ask,
    attached: () => {
      attached ??= ask('attachedFiles');
      return attached;
    },
  };
}

/** Rejects with ERR_USAGE for a file named by `option` that no output may be written to, with ERR_OUTPUT
 * where its file system is silent. Nothing is opened for writing. `mayBeMap`: it may be a map that is
 * there, which is then gone on with. Resolves to what the file is. */
export async function assertFits(
  option: string,
  file: string,
  guarded: Guarded,
  mayBeMap = false,
): Promise<PathLook> {
  const name = `${option} ${cleanText(file, 200)}`;
  const look = await lookAtOutput(option, file, guarded);
  const { stats, isMap } = look;
  if (stats === null) {
    await assertMayBeMade(name, look, guarded);
    return look;
  }
  if (isDevice(stats)) {
    if (await isOneOf(NAMED_DEVICES, stats)) return look;
    throw usageError(`${name}: expected a file, got a device; surfscan never writes to disks`);
  }
  const disk = await diskOf(stats, guarded);
  if (disk !== undefined) {
    throw usageError(
      `${name}: expected another file: it is ${disk}, and surfscan never writes to disks`,
    );
  }
  const input = await sameInput(stats, guarded);
  if (input !== undefined) throw madeOf(name, input);
  if (!mayBeMap && isMap) {
    throw usageError(`${name}: expected another file than a scan's map: the map would be lost`);
  }
  return look;
}

/** What a file named by `option` is. Rejects with ERR_OUTPUT where its file system is silent. */
export async function lookAtOutput(
  option: string,
  file: string,
  guarded: Guarded,
): Promise<PathLook> {
  const look = await lookAt(file, guarded);
  if (look !== null) return look;
  const name = `${option} ${cleanText(file, 200)}`;
  const message = `${name}: its file system does not answer (${LIMIT_MS / 1000} s)`;
  throw new SurfscanError('ERR_OUTPUT', message, { path: file });
}

/** The same for standard output and error: the shell may have put a disk or a map in the terminal's
 * place. Rejects with ERR_USAGE; nothing more goes there then, not even why. */
export async function assertOwnOutputsFit(guarded: Guarded): Promise<void> {
  const misplaced: { fd: number; why: string }[] = [];
  for (const fd of OWN_OUTPUTS) {
    const stats = await statsOfOwn(fd);
    const why = stats === null ? null : await whyNot(fd, stats, guarded);
    if (why !== null) misplaced.push({ fd, why });
  }
  const [first] = misplaced;
  if (first === undefined) return;
  for (const { fd } of misplaced) silence(fd);
  throw usageError(`the output goes to ${first.why}`);
}

/** The same before a word is written: of any argument that might be a disk. A file that an option names may
 * be standard output. */
export async function assertOwnOutputsFitWords(words: readonly string[]): Promise<void> {
  await assertOwnOutputsFit(
    guard(
      [],
      words.filter((_, index) => !OUTPUT_OPTIONS.includes(words[index - 1] ?? '')),
    ),
  );
}

async function whyNot(fd: number, stats: PathStats, guarded: Guarded): Promise<string | null> {
  if (isDevice(stats) && (await isOneOf(PLAIN_DEVICES, stats))) return null;
  const disk = await diskOf(stats, guarded);
  if (disk !== undefined) return `${disk}: surfscan never writes to disks`;
  const input = await sameInput(stats, guarded);
  if (input !== undefined) {
    return `${cleanText(input, 200)}, which is read, too: expected another file`;
  }
  // FreeBSD's disks are character devices.
  if (isDevice(stats)) return 'a device: surfscan never writes to disks';
  // What was opened for writing alone is read by its name in /dev/fd.
  if (stats.kind === 'file' && (await beginsAsMap(`/dev/fd/${fd}`))) {
    return "a scan's map: expected another file";
  }
  return null;
}

/** The process's own output that `stats` is of; undefined: none. */
export async function ownOutput(stats: PathStats | null): Promise<number | undefined> {
  for (const fd of OWN_OUTPUTS) if (isSame(stats, await fstatOrNull(fd))) return fd;
  return undefined;
}

/** Null for what is nearly always there, a terminal or a pipe: nothing need be looked up then. */
async function statsOfOwn(fd: number): Promise<PathStats | null> {
  if (isatty(fd)) return null;
  const stats = await fstatOrNull(fd);
  return stats?.kind === 'other' ? null : stats;
}

/** The disk that something is, in words; undefined: none that is known. */
async function diskOf(stats: PathStats, guarded: Guarded): Promise<string | undefined> {
  const target = guarded.targets.find((one) => isTarget(one, stats));
  if (target !== undefined) return `the target ${target.device.path}`;
  const disk = (await guarded.attached()).get(fileKey(stats));
  return disk === undefined ? undefined : `what lies below ${disk}`;
}

/** By what it was when it was opened: it need not be asked again. An image by its file, a disk by its
 * number (node_of in native/posix/posix_open.cc). */
function isTarget({ device, node }: InspectedTarget, stats: PathStats): boolean {
  if (device.kind === 'sim') return false;
  if (device.kind === 'file') return node === `${stats.dev}:${stats.ino}`;
  return isDevice(stats) && node.startsWith(`${stats.rdev}:`);
}

async function sameInput(stats: PathStats, guarded: Guarded): Promise<string | undefined> {
  const looks = await Promise.all(guarded.inputs.map((input) => lookAt(input, guarded)));
  return guarded.inputs.find((_, i) => isSame(looks[i]?.stats ?? null, stats));
}

/** A new name in /dev the next command would take for a disk; and an input may be made there, too. */
async function assertMayBeMade(name: string, { place }: PathLook, guarded: Guarded): Promise<void> {
  if (place === null) return; // a folder that is not there: who opens it says so
  const looks = await Promise.all(guarded.inputs.map((input) => lookAt(input, guarded)));
  const input = guarded.inputs.find((_, i) => looks[i]?.place === place);
  if (input !== undefined) throw madeOf(name, input);
  if (!place.startsWith('/dev/')) return;
  throw usageError(`${name}: expected a file, not a new name in /dev: there is no such device`);
}

function madeOf(name: string, input: string) {
  return usageError(
    `${name}: expected another file than ${cleanText(input, 200)}, which it is made of`,
  );
}

/** Null: it does not answer. */
function lookAt(path: string, { ask }: Guarded): Promise<PathLook | null> {
  if (isOwnDescriptor(path)) return lookHere(path);
  const late = () => new SurfscanError('ERR_NO_ANSWER', path);
  return withDeadline(ask('look', path), LIMIT_MS, late).catch((cause) => {
    if (cause instanceof SurfscanError && cause.code === 'ERR_NO_ANSWER') return null;
    throw cause;
  });
}

function isDevice({ kind }: PathStats): boolean {
  return kind === 'block' || kind === 'character';
}

async function isOneOf(devices: readonly string[], stats: PathStats): Promise<boolean> {
  const looks = await Promise.all(devices.map(lookHere));
  return looks.some((look) => isSame(look.stats, stats));
}

function isSame(a: PathStats | null, b: PathStats | null): boolean {
  if (a === null || b === null) return false;
  if (isDevice(a) && isDevice(b)) return a.rdev === b.rdev;
  return fileKey(a) === fileKey(b);
}

function fstatOrNull(fd: number): Promise<PathStats | null> {
  return new Promise((resolve) => {
    fstat(fd, { bigint: true }, (error, stats) => resolve(error === null ? plain(stats) : null));
  });
}
