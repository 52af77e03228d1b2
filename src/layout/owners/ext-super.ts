// The superblock of ext2, ext3 and ext4, and where its copies are: Documentation/filesystems/ext4/super.rst,
// and fs/ext4/balloc.c, ext4_bg_has_super.

import type { ByteReader } from '../sectors.ts';

const SUPERBLOCK_AT = 1024;
const SUPERBLOCK_BYTES = 1024;
const MAGIC = 0xef53;
const COMPAT_SPARSE_SUPER2 = 0x200;
const COMPAT_ORPHAN_FILE = 0x1000;
const INCOMPAT_META_BG = 0x10;
const INCOMPAT_64BIT = 0x80;
const INCOMPAT_MMP = 0x100;
const RO_SPARSE_SUPER = 0x1;
const RO_QUOTA = 0x100;
const RO_BIGALLOC = 0x200;
/** Copies are looked for in these groups: one of them is where each variant has one. */
const SEARCHED_GROUPS = [1, 3, 5, 7, 9];

export interface ExtSuper {
  readonly blockBytes: number;
  readonly blocks: number;
  readonly firstBlock: number;
  readonly blocksPerGroup: number;
  readonly clusterBlocks: number;
  readonly inodesPerGroup: number;
  readonly inodeBytes: number;
  readonly groups: number;
  readonly descriptorBytes: number;
  readonly reservedDescriptors: number;
  /** From this block of descriptors on they lie in the groups that they are of; null: none does. */
  readonly firstMetaGroup: number | null;
  readonly isSparse: boolean;
  /** sparse_super2: the only two groups with copies, beside group 0. */
  readonly backupGroups: readonly number[] | null;
  readonly protectionBlock: number;
  /** Inodes of no path: the file of orphans, quotas of projects. */
  readonly hiddenInodes: ReadonlyMap<number, string>;
  readonly raw: Buffer;
  /** Where this copy was read; null: it is the first one. */
  readonly copyBlock: number | null;
}

/** The first one that can be read: that at the start, or a copy, which says in which group it stands. */
export async function readExtSuper(bytes: ByteReader): Promise<ExtSuper | null> {
  const first = await bytes.at(SUPERBLOCK_AT, SUPERBLOCK_BYTES);
  const superblock = first === null ? null : parseExtSuper(first, null);
  if (first !== null) return superblock;
  return readExtCopy(bytes);
}

/** A copy in a later group, wherever the first one is. */
export async function readExtCopy(bytes: ByteReader): Promise<ExtSuper | null> {
  for (const blockBytes of [4096, 1024, 2048, 65536]) {
    const perGroup = 8 * blockBytes;
    for (const group of SEARCHED_GROUPS) {
      const block = group * perGroup + (blockBytes === 1024 ? 1 : 0);
      const raw = await bytes.at(block * blockBytes, SUPERBLOCK_BYTES);
      const found = raw === null ? null : parseExtSuper(raw, block);
      if (found === null || found.blockBytes !== blockBytes) continue;
      if (raw!.readUInt16LE(0x5a) === group) return found;
    }
  }
  return null;
}

export function parseExtSuper(raw: Buffer, copyBlock: number | null): ExtSuper | null {
  const word = (at: number) => raw.readUInt32LE(at);
  if (raw.readUInt16LE(0x38) !== MAGIC || word(0x18) > 6) return null;
  const blockBytes = 1024 << word(0x18);
  const [compatible, incompatible, readOnly] = [word(0x5c), word(0x60), word(0x64)];
  const is64 = (incompatible & INCOMPAT_64BIT) !== 0;
  const blocks = word(4) + (is64 ? word(0x150) * 2 ** 32 : 0);
  const [firstBlock, blocksPerGroup, inodesPerGroup] = [word(0x14), word(0x20), word(0x28)];
  const inodeBytes = word(0x4c) === 0 ? 128 : raw.readUInt16LE(0x58);
  const groups = Math.ceil((blocks - firstBlock) / blocksPerGroup);
  const isBig = (readOnly & RO_BIGALLOC) !== 0;
  if (blocksPerGroup === 0 || inodesPerGroup === 0 || inodeBytes < 128) return null;
  if (!(groups >= 1) || word(0x1c) > 16) return null;
  const hidden = new Map<number, string>();
  if ((compatible & COMPAT_ORPHAN_FILE) !== 0) hidden.set(word(0x280), 'the file of orphans');
  if ((readOnly & RO_QUOTA) !== 0) hidden.set(word(0x26c), 'project quotas');
  return {
    blockBytes,
    blocks,
    firstBlock,
    blocksPerGroup,
    clusterBlocks: isBig ? (1024 << word(0x1c)) / blockBytes : 1,
    inodesPerGroup,
    inodeBytes,
    groups,
    descriptorBytes: is64 ? Math.max(32, raw.readUInt16LE(0xfe)) : 32,
    reservedDescriptors: raw.readUInt16LE(0xce),
    firstMetaGroup: (incompatible & INCOMPAT_META_BG) !== 0 ? word(0x104) : null,
    isSparse: (readOnly & RO_SPARSE_SUPER) !== 0,
    backupGroups: (compatible & COMPAT_SPARSE_SUPER2) === 0 ? null : [word(0x24c), word(0x250)],
    protectionBlock: (incompatible & INCOMPAT_MMP) === 0 ? 0 : Number(raw.readBigUInt64LE(0x168)),
    hiddenInodes: hidden,
    raw,
    copyBlock,
  };
}

export function hasSuperblock({ isSparse, backupGroups }: ExtSuper, group: number): boolean {
  if (group === 0) return true;
  if (backupGroups !== null) return backupGroups.includes(group);
  return !isSparse || group === 1 || [3, 5, 7].some((base) => isPower(group, base));
}

function isPower(value: number, base: number): boolean {
  let power = base;
  while (power < value) power *= base;
  return power === value;
}

export function firstBlockOf({ firstBlock, blocksPerGroup }: ExtSuper, group: number): number {
  return firstBlock + group * blocksPerGroup;
}

/** Where a group's superblock is, if it has one. Blocks of 1 KiB leave the first to the boot loader, also
 * where groups begin with it: bigalloc. */
export function superblockOf(superblock: ExtSuper, group: number): number {
  const { blockBytes, firstBlock } = superblock;
  const boot = group === 0 && blockBytes === 1024 && firstBlock === 0 ? 1 : 0;
  return firstBlockOf(superblock, group) + boot;
}
