// Whose a block of a file system is: the answer of each finder here, and the one rule for all of them. An
// answer counts only with its proof: a program has said what it was asked for and complained of nothing
// (answered.ts), what was used could be read, and "free" is what an allocation record said that was read.
// All else is unknown, with the reason.

import { cleanText } from '../../vocabulary/text.ts';
import type { Filesystem } from '../filesystems/filesystem.ts';
import type { ByteReader } from '../sectors.ts';
import type { RunTool } from '../tool.ts';

export type BlockUse = 'file' | 'free' | 'metadata' | 'unknown';

export interface Owner {
  readonly use: BlockUse;
  /** From the file system's root, clean. A directory's block is metadata, with its path here. */
  readonly file: string | null;
  /** The path as it is on the disk, where `file` cannot say it: no UTF-8, a line break, too long. */
  readonly fileBytes: Buffer | null;
  readonly notes: readonly string[];
}

export interface Volume {
  readonly filesystem: Filesystem;
  /** What the tools open: a device's node or an image file, and where in it the volume begins. */
  readonly path: string;
  readonly offsetBytes: number;
  readonly isImage: boolean;
  /** Opens the volume for those who read it themselves, for as long as `use` takes. Rejects where it
   * cannot be opened. */
  readonly reading: <T>(use: (bytes: ByteReader) => Promise<T>) => Promise<T>;
  /** The same for the other devices of the file system `uuid`, as many as the system knows of. */
  readonly readingOthers: <T>(
    uuid: string,
    use: (others: readonly ByteReader[]) => Promise<T>,
  ) => Promise<T>;
}

/** `blocks`: distinct, ascending, within the file system, in its own units (Filesystem.blockBytes).
 * What is left out of the answer is unknown. Rejects only where `Volume.reading` does. */
export type FindOwners = (
  volume: Volume,
  blocks: readonly number[],
  run: RunTool,
) => Promise<ReadonlyMap<number, Owner>>;

const PATH_LIMIT = 4096;

export const FREE: Owner = { use: 'free', file: null, fileBytes: null, notes: [] };

export function unknown(...notes: string[]): Owner {
  return { use: 'unknown', file: null, fileBytes: null, notes };
}

export function metadata(note: string, file: string | Buffer | null = null): Owner {
  return { use: 'metadata', ...named(file), notes: [note] };
}

export function ofFile(path: string | Buffer | null, ...notes: string[]): Owner {
  return { use: 'file', ...named(path), notes };
}

export function sameForAll(blocks: readonly number[], owner: Owner): Map<number, Owner> {
  return new Map(blocks.map((block) => [block, owner]));
}

function named(path: string | Buffer | null): Pick<Owner, 'file' | 'fileBytes'> {
  if (path === null) return { file: null, fileBytes: null };
  const bytes = Buffer.from(path as string);
  const file = cleanText(bytes.toString('utf8'), PATH_LIMIT);
  return { file, fileBytes: Buffer.from(file).equals(bytes) ? null : bytes };
}
