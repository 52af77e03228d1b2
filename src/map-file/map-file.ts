// A map file by its name: made, opened to go on with, or only read.

import { unlink } from 'node:fs/promises';
import { SurfscanError, usageError } from '../vocabulary/errors.ts';
import { blankMap } from './blank-map.ts';
import type { Recovered } from './book.ts';
import type { MapContents } from './contents.ts';
import { type EndedScan, readEnded } from './ended.ts';
import { FileWatch } from './file-watch.ts';
import { makeCompact, openAgain } from './forms.ts';
import type { MapHeader } from './header.ts';
import { isThere, openNew } from './open-new.ts';
import { readPrefix } from './prefix.ts';
import { reconcile } from './reconcile.ts';
import { recover } from './recover.ts';
import type { MapState } from './state.ts';
import { type FileStorage, openStorage, syncDirectoryOf } from './storage.ts';
import { isUnfinished } from './unfinished.ts';
import type { Awaited, MapUpdate } from './update.ts';
import { MapWriter } from './writer.ts';

/** How often a map is read: where it is refused, somebody may have begun to write it meanwhile. */
const MOST_READINGS = 3;

export class MapFile {
  readonly #writer: MapWriter;
  readonly #watch: FileWatch;
  #busy: Promise<void> | null = null;
  #closing: Promise<void> | null = null;

  private constructor(
    private readonly path: string,
    private readonly storage: FileStorage,
    writer: MapWriter,
  ) {
    this.#writer = writer;
    this.#watch = new FileWatch(storage, writer.bytes, () => writer.isIntact());
  }

  static async #begun(path: string, storage: FileStorage, writer: MapWriter): Promise<MapFile> {
    const file = new MapFile(path, storage, writer);
    await file.#watch.wrote();
    return file;
  }

  /**
   * Makes a new map of full size, flushed, and locks it. Throws ERR_USAGE where there is a file already
   * (but for one that `isReplaceable` is true of, if `replace` is) or none can be made, ERR_MAP_SPACE
   * where it has no room, ERR_MAP where it cannot be written; what was made of it then is removed.
   */
  static async create(
    path: string,
    header: MapHeader,
    state: MapState,
    replace = false,
  ): Promise<MapFile> {
    const blank = blankMap(header, state);
    const storage = await openNew(path, replace);
    try {
      const writer = await MapWriter.begin(storage, blank);
      await syncDirectoryOf(path);
      return await MapFile.#begun(path, storage, writer);
    } catch (failure) {
      await unlink(path).catch(() => {}); // under our lock: it is ours
      await storage.close();
      throw failure;
    }
  }

  /**
   * Opens a map to go on with, and locks it. `accept` may refuse what it holds by throwing: until then
   * nothing is written; `bytes`: so much is written before it goes on, 0 where its file is as it is to be.
   * Throws ERR_USAGE where the map is damaged, no map, or locked by another run,
   * ERR_MAP or ERR_MAP_SPACE where it cannot be read or written.
   */
  static async open(
    path: string,
    accept: (contents: MapContents, bytes: number) => void | Promise<void> = () => {},
  ): Promise<{ file: MapFile; contents: MapContents }> {
    const storage = await openStorage(path, 'write');
    try {
      const { contents, book, isCompact } = await readWhole(storage);
      await accept(contents, isCompact ? book.layout.bytes : 0);
      if (isCompact) {
        const opened = await openAgain(path, storage, contents, book);
        return { file: await MapFile.#begun(path, opened.storage, opened.writer), contents };
      }
      const writer = await MapWriter.reopen(storage, book);
      writer.mark(contents.forgotten ?? []);
      return { file: await MapFile.#begun(path, storage, writer), contents };
    } catch (failure) {
      await storage.close();
      throw failure;
    }
  }

  /** How many findings of the last update had no room: their blocks are kept as failed, not narrowed. */
  get leftOut(): number {
    return this.#writer.leftOut;
  }

  get awaits(): Awaited {
    return this.#writer.awaits;
  }

  /** As MapWriter.snapshotCost. */
  get snapshotCost(): { readonly busyMs: number; readonly bytes: number } {
    return this.#writer.snapshotCost;
  }

  /** As MapWriter.update. Rejects with ERR_MAP, and writes nothing any more, where somebody else cut the
   * file, or wrote to it. */
  update(update: MapUpdate): Promise<void> {
    return this.#watched(() => this.#writer.update(update));
  }

  /** As MapWriter.flush, and as `update`. */
  flush(): Promise<void> {
    return this.#watched(() => this.#writer.flush());
  }

  /** Rejects with ERR_MAP where the map's name does not lead to it any more. */
  assertInPlace(): Promise<void> {
    return this.#watch.assertInPlace();
  }

  /** As MapWriter.close, and as `update`. `compact`: the closed map takes its compact form, where there is
   * room and leave for it. */
  close(compact = false): Promise<void> {
    this.#closing ??= this.#close(compact);
    return this.#closing;
  }

  async #close(compact: boolean): Promise<void> {
    await this.#busy?.catch(() => {}); // its caller has the error
    try {
      await this.#watch.look();
    } catch (cause) {
      await this.#writer.abandon();
      throw cause;
    }
    await this.#writer.close(async () => {
      if (compact) await makeCompact(this.path, this.storage);
    });
  }

  #watched(write: () => Promise<void>): Promise<void> {
    const busy = this.#watch.look().then(async () => {
      await write().finally(() => this.#watch.wrote());
    });
    this.#busy = busy;
    return busy;
  }

  /** As MapWriter.abandon. */
  abandon(): Promise<void> {
    this.#closing ??= this.#writer.abandon();
    return this.#closing;
  }
}

/**
 * What a map holds, whoever writes it: takes no lock, changes nothing. Throws ERR_USAGE where it is
 * damaged or no map, ERR_ABSENT, ERR_ACCESS or ERR_OPEN where it cannot be opened.
 */
export async function readMap(path: string): Promise<MapContents> {
  const storage = await openStorage(path, 'read').catch(unopened);
  try {
    const { contents } = await readWhole(storage, MOST_READINGS);
    if (contents.closed) return contents;
    const note = 'the map is open: its scan is still running, or was cut off';
    return { ...contents, notes: [note, ...contents.notes] };
  } finally {
    await storage.close();
  }
}

/** As readEnded. Throws as `readMap` does. */
export async function readEndedMap(path: string): Promise<EndedScan | null> {
  const storage = await openStorage(path, 'read').catch(unopened);
  try {
    return await readEnded(storage);
  } catch (failure) {
    throw refused(storage, failure);
  } finally {
    await storage.close();
  }
}

/** What disk a map is of, without reading more of it than its beginning. Throws as `readMap` does, where
 * its beginning says already that it is refused. */
export async function readHeader(path: string): Promise<MapHeader> {
  const storage = await openStorage(path, 'read').catch(unopened);
  try {
    return (await readPrefix(storage)).header;
  } catch (failure) {
    throw refused(storage, failure);
  } finally {
    await storage.close();
  }
}

/** Whether there is nothing at `path`, or a map whose making was cut off before any block was read:
 * `create` with `replace` makes one there. Throws ERR_USAGE for what cannot be opened, or is no file. */
export async function isReplaceable(path: string): Promise<boolean> {
  if (!(await isThere(path))) return true;
  const storage = await openStorage(path, 'read');
  try {
    return await isUnfinished(storage);
  } finally {
    await storage.close();
  }
}

/** For a report the map is what is asked for, as a disk is for a scan. */
function unopened(cause: unknown): never {
  if (!(cause instanceof SurfscanError) || cause.syscall !== 'open') throw cause;
  const { message, errno, syscall, path } = cause;
  const isAbsent = errno === 'ENOENT' || errno === 'ENOTDIR';
  const isForbidden = errno === 'EACCES' || errno === 'EPERM';
  const code = isAbsent ? 'ERR_ABSENT' : isForbidden ? 'ERR_ACCESS' : 'ERR_OPEN';
  throw new SurfscanError(code, message, { errno, syscall, path, cause });
}

/** `readings`: how often to try, where a writer may be at it. */
async function readWhole(storage: FileStorage, readings = 1): Promise<Recovered> {
  for (let left = readings; ; left--) {
    try {
      const { contents, ...rest } = await recover(storage);
      return { contents: reconcile(contents), ...rest };
    } catch (failure) {
      const told = refused(storage, failure);
      if (told === failure || left <= 1) throw told;
    }
  }
}

/** What is wrong with a map names it; other failures stay as they are. */
function refused(storage: FileStorage, failure: unknown): unknown {
  const isRefused = failure instanceof SurfscanError && failure.code === 'ERR_USAGE';
  return isRefused ? usageError(`the map ${storage.name} is refused: ${failure.message}`) : failure;
}
