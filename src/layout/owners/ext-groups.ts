// Where an ext file system keeps its own structures, and what its block bitmaps say: ext4's
// Documentation/filesystems/ext4/group_descr.rst and bitmaps.rst.

import type { ByteReader } from '../sectors.ts';
import { type ExtSuper, firstBlockOf, hasSuperblock, superblockOf } from './ext-super.ts';

/** Nothing was ever allocated there, and the bitmap on the disk means nothing: EXT4_BG_BLOCK_UNINIT. */
const BLOCK_UNINIT = 2;
const GROUP_LIMIT = 4_000_000;

export interface ExtGroup {
  readonly blockBitmap: number;
  readonly inodeBitmap: number;
  readonly inodeTable: number;
  readonly isUninitialized: boolean;
  /** It was read from a copy, whose flags nobody keeps up. */
  readonly isCopy: boolean;
}

/** By number; null: its descriptor cannot be read anywhere. */
export type ExtGroups = readonly (ExtGroup | null)[];

export async function readGroups(bytes: ByteReader, superblock: ExtSuper): Promise<ExtGroups> {
  const { groups, blockBytes, descriptorBytes } = superblock;
  const perBlock = Math.floor(blockBytes / descriptorBytes);
  const found: (ExtGroup | null)[] = [];
  for (let index = 0; found.length < Math.min(groups, GROUP_LIMIT); index++) {
    const { raw, isCopy } = await readDescriptors(bytes, superblock, index);
    const count = Math.min(perBlock, groups - found.length);
    for (let at = 0; at < count; at++) {
      const entry = raw?.subarray(at * descriptorBytes, (at + 1) * descriptorBytes);
      found.push(entry === undefined ? null : parseDescriptor(entry, isCopy));
    }
  }
  return found;
}

async function readDescriptors(bytes: ByteReader, superblock: ExtSuper, index: number) {
  const { blockBytes } = superblock;
  for (const [copy, block] of descriptorBlocks(superblock, index).entries()) {
    const raw = await bytes.at(block * blockBytes, blockBytes);
    // Zeros are what a copy is that was never written.
    if (raw?.some((byte) => byte !== 0)) return { raw, isCopy: copy > 0 };
  }
  return { raw: null, isCopy: false };
}

/** Block `index` of the descriptors: where it is, and its copies. */
function descriptorBlocks(superblock: ExtSuper, index: number): number[] {
  const { firstMetaGroup, groups, blockBytes, descriptorBytes } = superblock;
  if (firstMetaGroup !== null && index >= firstMetaGroup) {
    const perBlock = Math.floor(blockBytes / descriptorBytes);
    const first = index * perBlock;
    return [first, first + 1, first + perBlock - 1]
      .filter((group) => group < groups)
      .map((group) => superblockOf(superblock, group) + (hasSuperblock(superblock, group) ? 1 : 0));
  }
  const copies = [1, 3, 5, 7, 9, 25, 27, ...(superblock.backupGroups ?? [])];
  return [0, ...copies]
    .filter((group) => group < groups && hasSuperblock(superblock, group))
    .map((group) => superblockOf(superblock, group) + 1 + index);
}

function parseDescriptor(raw: Buffer, isCopy: boolean): ExtGroup {
  const high = (at: number) => (raw.length >= 64 ? raw.readUInt32LE(at) * 2 ** 32 : 0);
  return {
    blockBitmap: raw.readUInt32LE(0) + high(0x20),
    inodeBitmap: raw.readUInt32LE(4) + high(0x24),
    inodeTable: raw.readUInt32LE(8) + high(0x28),
    isUninitialized: (raw.readUInt16LE(0x12) & BLOCK_UNINIT) !== 0,
    isCopy,
  };
}

/** What its bitmap says; null: it cannot be read, or nobody knows whether it counts. */
export async function isBlockUsed(
  bytes: ByteReader,
  superblock: ExtSuper,
  groups: ExtGroups,
  block: number,
): Promise<boolean | null> {
  const { firstBlock, blocksPerGroup, clusterBlocks, blockBytes } = superblock;
  if (block < firstBlock) return null;
  const group = groups[Math.floor((block - firstBlock) / blocksPerGroup)] ?? null;
  if (group === null) return null;
  // All of it is free then, but for what a group whose descriptor is lost may have put there.
  if (group.isUninitialized) return group.isCopy || groups.includes(null) ? null : false;
  const bit = Math.floor(((block - firstBlock) % blocksPerGroup) / clusterBlocks);
  const raw = await bytes.at(group.blockBitmap * blockBytes + Math.floor(bit / 8), 1);
  return raw === null ? null : ((raw[0]! >> (bit % 8)) & 1) === 1;
}

/** What `block` is for, where it belongs to the file system itself; else null. */
export function blockPurpose(
  superblock: ExtSuper,
  groups: ExtGroups,
  block: number,
): string | null {
  const { firstBlock, inodesPerGroup, inodeBytes, blockBytes, protectionBlock } = superblock;
  if (block < firstBlock || (block === 0 && blockBytes === 1024)) return 'boot block';
  if (protectionBlock !== 0 && block === protectionBlock) return 'multiple mount protection';
  const perBlock = blockBytes / inodeBytes;
  const tableBlocks = Math.ceil(inodesPerGroup / perBlock);
  for (const [number, group] of groups.entries()) {
    if (group === null) continue;
    const { blockBitmap, inodeBitmap, inodeTable } = group;
    if (block === blockBitmap) return `block bitmap of group ${number}`;
    if (block === inodeBitmap) return `inode bitmap of group ${number}`;
    if (block < inodeTable || block >= inodeTable + tableBlocks) continue;
    const first = number * inodesPerGroup + (block - inodeTable) * perBlock + 1;
    return `inode table of group ${number}, inodes ${first}–${first + perBlock - 1}`;
  }
  return superblockPurpose(superblock, block);
}

function superblockPurpose(superblock: ExtSuper, block: number): string | null {
  const { firstBlock, blocksPerGroup, groups, blockBytes, descriptorBytes } = superblock;
  const { firstMetaGroup, reservedDescriptors } = superblock;
  const group = Math.floor((block - firstBlock) / blocksPerGroup);
  const perBlock = Math.floor(blockBytes / descriptorBytes);
  const index = Math.floor(group / perBlock);
  const isMeta = firstMetaGroup !== null && index >= firstMetaGroup;
  if (isMeta && descriptorBlocks(superblock, index).includes(block)) {
    return `group descriptors, in group ${group}`;
  }
  if (!hasSuperblock(superblock, group)) return null;
  const within = block - superblockOf(superblock, group);
  if (within === 0) return group === 0 ? 'superblock' : `copy of the superblock, group ${group}`;
  const all = Math.ceil(groups / perBlock);
  const plain = firstMetaGroup === null ? all : Math.min(all, firstMetaGroup);
  const room = firstMetaGroup === null ? reservedDescriptors : 0;
  if (within < 0 || within > plain + room) return null;
  return `group descriptors, in group ${firstBlockOf(superblock, group) <= block ? group : 0}`;
}
