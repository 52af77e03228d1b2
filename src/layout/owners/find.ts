// Which program answers for which file system.

import type { RunTool } from '../tool.ts';
import { findBtrfsOwners } from './btrfs.ts';
import { findExfatOwners } from './exfat.ts';
import { findExtOwners } from './ext.ts';
import { findFatOwners } from './fat.ts';
import { findUfsOwners } from './fsdb.ts';
import { findNtfsOwners } from './ntfs.ts';
import { type FindOwners, metadata, type Owner, unknown, type Volume } from './owner.ts';
import { findXfsOwners } from './xfs.ts';
import { findZfsOwners } from './zfs.ts';

const FINDERS: ReadonlyMap<string, FindOwners> = new Map([
  ['ext2', findExtOwners],
  ['ext3', findExtOwners],
  ['ext4', findExtOwners],
  ['xfs', findXfsOwners],
  ['btrfs', findBtrfsOwners],
  ['vfat', findFatOwners],
  ['exfat', findExfatOwners],
  ['ntfs', findNtfsOwners],
  ['ufs', findUfsOwners],
  ['zfs_member', findZfsOwners],
]);

/** Sectors of a volume, in bytes from its start: as large as the disk's, whatever its blocks are. */
export interface Place {
  readonly fromByte: number;
  readonly bytes: number;
}

/** One owner a place, in their order. Never a neighbour's: a place that several blocks share says so, and
 * one that no program answers for is unknown. Does not reject. */
export async function findOwners(
  volume: Volume,
  places: readonly Place[],
  run: RunTool,
): Promise<Owner[]> {
  const { type, blockBytes, blocks: size } = volume.filesystem;
  const finder = FINDERS.get(type);
  if (type === 'swap') return places.map((place) => swapOwner(volume, place));
  if (finder === undefined) return places.map(() => unknown());
  // It was known by a second structure, and not by its superblock or a copy of that.
  if (blockBytes === 0) return places.map(() => unknown('its superblock cannot be read'));
  const wanted = places.map(({ fromByte, bytes }) => {
    const blocks: number[] = [];
    const last = Math.floor((fromByte + bytes - 1) / blockBytes);
    for (let block = Math.floor(fromByte / blockBytes); block <= last; block++) blocks.push(block);
    return blocks;
  });
  const within = [...new Set(wanted.flat())].filter((block) => block < size).sort((a, b) => a - b);
  const owners = within.length === 0 ? new Map() : await finder(volume, within, run);
  return wanted.map((blocks) =>
    merge(
      blocks.map((block) => {
        if (block >= size) return unknown('behind the end of the file system');
        return owners.get(block) ?? unknown('not asked for: there are too many blocks at once');
      }),
    ),
  );
}

/** Several blocks in one sector of the disk: a file's name counts before the rest, which is noted. */
function merge(owners: readonly Owner[]): Owner {
  const [first] = owners.filter(({ file }) => file !== null).concat(owners);
  const others = owners.filter((owner) => owner.use !== first!.use || owner.file !== first!.file);
  const words = [...new Set(others.map(({ use, file }) => file ?? use))];
  if (words.length === 0) return first!;
  return { ...first!, notes: [...first!.notes, `the same sector also has: ${words.join(', ')}`] };
}

function swapOwner({ filesystem }: Volume, { fromByte }: Place): Owner {
  if (fromByte < filesystem.blockBytes) return metadata('header of the swap space');
  return unknown(
    'swap space: a program that has been swapped out there will be killed when it is read',
  );
}
