// The kernel's own partitions of a disk: they count before what is guessed from sectors, and in its place
// where the tables cannot be read.

import { knownPartitions } from '../disks/linux/partition-range.ts';
import type { KnownPartition } from '../vocabulary/device.ts';
import { byPlace, flatten, type Layout, type Partition, type Scheme } from './partition.ts';
import { type Extent, type ReadSectors, readChecked } from './sectors.ts';
import { parseMbr } from './tables/mbr.ts';
import type { Whole } from './volume.ts';

/** An extended partition's node has room for a boot loader and no more: 1 KiB. */
const EXTENDED_BYTES = 1024;

export async function withSystemPartitions(
  layout: Layout,
  whole: Whole,
  read: ReadSectors,
): Promise<Layout> {
  if (whole.node === null || whole.node.whole !== null) return layout;
  const limit = EXTENDED_BYTES / whole.logicalBytes;
  const known = (await knownPartitions(whole.node)).filter(
    ({ firstLba, lastLba }) => lastLba - firstLba + 1 > limit && lastLba < whole.sectors,
  );
  const own = flatten(layout.partitions);
  const strange = known.filter((part) => !own.some((partition) => isSame(partition, part)));
  if (strange.length === 0) return layout;
  const found = layout.scheme ?? (await schemeOf(read, whole));
  const scheme = found ?? 'gpt';
  const kept = own.filter((partition) => !strange.some((part) => overlaps(partition, part)));
  const partitions = [...kept.map(bare), ...strange.map((part) => partitionOf(part, scheme))];
  return {
    ...layout,
    scheme,
    isUndecided: false,
    ...(found === null && { isGuess: true as const }),
    partitions: partitions.sort(byPlace),
    notes: ['the partitions are those that the system has', ...layout.notes],
  };
}

function isSame(a: { firstLba: number; lastLba: number }, b: typeof a): boolean {
  return a.firstLba === b.firstLba && a.lastLba === b.lastLba;
}

function overlaps(a: { firstLba: number; lastLba: number }, b: typeof a): boolean {
  return a.firstLba <= b.lastLba && b.firstLba <= a.lastLba;
}

/** Children are beside it in the flat list. */
function bare(partition: Partition): Partition {
  return { ...partition, children: [] };
}

function partitionOf({ index, firstLba, lastLba }: KnownPartition, scheme: Scheme): Partition {
  const suffix = `${scheme === 'gpt' ? 'p' : 's'}${index}`;
  return {
    scheme,
    index,
    type: 'unknown',
    label: null,
    firstLba,
    lastLba,
    suffix,
    children: [],
  };
}

/** What the sectors that can be read leave as the only one; null: nothing. */
async function schemeOf(read: ReadSectors, disk: Extent): Promise<Scheme | null> {
  const sector = await readChecked(read, 0, 1, disk);
  if (sector !== null) {
    const mbr = parseMbr(sector);
    return mbr === null ? null : mbr.isProtective ? 'gpt' : 'mbr';
  }
  const headers = [];
  for (const lba of [1, disk.sectors - 1]) headers.push(await readChecked(read, lba, 1, disk));
  if (headers.some((header) => header?.toString('latin1', 0, 8) === 'EFI PART')) return 'gpt';
  return headers.includes(null) ? null : 'mbr';
}
