// Whether file systems have room for maps, asked before anything is written there.

import type { StatsFs } from 'node:fs';
import { access, constants, realpath, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SurfscanError } from '../vocabulary/errors.ts';
import { formatBytes } from '../vocabulary/units.ts';
import { shownPath } from './storage.ts';

/** A map that is to be written, and the size that it takes at once. */
export interface SizedMap {
  readonly path: string;
  readonly bytes: number;
  /** What is there stays meanwhile; default false. */
  readonly isBeside?: boolean;
  /** Nothing is there yet; default false. */
  readonly isNew?: boolean;
}

export interface Room {
  /** Of the file system: maps of one share its room. */
  readonly fileSystem: string;
  /** null: it does not say. */
  readonly freeBytes: number | null;
  /** What the file of this name takes already. */
  readonly heldBytes: number;
}

export type AskRoom = (path: string) => Promise<Room>;
type AskStatfs = (
  folder: string,
) => Promise<Pick<StatsFs, 'bsize' | 'blocks' | 'bfree' | 'bavail'>>;

/** Those that have none, by path, each with why: those before it are taken for written. */
export async function withoutRoom(
  maps: readonly SizedMap[],
  ask: AskRoom = (path) => roomFor(path),
): Promise<ReadonlyMap<string, SurfscanError>> {
  const left = new Map<string, number>();
  const refused = new Map<string, SurfscanError>();
  for (const { path, bytes, isBeside = false } of maps) {
    const { fileSystem, freeBytes, heldBytes } = await ask(path);
    if (freeBytes === null) continue;
    const free = (left.get(fileSystem) ?? freeBytes) + (isBeside ? 0 : heldBytes);
    if (bytes > free) refused.set(path, noRoom(path, bytes, free));
    else left.set(fileSystem, free - bytes);
  }
  return refused;
}

/** Whether a new file can be made there, as far as that can be told before. */
export async function takesFiles(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
}

function noRoom(path: string, bytes: number, free: number): SurfscanError {
  return new SurfscanError(
    'ERR_MAP_SPACE',
    `there is no room for the map ${shownPath(path)}: it takes ${formatBytes(bytes)}, and its file ` +
      `system has ${formatBytes(free)} left`,
    { errno: 'ENOSPC', syscall: 'statfs', path: shownPath(path) },
  );
}

/** Of the file system that `path` is on, or is to be on. What does not answer has room until it is written
 * to. */
export async function roomFor(
  path: string,
  ask: AskStatfs = statfs,
  isRoot = process.getuid?.() === 0,
): Promise<Room> {
  try {
    const place = await realpath(path).catch(() => path);
    const [{ dev }, { bsize, blocks, bfree, bavail }] = await Promise.all([
      stat(dirname(place)),
      ask(dirname(place)),
    ]);
    const held = await stat(place).catch(() => null);
    // statfs(2): f_bavail is what is left for the unprivileged. File systems that have no size say 0 blocks.
    const free = isRoot ? bfree : bavail;
    return {
      fileSystem: String(dev),
      freeBytes: blocks === 0 ? null : Math.max(0, free) * bsize,
      // stat(2): st_blocks counts 512 bytes.
      heldBytes: (held?.blocks ?? 0) * 512,
    };
  } catch {
    return { fileSystem: path, freeBytes: null, heldBytes: 0 };
  }
}
