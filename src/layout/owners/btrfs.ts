// Btrfs, mounted or not: device address → chunk → logical address → extent → inode → path. Read here, and
// not through btrfs-progs: where they cannot open the file system, or reach a tree, they say nothing and
// exit with 0, and for a file system on several devices they open every disk of the machine.

import { BTRFS_SUPERBLOCKS } from '../filesystems/linux.ts';
import type { ByteReader } from '../sectors.ts';
import { chunkOn, readSuperblock, SUPERBLOCK_BYTES } from './btrfs-chunks.ts';
import { filePath, referencesOf, TOP_TREE, usersInLeaf, usesByte } from './btrfs-files.ts';
import { BtrfsTrees, BtrfsTrouble, type Item } from './btrfs-tree.ts';
import {
  type FindOwners,
  FREE,
  metadata,
  type Owner,
  ofFile,
  sameForAll,
  unknown,
  type Volume,
} from './owner.ts';

/** Nothing is put there: BTRFS_DEVICE_RANGE_RESERVED. */
const RESERVED_BYTES = 1024 ** 2;
const EXTENT_ITEM = 168;
const METADATA_ITEM = 169;
const SEARCH_LIMIT = 8;
const LAST_OFFSET = 0xffff_ffff_ffff_ffffn;
const EXTENT_TREE = 2n;
/** The root tree's own files: caches of free space. Trees of numbers below 0 are at work on relocation. */
const ROOT_TREE = 1n;
const FIRST_INTERNAL = 0xffff_ffff_ffff_0000n;

export const findBtrfsOwners: FindOwners = (volume, blocks) =>
  volume.reading(async (bytes) => {
    const { uuid, blockBytes } = volume.filesystem;
    const answer = async (others: readonly ByteReader[]) => {
      const owners = new Map<number, Owner>();
      const trees = await BtrfsTrees.open(bytes, others);
      for (const block of blocks) owners.set(block, await ownerAt(trees, block * blockBytes));
      return owners;
    };
    try {
      // The others are opened only where there are some.
      const count = (await readSuperblock(bytes))?.deviceCount ?? 1;
      return await (count > 1 && uuid !== null ? volume.readingOthers(uuid, answer) : answer([]));
    } catch (error) {
      if (!(error instanceof BtrfsTrouble)) throw error;
      return new Map([...sameForAll(blocks, unknown(error.message)), ...reserved(volume, blocks)]);
    }
  });

/** What is known without any tree. */
function reserved(volume: Volume, blocks: readonly number[]): Map<number, Owner> {
  const owners = new Map<number, Owner>();
  for (const block of blocks) {
    const owner = ownPlace(block * volume.filesystem.blockBytes);
    if (owner !== null) owners.set(block, owner);
  }
  return owners;
}

function ownPlace(at: number): Owner | null {
  const copy = BTRFS_SUPERBLOCKS.findIndex((from) => at >= from && at < from + SUPERBLOCK_BYTES);
  if (copy >= 0) return metadata(copy === 0 ? 'superblock' : 'copy of the superblock');
  return at < RESERVED_BYTES ? metadata('reserved at the start of the device') : null;
}

async function ownerAt(trees: BtrfsTrees, at: number): Promise<Owner> {
  const own = ownPlace(at);
  if (own !== null) return own;
  const place = { deviceId: trees.superblock.deviceId, offset: at };
  const found = chunkOn(trees.chunks, place);
  if (found === null) return FREE;
  const { chunk, logical } = found;
  if (logical === null) return unknown(`in a chunk of type ${chunk.profile}: not told from here`);
  try {
    const extent = await extentAt(trees, logical);
    if (extent === null) return freeUnlessLogged(trees);
    if (isTreeBlock(extent)) {
      return metadata(`a node of its trees (${chunk.profile}, logical ${logical})`);
    }
    return await dataOwner(trees, extent, logical);
  } catch (error) {
    if (!(error instanceof BtrfsTrouble)) throw error;
    return unknown(error.message);
  }
}

/** What was synced since the last commit is in the log alone, and its extents are in no tree. */
function freeUnlessLogged({ superblock }: BtrfsTrees): Owner {
  if (superblock.logTree === 0) return FREE;
  return unknown('marked as free, but a log is there that has not been replayed');
}

/** Chunks of both kinds are there: "mixed". BTRFS_EXTENT_FLAG_TREE_BLOCK. */
function isTreeBlock({ key, data }: Item): boolean {
  return key.type === METADATA_ITEM || (data.readBigUInt64LE(16) & 2n) !== 0n;
}

/** The extent item that covers `logical`; null: there is none, so it is free. */
async function extentAt(trees: BtrfsTrees, logical: number): Promise<Item | null> {
  let objectid = BigInt(logical);
  for (let steps = 0; steps < SEARCH_LIMIT; steps++) {
    const key = { objectid, type: METADATA_ITEM, offset: LAST_OFFSET };
    const item = await trees.lastBefore(EXTENT_TREE, key);
    if (item === null) return null;
    if (item.key.type === EXTENT_ITEM || item.key.type === METADATA_ITEM) {
      const isWhole = item.key.type === EXTENT_ITEM;
      const bytes = isWhole ? Number(item.key.offset) : trees.superblock.nodeBytes;
      return logical < Number(item.key.objectid) + bytes ? item : null;
    }
    // References and block groups come behind an extent of the same number, if there is one.
    objectid = item.key.objectid < objectid ? item.key.objectid : objectid - 1n;
  }
  throw new BtrfsTrouble('its extent tree makes no sense');
}

interface User {
  readonly tree: bigint;
  readonly inode: bigint;
}

async function dataOwner(trees: BtrfsTrees, extent: Item, logical: number): Promise<Owner> {
  const start = extent.key.objectid;
  const within = BigInt(logical) - start;
  const { files, leaves } = await referencesOf(trees, extent);
  const users: User[] = [];
  let trouble: BtrfsTrouble | null = null;
  const attempt = async (find: () => Promise<readonly User[]>) => {
    try {
      users.push(...(await find()));
    } catch (error) {
      if (!(error instanceof BtrfsTrouble)) throw error;
      trouble = error;
    }
  };
  for (const file of files) {
    if (isInternal(file.tree)) return metadata('a cache of free space');
    await attempt(async () => ((await usesByte(trees, file, start, within)) ? [file] : []));
  }
  for (const leaf of leaves) await attempt(() => usersInLeaf(trees, leaf, start, within));
  if (users.length === 0) {
    if (trouble !== null) throw trouble;
    return unknown('in an extent that files have, in a part of it that none uses any more');
  }
  return nameOf(trees, users);
}

function isInternal(tree: bigint): boolean {
  return tree === ROOT_TREE || tree >= FIRST_INTERNAL;
}

async function nameOf(trees: BtrfsTrees, users: readonly User[]): Promise<Owner> {
  const distinct = new Map(users.map((user) => [`${user.tree} ${user.inode}`, user]));
  const others = distinct.size - 1;
  const notes = others > 0 ? [`and ${others} more files share it`] : [];
  for (const { tree, inode } of distinct.values()) {
    const path = await filePath(trees, tree, inode).catch((error) => {
      if (error instanceof BtrfsTrouble) return null;
      throw error;
    });
    if (path === null) continue;
    const volume = tree === TOP_TREE ? [] : [`in subvolume ${tree}`];
    return ofFile(path, ...volume, ...notes);
  }
  const [first] = users;
  return ofFile(null, `inode ${first!.inode}, whose path is not known`, ...notes);
}
