// UFS1 and UFS2: whose a fragment is, by the bitmaps of its group, all inodes, and the directories. Read
// here: The Sleuth Kit says "Not Allocated" where a group cannot be read, and knows no UFS2 of makefs.

import type { ByteReader } from '../sectors.ts';
import {
  type FindOwners,
  FREE,
  metadata,
  type Owner,
  ofFile,
  sameForAll,
  unknown,
} from './owner.ts';
import { readUfsGroup, type UfsGroup } from './ufs-groups.ts';
import { inodeBytes, inodePlace, parseUfsInode, runsOf, type UfsInode } from './ufs-inodes.ts';
import { ufsPaths } from './ufs-paths.ts';
import { readUfsSuper, type UfsSuper, ufsPurpose } from './ufs-super.ts';

interface Claim {
  readonly inode: UfsInode;
  readonly isData: boolean;
}

export const findOwnUfsOwners: FindOwners = (volume, blocks) =>
  volume.reading(async (bytes) => {
    const superblock = await readUfsSuper(bytes);
    if (superblock === null) return sameForAll(blocks, unknown('its superblock cannot be read'));
    const owners = new Map<number, Owner>();
    for (const block of blocks) {
      const purpose = ufsPurpose(superblock, block);
      if (purpose !== null) owners.set(block, metadata(purpose));
    }
    const rest = blocks.filter((block) => !owners.has(block));
    if (rest.length === 0) return owners;
    const groups = new Map<number, UfsGroup | null>();
    for (let number = 0; number < superblock.groups; number++) {
      groups.set(number, await readUfsGroup(bytes, superblock, number));
    }
    const claims = await claimsOf(bytes, superblock, groups, rest);
    const inodes = new Set([...claims.values()].flat().map(({ inode }) => inode.number));
    const paths = await ufsPaths(bytes, superblock, inodes);
    for (const block of rest) {
      const group = groups.get(Math.floor(block / superblock.groupFragments)) ?? null;
      const isFree = group === null ? null : await group.isFree(block);
      owners.set(block, ownerOf(isFree, claims.get(block) ?? [], paths));
    }
    return owners;
  });

/** Inodes of groups whose bitmap cannot be read are left out: what is in their place may be old. */
async function claimsOf(
  bytes: ByteReader,
  superblock: UfsSuper,
  groups: ReadonlyMap<number, UfsGroup | null>,
  blocks: readonly number[],
): Promise<Map<number, Claim[]>> {
  const claims = new Map<number, Claim[]>();
  const size = inodeBytes(superblock);
  for (const [number, group] of groups) {
    if (group === null) continue;
    for (let index = 0; index < superblock.inodesPerGroup; index++) {
      if (!(await group.isInodeUsed(index))) continue;
      const inode = number * superblock.inodesPerGroup + index;
      const raw = await bytes.at(inodePlace(superblock, inode), size);
      const parsed = raw === null ? null : parseUfsInode(raw, superblock, inode);
      if (parsed === null) continue;
      for (const { from, fragments, data } of await runsOf(bytes, superblock, parsed)) {
        for (const block of blocks) {
          if (block < from || block >= from + fragments) continue;
          const claim = { inode: parsed, isData: data !== null };
          claims.set(block, [...(claims.get(block) ?? []), claim]);
        }
      }
    }
  }
  return claims;
}

function ownerOf(
  isFree: boolean | null,
  claims: readonly Claim[],
  paths: ReadonlyMap<number, Buffer>,
): Owner {
  const [claim] = claims;
  if (claim === undefined) {
    if (isFree === true) return FREE;
    if (isFree === null) return unknown('whether it is in use cannot be read');
    return unknown('marked as in use, and no file that could be read has it');
  }
  const { inode, isData } = claim;
  if (isFree === true) return unknown(`marked as free, though inode ${inode.number} has it`);
  if (claims.length > 1) return unknown('several files have it: the file system is damaged');
  const path = paths.get(inode.number) ?? null;
  if (inode.kind === 'directory') return metadata(`inode ${inode.number}, a directory`, path);
  if (!isData) return metadata(`where the data of inode ${inode.number} are`, path);
  const name = `inode ${inode.number}: "find -x MOUNTPOINT -inum ${inode.number}" tells its path`;
  return path === null ? ofFile(null, name) : ofFile(path);
}
