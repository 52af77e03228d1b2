// What a disk's own tables and superblocks say where the system knows less: no udev, or FreeBSD, which
// does not know what file system a partition has.

import { withDeadline } from '../disks/deadline.ts';
import { identityText } from '../disks/identity-text.ts';
import type { ListedDisk, ListedPartition } from '../disks/listed.ts';
import { noAnswer } from '../disks/open-error.ts';
import { SurfscanError } from '../vocabulary/errors.ts';
import type { Filesystem } from './filesystems/filesystem.ts';
import { identify } from './filesystems/identify.ts';
import { flatten, type Partition } from './partition.ts';
import { readLayout } from './read-layout.ts';
import { type Extent, type ReadSectors, sectorsWithin } from './sectors.ts';
import { openSectors } from './source.ts';

const LABEL_LIMIT = 100;
/** A GPT may name 4096; each costs some twenty reads. */
const IDENTIFY_LIMIT = 128;

/** A partition and what it holds. */
export interface FoundPartition {
  readonly partition: Partition;
  readonly filesystem: Filesystem | null;
}

/** The partitions of a disk or an image, those inside another behind it. */
export async function readPartitions(read: ReadSectors, disk: Extent): Promise<FoundPartition[]> {
  const { partitions } = await readLayout(read, disk);
  const found: FoundPartition[] = [];
  for (const partition of flatten(partitions)) {
    const isContainer = partition.children.length > 0 || partition.type === 'ebr';
    const isLeftOut = isContainer || found.length >= IDENTIFY_LIMIT;
    const volume = { ...disk, sectors: partition.lastLba - partition.firstLba + 1 };
    const within = sectorsWithin(read, partition.firstLba);
    const filesystem = isLeftOut ? null : (await identify(within, volume)).filesystem;
    found.push({ partition, filesystem });
  }
  return found;
}

/** `disk` with what its tables and superblocks say wherever the list has nothing, partitions included; as
 * it was where they cannot be read, and with an `error` where the disk does not answer within `limitMs`. A
 * read that does not return holds one of Node's own threads for ever. */
export async function withOwnWords(
  disk: ListedDisk,
  limitMs: number,
  open: typeof openSectors = openSectors,
): Promise<ListedDisk> {
  let found: readonly FoundPartition[] = []; // not allowed, or gone: the list stands as it was
  try {
    const late = () => noAnswer(disk.device.path, limitMs);
    found = await withDeadline(readDisk(disk, limitMs, open), limitMs, late);
  } catch (cause) {
    if (cause instanceof SurfscanError) return { ...disk, error: cause };
  }
  // A system that knows one partition of a disk has read its table.
  if (disk.partitions.length === 0) return { ...disk, partitions: found.map(ownWords) };
  return { ...disk, partitions: disk.partitions.map((partition) => filled(partition, found)) };
}

/** A partition that the system made no node of. */
function ownWords({ partition, filesystem }: FoundPartition): ListedPartition {
  const { scheme, index, type, firstLba, lastLba } = partition;
  const label = partition.label ?? identityText(filesystem?.label, LABEL_LIMIT);
  const known = {
    scheme,
    index,
    type,
    label,
    firstLba,
    lastLba,
    filesystem: filesystem?.type ?? null,
  };
  return { path: null, ...known, inUse: [] };
}

async function readDisk({ device }: ListedDisk, limitMs: number, open: typeof openSectors) {
  // Ours is the limit that counts: what is read later is of no use, but no less true.
  const source = await open(device.path, device.logicalBytes, 2 * limitMs);
  try {
    return await readPartitions(source.read, device);
  } finally {
    await source.close();
  }
}

/** By where it begins: numbers and names are each system's own. */
function filled(listed: ListedPartition, found: readonly FoundPartition[]): ListedPartition {
  const same = found.filter(({ partition }) => partition.firstLba === listed.firstLba);
  // A BSD label's "a" may begin where its slice begins.
  const match = same.find(({ partition }) => partition.lastLba === listed.lastLba) ?? same[0];
  if (match === undefined) return listed;
  const { partition, filesystem } = match;
  const label = partition.label ?? identityText(filesystem?.label, LABEL_LIMIT);
  return {
    ...listed,
    scheme: listed.scheme ?? partition.scheme,
    index: listed.index ?? partition.index,
    type: listed.type ?? partition.type,
    label: listed.label ?? label,
    filesystem: listed.filesystem ?? filesystem?.type ?? null,
  };
}
