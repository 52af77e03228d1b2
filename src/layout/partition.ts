// Partitions: what a table says, and which one an LBA is in.

import type { LbaSpan } from '../vocabulary/ranges.ts';

export type Scheme = 'gpt' | 'mbr' | 'bsd';

export interface Partition extends LbaSpan {
  readonly scheme: Scheme;
  /** As gpart(8) counts: GPT and MBR from 1, logical partitions from 5, a BSD label's "a" is 1. */
  readonly index: number;
  /** In gpart(8)'s words where it has some, else the table's GUID, or number ("0x27", "!11"). */
  readonly type: string;
  readonly label: string | null;
  /** GPT's unique GUID, in lower case; not given: the table has none. */
  readonly uuid?: string;
  /** What FreeBSD puts behind the disk's name: "p1", "s1", "s1a". */
  readonly suffix: string;
  /** Logical partitions of an extended one, a BSD label's in a slice; sorted. */
  readonly children: readonly Partition[];
}

export interface Layout {
  /** null: no table. */
  readonly scheme: Scheme | null;
  /** Two tables disagree, and nothing decides: `notes` name both. */
  readonly isUndecided: boolean;
  /** The partitions are the system's, of a table whose kind cannot be read: `scheme` is a guess, and they
   * are looked into without being told. */
  readonly isGuess?: true;
  /** Sorted by their first LBA. */
  readonly partitions: readonly Partition[];
  /** Sectors that hold the tables themselves. */
  readonly tables: readonly LbaSpan[];
  /** What was damaged, left out or odd, for a person. */
  readonly notes: readonly string[];
}

export const NO_LAYOUT: Layout = {
  scheme: null,
  isUndecided: false,
  partitions: [],
  tables: [],
  notes: [],
};

/** Every partition, each before its children. */
export function flatten(partitions: readonly Partition[]): Partition[] {
  return partitions.flatMap((partition) => [partition, ...flatten(partition.children)]);
}

/** The innermost partition that has `lba`; 'several': the table contradicts itself there. */
export function partitionAt(
  partitions: readonly Partition[],
  lba: number,
): Partition | null | 'several' {
  const found = partitions.filter(({ firstLba, lastLba }) => firstLba <= lba && lba <= lastLba);
  if (found.length > 1) return 'several';
  const [partition] = found;
  if (partition === undefined) return null;
  return partitionAt(partition.children, lba) ?? partition;
}

export function byPlace(a: LbaSpan, b: LbaSpan): number {
  return a.firstLba - b.firstLba || b.lastLba - a.lastLba;
}

const NOTE_LIMIT = 16;

/** Says which neighbours overlap: no two systems agree on whose such a sector is. */
export function overlapNotes(partitions: readonly Partition[]): string[] {
  const notes: string[] = [];
  let furthest: Partition | null = null;
  for (const partition of [...partitions].sort(byPlace)) {
    if (furthest !== null && partition.firstLba <= furthest.lastLba && notes.length < NOTE_LIMIT) {
      notes.push(`partitions ${furthest.index} and ${partition.index} of the table overlap`);
    }
    if (furthest === null || partition.lastLba > furthest.lastLba) furthest = partition;
  }
  return notes;
}
