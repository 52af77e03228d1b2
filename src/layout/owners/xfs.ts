// XFS: whose a block is, by the trees of its group, and by the directories from the root down to each inode.
// xfs_db(8) says nothing where one block that it walks over cannot be read; it is asked for what is left.

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
import { askXfsDb } from './xfs-db.ts';
import { xfsNames } from './xfs-directory.ts';
import { inodePlace, readXfsInode, runsOf, type XfsFork, type XfsInode } from './xfs-inodes.ts';
import { readXfsSuper, type XfsSuper } from './xfs-super.ts';
import { readXfsGroup } from './xfs-trees.ts';

/** Superblock, free space, inodes, free list: xfs_format.h, XFS_AGFL_DADDR. */
const HEADER_SECTORS = 4;
const DIRECTORY_LIMIT = 1_000_000;
const INODE_LIMIT = 8_000_000;
const SLASH = Buffer.from('/');

interface Claim {
  readonly inode: XfsInode;
  readonly path: Buffer | null;
  readonly part: 'data' | 'map' | 'attributes' | 'itself';
  /** Of what has no name: quotas, the realtime device's. */
  readonly purpose: string | null;
}

export const findXfsOwners: FindOwners = async (volume, blocks, run) => {
  const own = await volume.reading((bytes) => ownOwners(bytes, blocks));
  if (own === null) return sameForAll(blocks, unknown('its superblock cannot be read'));
  const { superblock, owners } = own;
  const left = blocks.filter((block) => owners.get(block)?.use === 'unknown');
  if (left.length === 0) return owners;
  const told = await askXfsDb(volume, superblock, left, run);
  for (const [block, owner] of told) if (owner.use !== 'unknown') owners.set(block, owner);
  return owners;
};

async function ownOwners(bytes: ByteReader, blocks: readonly number[]) {
  const superblock = await readXfsSuper(bytes);
  if (superblock === null) return null;
  const owners = new Map<number, Owner>();
  for (const block of blocks) {
    const purpose = placePurpose(superblock, block);
    if (purpose !== null) owners.set(block, metadata(purpose));
  }
  const rest = blocks.filter((block) => !owners.has(block));
  if (rest.length === 0) return { superblock, owners };
  const claims = await claimsOf(bytes, superblock, rest);
  const numbers = new Set(rest.map((block) => Math.floor(block / superblock.groupBlocks)));
  for (const number of numbers) {
    const group = await readXfsGroup(bytes, superblock, number);
    for (const block of rest) {
      const within = block - number * superblock.groupBlocks;
      if (within < 0 || within >= superblock.groupBlocks) continue;
      const isFree = await group.isFree(within);
      const purpose = isFree === true ? null : await group.purpose(within);
      owners.set(block, ownerOf(superblock, isFree, purpose, claims.get(block) ?? []));
    }
  }
  return { superblock, owners };
}

/** Known by where it is. */
function placePurpose(superblock: XfsSuper, block: number): string | null {
  const { groupBlocks, blockBytes, sectorBytes, log } = superblock;
  if (log !== null && block >= log.from && block < log.from + log.blocks) return 'log';
  if ((block % groupBlocks) * blockBytes >= HEADER_SECTORS * sectorBytes) return null;
  const group = Math.floor(block / groupBlocks);
  return `headers of allocation group ${group}: its superblock, free space, inodes`;
}

function ownerOf(
  { isShared }: XfsSuper,
  isFree: boolean | null,
  purpose: string | null,
  claims: readonly Claim[],
): Owner {
  const [claim] = claims;
  if (claim === undefined) {
    if (purpose !== null) return metadata(purpose);
    if (isFree === true) return FREE;
    if (isFree === null) return unknown('whether it is in use cannot be read');
    return unknown('in use, and no file that could be read has it');
  }
  const { inode, path, part } = claim;
  if (isFree === true) return unknown(`free, says its group, though inode ${inode.number} has it`);
  if (part === 'itself') return metadata('inodes');
  if (purpose !== null) return unknown(`${purpose}, says its group; inode ${inode.number} has it`);
  const others = claims.filter((one) => one.inode.number !== inode.number);
  const areShared = isShared && claims.every((one) => one.part === 'data');
  if (others.length > 0 && !areShared) {
    return unknown('several files have it: the file system is damaged');
  }
  const whose = `of inode ${inode.number}`;
  if (claim.purpose !== null) return metadata(claim.purpose);
  if (part === 'attributes') return metadata(`extended attributes ${whose}`, path);
  if (part === 'map') return metadata(`map of the data ${whose}`, path);
  if (inode.kind === 'directory') return metadata(`directory, inode ${inode.number}`, path);
  if (inode.kind !== 'file') return metadata(`symbolic link, inode ${inode.number}`, path);
  const shared = others.map((one) => one.path?.toString('utf8') ?? `inode ${one.inode.number}`);
  return ofFile(path, ...(shared.length === 0 ? [] : [`shared with ${shared.join(', ')}`]));
}

/** From the root down: what a directory names is in use, whatever the trees of inodes say. */
async function claimsOf(
  bytes: ByteReader,
  superblock: XfsSuper,
  blocks: readonly number[],
): Promise<Map<number, Claim[]>> {
  const claims = new Map<number, Claim[]>();
  const claim = (from: number, count: number, one: Claim) => {
    for (let at = firstFrom(blocks, from); at < blocks.length; at++) {
      const block = blocks[at]!;
      if (block >= from + count) return;
      claims.set(block, [...(claims.get(block) ?? []), one]);
    }
  };
  const claimFork = async (one: Claim, fork: XfsFork, part: Claim['part']) => {
    const { runs, own } = await runsOf(bytes, superblock, one.inode.number, fork);
    for (const { from, blocks: count } of runs) claim(from, count, { ...one, part });
    const map = part === 'data' ? 'map' : part;
    for (const block of own) claim(block, 1, { ...one, part: map });
  };
  const claimInode = async (inode: XfsInode, path: Buffer | null, purpose: string | null) => {
    const one = { inode, path, purpose, part: 'itself' } as const;
    const place = inodePlace(superblock, inode.number)!;
    claim(Math.floor(place / superblock.blockBytes), 1, one);
    if (!inode.isRealtime) await claimFork(one, inode.data, 'data');
    if (inode.attributes !== null) await claimFork(one, inode.attributes, 'attributes');
  };

  for (const [number, purpose] of superblock.ownInodes) {
    const inode = number === 0 ? null : await readXfsInode(bytes, superblock, number);
    if (inode !== null) await claimInode(inode, null, purpose);
  }
  const seen = new Set<number>();
  const directories: { readonly inode: XfsInode; readonly path: Buffer }[] = [];
  const visit = async (number: number, path: Buffer) => {
    if (seen.has(number) || seen.size >= INODE_LIMIT) return;
    seen.add(number);
    const inode = await readXfsInode(bytes, superblock, number);
    if (inode === null) return;
    await claimInode(inode, path, null);
    const isRoom = directories.length < DIRECTORY_LIMIT;
    if (inode.kind === 'directory' && isRoom) directories.push({ inode, path });
  };
  await visit(superblock.rootInode, SLASH);
  for (const { inode, path } of directories) {
    const base = path.length === 1 ? path : Buffer.concat([path, SLASH]);
    for (const { name, inode: child } of await xfsNames(bytes, superblock, inode)) {
      await visit(child, Buffer.concat([base, name]));
    }
  }
  return claims;
}

/** The first of the ascending `blocks` that is not before `from`. */
function firstFrom(blocks: readonly number[], from: number): number {
  let [low, high] = [0, blocks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (blocks[middle]! < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
