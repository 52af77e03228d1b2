// The file below a map: opened so that it can only be a file, locked, read and written whole pieces at
// a time. Nothing here blocks the main thread: the file system may lie on a dying disk.

import { type BigIntStats, constants, type Stats } from 'node:fs';
import { type FileHandle, open, rename, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { native } from '../addon/native.ts';
import { errnoWords } from '../vocabulary/errno.ts';
import { SurfscanError, usageError } from '../vocabulary/errors.ts';
import { cleanText } from '../vocabulary/text.ts';

const MOST_SHOWN_PATH = 200;
const NO_SPACE = ['ENOSPC', 'EDQUOT', 'EFBIG'];
/** Of fsync of a directory: this file system needs none, or knows none. */
const NO_DIRECTORY_SYNC = ['EINVAL', 'ENOTSUP', 'EISDIR', 'EACCES'];
/** A FIFO without a writer does not hold up who opens it; a terminal stays nobody's. */
const CAREFUL = constants.O_NONBLOCK | constants.O_NOCTTY;

/** What a map file needs of a file; positions in bytes. Each call does all of its work or rejects with
 * ERR_MAP or ERR_MAP_SPACE; `read` with ERR_USAGE where the file ends before. */
export interface MapStorage {
  /** For messages: clean. */
  readonly name: string;
  size(): Promise<number>;
  read(buffer: Uint8Array, position: number): Promise<void>;
  write(buffer: Uint8Array, position: number): Promise<void>;
  truncate(): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

export type Opening = 'create' | 'write' | 'read';

export function shownPath(path: string): string {
  return cleanText(path, MOST_SHOWN_PATH);
}

/** Opens and, but for reading only, locks. Throws ERR_USAGE for what is no regular file, cannot be
 * opened, or is locked by another run, for `create` also where there is something already; ERR_MAP_SPACE
 * where there is no room for a file. */
export async function openStorage(path: string, opening: Opening): Promise<FileStorage> {
  if (opening !== 'create') assertRegular(path, await stat(path).catch(refuse(path)));
  const handle = await open(path, openFlags(opening), 0o666).catch((cause: unknown) =>
    opening === 'create' && errnoOf(cause) === 'EEXIST'
      ? refuseExisting(path)
      : refuse(path)(cause),
  );
  try {
    // Between the two calls above the name may have come to mean something else.
    assertRegular(path, await handle.stat());
    if (opening !== 'read') lock(path, handle);
    return new FileStorage(path, handle);
  } catch (error) {
    // Where the lock is another's, so is the file by now.
    if (opening === 'create' && !isLocked(error)) await unlink(path).catch(() => {});
    await handle.close();
    throw error;
  }
}

/** Makes a new file's name as durable as the file. Rejects with ERR_MAP or ERR_MAP_SPACE. */
export async function syncDirectoryOf(path: string): Promise<void> {
  const name = shownPath(path);
  try {
    const directory = await open(dirname(path), constants.O_RDONLY | constants.O_DIRECTORY);
    try {
      await directory.sync();
    } finally {
      await directory.close();
    }
  } catch (cause) {
    if (!NO_DIRECTORY_SYNC.includes(errnoOf(cause) ?? '')) throw mapError(name, 'fsync', cause);
  }
}

function openFlags(opening: Opening): number {
  if (opening === 'read') return constants.O_RDONLY | CAREFUL;
  const create = opening === 'create' ? constants.O_CREAT | constants.O_EXCL : 0;
  return constants.O_RDWR | create | CAREFUL;
}

function assertRegular(path: string, stats: Stats): void {
  if (stats.isFile()) return;
  throw usageError(
    `the map ${shownPath(path)} is no regular file: a map is kept in a file, and surfscan never writes ` +
      'to disks',
  );
}

function refuse(path: string) {
  return (cause: unknown): never => {
    const errno = errnoOf(cause);
    if (NO_SPACE.includes(errno ?? '')) throw mapError(shownPath(path), 'open', cause);
    throw new SurfscanError(
      'ERR_USAGE',
      `the map ${shownPath(path)} cannot be opened: ${errnoWords(errno ?? String(cause))}`,
      {
        errno,
        syscall: 'open',
        path,
        cause,
      },
    );
  };
}

async function refuseExisting(path: string): Promise<never> {
  // What a name leads nowhere to exists all the same: a dangling link.
  const stats = await stat(path).catch(() => null);
  if (stats !== null) assertRegular(path, stats);
  throw existing(path);
}

export function existing(path: string): SurfscanError {
  return usageError(
    `the map ${shownPath(path)} exists: go on with it (--resume), or name another file`,
  );
}

function lock(path: string, handle: FileHandle): void {
  let locked: boolean;
  try {
    locked = native.lockFile(handle.fd);
  } catch (cause) {
    throw mapError(shownPath(path), 'flock', cause);
  }
  if (!locked) throw usageError(`the map ${shownPath(path)} is in use: another run is writing it`);
}

function isLocked(error: unknown): boolean {
  return error instanceof SurfscanError && error.code === 'ERR_USAGE';
}

export class FileStorage implements MapStorage {
  name: string;

  constructor(
    private path: string,
    private readonly handle: FileHandle,
  ) {
    this.name = shownPath(path);
  }

  stats(): Promise<BigIntStats> {
    return this.#call('fstat', this.handle.stat({ bigint: true }));
  }

  /** Of what its name leads to now. Rejects with what stat(2) says. */
  statsOfName(): Promise<BigIntStats> {
    return stat(this.path, { bigint: true });
  }

  /** Takes the place of another file, which `old` is of; its name, `place`, leads to `found`. Rejects with
   * ERR_MAP where that is another one by now. */
  async moveTo(place: string, old: BigIntStats, found: BigIntStats): Promise<void> {
    if (old.ino !== found.ino || old.dev !== found.dev) {
      throw mapError(shownPath(place), 'rename', new Error('it is another file by now'));
    }
    const own = await this.stats();
    if (own.uid !== old.uid || own.gid !== old.gid) {
      await this.#call('fchown', this.handle.chown(Number(old.uid), Number(old.gid)));
    }
    await this.#call('fchmod', this.handle.chmod(Number(old.mode & 0o7777n)));
    await this.#call('rename', rename(this.path, place));
    this.path = place;
    this.name = shownPath(place);
  }

  async size(): Promise<number> {
    return (await this.#call('fstat', this.handle.stat())).size;
  }

  async read(buffer: Uint8Array, position: number): Promise<void> {
    for (let done = 0; done < buffer.length; ) {
      const rest = buffer.length - done;
      const call = this.handle.read(buffer, done, rest, position + done);
      const { bytesRead } = await this.#call('read', call);
      if (bytesRead === 0) throw usageError('it became shorter while it was read');
      done += bytesRead;
    }
  }

  async write(buffer: Uint8Array, position: number): Promise<void> {
    for (let done = 0; done < buffer.length; ) {
      const rest = buffer.length - done;
      const call = this.handle.write(buffer, done, rest, position + done);
      const { bytesWritten } = await this.#call('write', call);
      if (bytesWritten === 0) throw mapError(this.name, 'write', new Error('wrote 0 bytes'));
      done += bytesWritten;
    }
  }

  truncate(): Promise<void> {
    return this.#call('ftruncate', this.handle.truncate(0));
  }

  sync(): Promise<void> {
    return this.#call('fsync', this.handle.sync());
  }

  close(): Promise<void> {
    return this.#call('close', this.handle.close());
  }

  async #call<T>(syscall: string, call: Promise<T>): Promise<T> {
    try {
      return await call;
    } catch (cause) {
      throw mapError(this.name, syscall, cause);
    }
  }
}

/** ERR_MAP_SPACE where the file system is full, else ERR_MAP. */
export function mapError(name: string, syscall: string, cause: unknown): SurfscanError {
  const errno = errnoOf(cause);
  const full = NO_SPACE.includes(errno ?? '');
  const said =
    errno !== null
      ? errnoWords(errno)
      : cleanText(cause instanceof Error ? cause.message : String(cause), 80);
  return new SurfscanError(
    full ? 'ERR_MAP_SPACE' : 'ERR_MAP',
    full
      ? `there is no room for the map ${name}: ${said}, said ${syscall}`
      : `the map ${name} cannot be kept: ${said}, said ${syscall}`,
    { errno, syscall, path: name, cause },
  );
}

export function errnoOf(cause: unknown): string | null {
  if (!(cause instanceof Error)) return null;
  // Node has the name in `code`, the addon in `errno`.
  const { code, errno } = cause as { code?: unknown; errno?: unknown };
  if (typeof errno === 'string') return errno;
  return typeof code === 'string' && code.startsWith('E') ? code : null;
}
