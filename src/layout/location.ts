// Where an LBA lies, and what is there: the answer of locate.ts.

import type { Filesystem } from './filesystems/filesystem.ts';
import type { BlockUse, Owner } from './owners/owner.ts';
import type { Partition } from './partition.ts';

export interface Location {
  readonly lba: number;
  readonly partition: Partition | null;
  readonly filesystem: Filesystem | null;
  readonly use: BlockUse;
  /** From the root of its file system. A directory's block is metadata, with its path here. */
  readonly file: string | null;
  /** The path's bytes, where `file` cannot say it exactly: Owner.fileBytes. */
  readonly fileBytes: Buffer | null;
  /** What it is for, through which volume, what is not known and how it could be. */
  readonly notes: readonly string[];
}

export type Where = Omit<Location, 'lba'>;

export function where(
  partition: Partition | null,
  filesystem: Filesystem | null,
  { use, file, fileBytes, notes }: Owner,
  tableNotes: readonly string[],
): Where {
  return { partition, filesystem, use, file, fileBytes, notes: [...notes, ...tableNotes] };
}
