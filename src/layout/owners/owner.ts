// Whose a block of a file system is: the answer of each program's file here.

import { cleanText } from '../../vocabulary/text.ts';
import type { Filesystem } from '../filesystems/filesystem.ts';
import type { RunTool } from '../tool.ts';

export type BlockUse = 'file' | 'free' | 'metadata' | 'unknown';

export interface Owner {
  readonly use: BlockUse;
  /** From the file system's root, clean. A directory's block is metadata, with its path here. */
  readonly file: string | null;
  readonly notes: readonly string[];
}

export interface Volume {
  readonly filesystem: Filesystem;
  /** What the tools open: a device's node or an image file, and where in it the volume begins. */
  readonly path: string;
  readonly offsetBytes: number;
  readonly isImage: boolean;
}

/** `blocks`: distinct, ascending, within the file system, in its own units (Filesystem.blockBytes).
 * What is left out of the answer is unknown. Does not reject. */
export type FindOwners = (
  volume: Volume,
  blocks: readonly number[],
  run: RunTool,
) => Promise<ReadonlyMap<number, Owner>>;

const PATH_LIMIT = 4096;

export const FREE: Owner = { use: 'free', file: null, notes: [] };

export function unknown(...notes: string[]): Owner {
  return { use: 'unknown', file: null, notes };
}

export function metadata(note: string, file: string | null = null): Owner {
  return {
    use: 'metadata',
    file: file === null ? null : cleanText(file, PATH_LIMIT),
    notes: [note],
  };
}

export function ofFile(path: string | null, ...notes: string[]): Owner {
  return { use: 'file', file: path === null ? null : cleanText(path, PATH_LIMIT), notes };
}

export function sameForAll(blocks: readonly number[], owner: Owner): Map<number, Owner> {
  return new Map(blocks.map((block) => [block, owner]));
}
