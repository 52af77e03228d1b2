// The kernel's own partitions of a disk, sysfs' or GEOM's: they count before what is guessed from sectors, and
// in its place where the tables cannot be read.

import { readGeom } from '../disks/freebsd/geom.ts';
import { partitionsOf } from '../disks/freebsd/partitions.ts';
import { knownPartitions } from '../disks/linux/partition-range.ts';
import type { DiskSystem } from '../disks/system.ts';
import type { LbaSpan } from '../vocabulary/ranges.ts';
import { byPlace, flatten, type Layout, type Partition, type Scheme } from './partition.ts';
import { type Extent, type ReadSectors, readChecked } from './sectors.ts';
import { parseMbr } from './tables/mbr.ts';
import type { Whole } from './volume.ts';

/** An extended partition's node has room for a boot loader and no more: 1 KiB. */
const EXTENDED_BYTES = 1024;

/** What a system says of a partition; Linux knows where it is, and no more. */
interface SystemPartition extends LbaSpan {
  readonly index: number;
  readonly scheme: Scheme | null;
  readonly type: string | null;
  readonly label: string | null;
  /** What its node's name has behind the disk's; null: nobody says. */
  readonly suffix: string | null;
}

export async function withSystemPartitions(
  layout: Layout,
  whole: Whole,
  read: ReadSectors,
  system: DiskSystem,
): Promise<Layout> {
  const all = await (system.platform === 'freebsd' ? byGeom(whole, system) : bySysfs(whole));
  const known = all.filter(({ lastLba }) => lastLba < whole.sectors);
  const own = flatten(layout.partitions);
  const strange = known.filter((part) => !own.some((partition) => isSame(partition, part)));
  if (strange.length === 0) return layout;
  const told = strange.find((part) => part.scheme !== null)?.scheme ?? null;
  const found = layout.scheme ?? told ?? (await schemeOf(read, whole));
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

async function bySysfs({ node, logicalBytes }: Whole): Promise<SystemPartition[]> {
  if (node === null || node.whole !== null) return [];
  const limit = EXTENDED_BYTES / logicalBytes;
  const known = await knownPartitions(node);
  return known
    .filter(({ firstLba, lastLba }) => lastLba - firstLba + 1 > limit)
    .map((part) => ({ ...part, scheme: null, type: null, label: null, suffix: null }));
}

/** GEOM's words for what layouts have: sys/geom/part/g_part_*.c. */
const SCHEMES: ReadonlyMap<string, Scheme> = new Map([
  ['gpt', 'gpt'],
  ['mbr', 'mbr'],
  ['ebr', 'mbr'],
  ['bsd', 'bsd'],
]);

/** Slices that have partitions inside are left out for those. */
async function byGeom({ path, isImage }: Whole, system: DiskSystem): Promise<SystemPartition[]> {
  if (isImage) return [];
  const mesh = await readGeom(system).then(
    (state) => state.mesh,
    () => null,
  );
  const disk = mesh?.provider(path.replace(/^\/dev\//, '')) ?? null;
  if (mesh === null || disk === null || disk.geom.className === 'PART') return [];
  const all = partitionsOf(mesh, disk);
  const isInner = (part: LbaSpan) =>
    !all.some((one) => one !== part && overlaps(one, part) && sizeOf(one) < sizeOf(part));
  return all.filter(isInner).map(({ provider, scheme, index, type, label, firstLba, lastLba }) => ({
    ...{ firstLba, lastLba, type, label },
    index: index ?? 0,
    scheme: SCHEMES.get(scheme ?? '') ?? null,
    suffix: provider.name.startsWith(disk.name) ? provider.name.slice(disk.name.length) : null,
  }));
}

function sizeOf({ firstLba, lastLba }: LbaSpan): number {
  return lastLba - firstLba;
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

function partitionOf(part: SystemPartition, scheme: Scheme): Partition {
  const { index, firstLba, lastLba, label } = part;
  return {
    ...{ index, label, firstLba, lastLba },
    scheme: part.scheme ?? scheme,
    type: part.type ?? 'unknown',
    suffix: part.suffix ?? `${scheme === 'gpt' ? 'p' : 's'}${index}`,
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
