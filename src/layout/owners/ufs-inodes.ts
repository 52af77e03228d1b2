// Inodes of UFS and the fragments that they have: FreeBSD's sys/ufs/ufs/dinode.h.

import type { ByteReader } from '../sectors.ts';
import { groupStart, type UfsSuper } from './ufs-super.ts';

const DIRECT = 12;
const INDIRECT = 3;
const SNAPSHOT = 0x0020_0000;

export interface UfsInode {
  readonly number: number;
  readonly kind: 'file' | 'directory' | 'link';
  readonly size: number;
  readonly direct: readonly number[];
  readonly indirect: readonly number[];
  readonly attributes: readonly number[];
}

/** `data`: the number of the block in the file; else a block of addresses or attributes. */
export interface UfsRun {
  readonly from: number;
  readonly fragments: number;
  readonly data: number | null;
}

export function inodeBytes({ is2 }: UfsSuper): number {
  return is2 ? 256 : 128;
}

/** Where inode `number` lies, in bytes. */
export function inodePlace(superblock: UfsSuper, number: number): number {
  const { inodesPerGroup, inodeOffset, fragmentBytes } = superblock;
  const start = groupStart(superblock, Math.floor(number / inodesPerGroup)) + inodeOffset;
  return start * fragmentBytes + (number % inodesPerGroup) * inodeBytes(superblock);
}

/** Null: it has no blocks. */
export function parseUfsInode(raw: Buffer, superblock: UfsSuper, number: number): UfsInode | null {
  const { is2, isLittle } = superblock;
  const word = (at: number) => (isLittle ? raw.readUInt32LE(at) : raw.readUInt32BE(at));
  const long = (at: number) => Number(isLittle ? raw.readBigUInt64LE(at) : raw.readBigUInt64BE(at));
  const mode = isLittle ? raw.readUInt16LE(0) : raw.readUInt16BE(0);
  const kind = { 4: 'directory', 8: 'file', 10: 'link' }[mode >> 12] as
    | UfsInode['kind']
    | undefined;
  const blocks = is2 ? long(24) : word(104);
  if (kind === undefined || blocks === 0) return null;
  const [direct, indirect] = is2 ? [112, 208] : [40, 88];
  const isSnapshot = (word(is2 ? 88 : 100) & SNAPSHOT) !== 0;
  const at = (from: number, count: number) =>
    Array.from({ length: count }, (_v, index) =>
      is2 ? long(from + 8 * index) : word(from + 4 * index),
    )
      // A snapshot marks blocks that it shares with 1 and 2: BLK_NOCOPY, BLK_SNAP.
      .map((address) => (isSnapshot && address <= 2 ? 0 : address));
  return {
    number,
    kind,
    size: is2 ? long(16) : long(8),
    direct: at(direct, DIRECT),
    indirect: at(indirect, INDIRECT),
    attributes: is2 ? at(96, 2) : [],
  };
}

/** All that can be read of where it lies. */
export async function runsOf(
  bytes: ByteReader,
  superblock: UfsSuper,
  inode: UfsInode,
): Promise<UfsRun[]> {
  const { blockFragments, fragmentBytes, is2, isLittle } = superblock;
  const blockBytes = blockFragments * fragmentBytes;
  const last = Math.floor(Math.max(0, inode.size - 1) / blockBytes);
  const runs: UfsRun[] = [];
  const add = (from: number, block: number) => {
    // Only a small file ends in less than a block.
    const isShort = block === last && block < DIRECT;
    const rest = Math.ceil((inode.size - block * blockBytes) / fragmentBytes);
    const fragments = isShort ? Math.min(blockFragments, Math.max(1, rest)) : blockFragments;
    if (from !== 0) runs.push({ from, fragments, data: block });
  };
  for (const [block, from] of inode.direct.entries()) add(from, block);
  for (const from of inode.attributes) {
    if (from !== 0) runs.push({ from, fragments: blockFragments, data: null });
  }
  const perBlock = blockBytes / (is2 ? 8 : 4);
  const follow = async (address: number, level: number, first: number): Promise<void> => {
    if (address === 0 || first > last) return;
    runs.push({ from: address, fragments: blockFragments, data: null });
    const raw = await bytes.at(address * fragmentBytes, blockBytes);
    if (raw === null) return;
    const step = perBlock ** level;
    for (let index = 0; index < perBlock; index++) {
      const next = is2
        ? Number(isLittle ? raw.readBigUInt64LE(8 * index) : raw.readBigUInt64BE(8 * index))
        : isLittle
          ? raw.readUInt32LE(4 * index)
          : raw.readUInt32BE(4 * index);
      if (level === 0) add(next, first + index);
      else await follow(next, level - 1, first + index * step);
    }
  };
  let first = DIRECT;
  for (const [level, address] of inode.indirect.entries()) {
    await follow(address, level, first);
    first += perBlock ** (level + 1);
  }
  return runs;
}
