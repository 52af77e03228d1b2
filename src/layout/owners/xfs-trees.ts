// The trees of an XFS's allocation groups: free space, inodes, reference counts, reverse map. xfs_format.h,
// struct xfs_agf, xfs_agi, xfs_agfl, xfs_btree_block; of version 5 each block proves itself.

import type { ByteReader } from '../sectors.ts';
import { hasChecksum, type XfsSuper } from './xfs-super.ts';

/** A tree of short pointers: its blocks' magics, and how long its keys and records are. */
interface Kind {
  readonly magics: readonly [v4: string, v5: string];
  readonly keyBytes: number;
  readonly recordBytes: number;
  readonly purpose: string;
}

const BY_BLOCK: Kind = treeKind('ABTB', 'AB3B', 8, 8, 'free space tree');
const BY_SIZE: Kind = treeKind('ABTC', 'AB3C', 8, 8, 'free space tree');
const INODES: Kind = treeKind('IABT', 'IAB3', 4, 16, 'inode tree');
const FREE_INODES: Kind = treeKind('FIBT', 'FIB3', 4, 16, 'free inode tree');
const REVERSE: Kind = treeKind('', 'RMB3', 40, 24, 'reverse map');
const SHARED: Kind = treeKind('', 'R3FC', 4, 12, 'reference counts');

function treeKind(v4: string, v5: string, keyBytes: number, recordBytes: number, purpose: string) {
  return { magics: [v4, v5] as const, keyBytes, recordBytes, purpose };
}

interface Tree {
  readonly kind: Kind;
  readonly root: number;
  readonly levels: number;
}

const MOST_LEVELS = 10;
const INODES_A_CHUNK = 64;
const MOST_BLOCKS = 1_000_000;

export interface XfsGroup {
  /** Whether a block of the group is free; null: that cannot be read. */
  isFree(block: number): Promise<boolean | null>;
  /** What a block of the group is for, as far as its own structures tell; null: none of theirs. */
  purpose(block: number): Promise<string | null>;
}

export async function readXfsGroup(
  bytes: ByteReader,
  superblock: XfsSuper,
  number: number,
): Promise<XfsGroup> {
  const sector = (index: number) => readHeader(bytes, superblock, number, index);
  const space = await sector(1);
  const inodes = await sector(2);
  const list = await sector(3);
  const context = { bytes, superblock, number };
  const byBlock = space && tree(BY_BLOCK, space, 16, 28);
  const trees = [
    ...(space === null ? [] : spaceTrees(superblock, space)),
    ...(inodes === null ? [] : [tree(INODES, inodes, 20, 24), tree(FREE_INODES, inodes, 328, 332)]),
  ].filter((one) => one.root !== 0 && one.levels > 0);
  let purposes: Map<number, string> | null = null;
  const readPurposes = async () => {
    const found = new Map<number, string>();
    for (const one of trees) {
      for (const block of await blocksOf(context, one)) found.set(block, one.kind.purpose);
    }
    const chunks = inodes === null ? [] : await recordsOf(context, tree(INODES, inodes, 20, 24));
    for (const chunk of chunks) {
      for (const block of chunkBlocks(superblock, chunk)) found.set(block, 'inodes');
    }
    if (space !== null && list !== null) {
      for (const block of freeList(superblock, space, list)) found.set(block, 'free list');
    }
    return found;
  };
  return {
    isFree: async (block) => (byBlock === null ? null : isFreeIn(context, byBlock, block)),
    purpose: async (block) => {
      purposes ??= await readPurposes();
      return purposes.get(block) ?? null;
    },
  };
}

/** AGF, AGI, AGFL: sectors 1 to 3 of a group. */
async function readHeader(
  bytes: ByteReader,
  superblock: XfsSuper,
  number: number,
  index: number,
): Promise<Buffer | null> {
  const { blockBytes, groupBlocks, sectorBytes, isV5 } = superblock;
  const raw = await bytes.at(number * groupBlocks * blockBytes + index * sectorBytes, sectorBytes);
  if (raw === null) return null;
  const [magic, numberAt, checksumAt] = (
    [
      ['XAGF', 8, 216],
      ['XAGI', 8, 312],
      ['XAFL', 4, 32],
    ] as const
  )[index - 1]!;
  // Before version 5 the free list had no header.
  if (magic === 'XAFL' && !isV5) return raw;
  const isIt =
    raw.toString('latin1', 0, 4) === magic &&
    raw.readUInt32BE(numberAt) === number &&
    (!isV5 || hasChecksum(raw, checksumAt));
  return isIt ? raw : null;
}

function tree(kind: Kind, header: Buffer, rootAt: number, levelsAt: number): Tree {
  return { kind, root: header.readUInt32BE(rootAt), levels: header.readUInt32BE(levelsAt) };
}

/** Zeros where the file system has none. */
function spaceTrees({ isV5 }: XfsSuper, space: Buffer): Tree[] {
  const plain = [tree(BY_BLOCK, space, 16, 28), tree(BY_SIZE, space, 20, 32)];
  return isV5 ? [...plain, tree(REVERSE, space, 24, 36), tree(SHARED, space, 88, 92)] : plain;
}

interface Context {
  readonly bytes: ByteReader;
  readonly superblock: XfsSuper;
  readonly number: number;
}

interface Node {
  readonly raw: Buffer;
  readonly headBytes: number;
  readonly entries: number;
}

async function readNode(
  { bytes, superblock, number }: Context,
  { magics, keyBytes, recordBytes }: Kind,
  block: number,
  level: number,
): Promise<Node | null> {
  const { blockBytes, groupBlocks, isV5 } = superblock;
  if (block === 0 || block >= groupBlocks) return null;
  const at = (number * groupBlocks + block) * blockBytes;
  const raw = await bytes.at(at, blockBytes);
  if (raw === null || raw.toString('latin1', 0, 4) !== magics[isV5 ? 1 : 0]) return null;
  const headBytes = isV5 ? 56 : 16;
  const entries = raw.readUInt16BE(6);
  const entryBytes = level === 0 ? recordBytes : keyBytes + 4;
  if (raw.readUInt16BE(4) !== level || headBytes + entries * entryBytes > blockBytes) return null;
  if (!isV5) return { raw, headBytes, entries };
  const isOwn = raw.readUInt32BE(48) === number && raw.readBigUInt64BE(16) === BigInt(at / 512);
  return isOwn && hasChecksum(raw, 52) ? { raw, headBytes, entries } : null;
}

function pointerAt({ raw, headBytes }: Node, { keyBytes }: Kind, index: number): number {
  const most = Math.floor((raw.length - headBytes) / (keyBytes + 4));
  return raw.readUInt32BE(headBytes + most * keyBytes + index * 4);
}

/** Down the one way that leads to where the block would be. */
async function isFreeIn(context: Context, { kind, root, levels }: Tree, block: number) {
  let at = root;
  for (let level = Math.min(levels, MOST_LEVELS) - 1; level >= 0; level--) {
    const node = await readNode(context, kind, at, level);
    if (node === null) return null;
    const { raw, headBytes, entries } = node;
    let index = -1;
    while (index + 1 < entries && raw.readUInt32BE(headBytes + (index + 1) * 8) <= block) index++;
    if (index < 0) return false;
    if (level > 0) {
      at = pointerAt(node, kind, index);
      continue;
    }
    const [from, count] = [0, 4].map((field) => raw.readUInt32BE(headBytes + index * 8 + field));
    return block - from! < count!;
  }
  return null;
}

/** The blocks of a tree, as far as those above them can be read. */
async function blocksOf(context: Context, { kind, root, levels }: Tree): Promise<number[]> {
  const found = [root];
  let above = [root];
  for (let level = Math.min(levels, MOST_LEVELS) - 1; level > 0; level--) {
    const below: number[] = [];
    for (const block of above) {
      const node = await readNode(context, kind, block, level);
      for (let index = 0; index < (node?.entries ?? 0); index++) {
        below.push(pointerAt(node!, kind, index));
      }
    }
    if (found.length + below.length > MOST_BLOCKS) break;
    found.push(...below);
    above = below;
  }
  return found;
}

/** Those of leaves that can be read. */
async function recordsOf(context: Context, one: Tree): Promise<Buffer[]> {
  const records: Buffer[] = [];
  const { kind } = one;
  for (const block of await blocksOf(context, one)) {
    const node = await readNode(context, kind, block, 0);
    for (let index = 0; index < (node?.entries ?? 0); index++) {
      const { raw, headBytes } = node!;
      const at = headBytes + index * kind.recordBytes;
      records.push(raw.subarray(at, at + kind.recordBytes));
    }
  }
  return records;
}

/** struct xfs_inobt_rec: a bit of the mask for four inodes that a sparse chunk has not. */
function chunkBlocks({ inodesPerBlock, isSparse }: XfsSuper, record: Buffer): number[] {
  const first = record.readUInt32BE(0);
  const holes = isSparse ? record.readUInt16BE(4) : 0;
  const blocks: number[] = [];
  const step = Math.max(1, Math.min(inodesPerBlock, INODES_A_CHUNK));
  for (let inode = 0; inode < INODES_A_CHUNK; inode += step) {
    if (((holes >> Math.floor(inode / 4)) & 1) === 1) continue;
    blocks.push(Math.floor((first + inode) / inodesPerBlock));
  }
  return blocks;
}

/** A ring, from agf_flfirst to agf_fllast. */
function freeList({ isV5 }: XfsSuper, space: Buffer, list: Buffer): number[] {
  const headBytes = isV5 ? 36 : 0;
  const size = Math.floor((list.length - headBytes) / 4);
  const [first, count] = [space.readUInt32BE(40), space.readUInt32BE(48)];
  if (first >= size || count > size) return [];
  return Array.from({ length: count }, (_v, index) =>
    list.readUInt32BE(headBytes + ((first + index) % size) * 4),
  );
}
