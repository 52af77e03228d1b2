// XFS's inodes, and where their data and attributes are: xfs_format.h, struct xfs_dinode, xfs_bmbt_rec;
// xfs_bmap_btree.h.

import type { ByteReader } from '../sectors.ts';
import { hasChecksum, linearBlock, type XfsSuper } from './xfs-super.ts';

export interface XfsInode {
  readonly number: number;
  readonly kind: 'file' | 'directory' | 'link' | 'other';
  readonly sizeBytes: number;
  readonly data: XfsFork;
  readonly attributes: XfsFork | null;
  /** The data are on the realtime device. */
  readonly isRealtime: boolean;
}

export interface XfsFork {
  readonly format: 'local' | 'extents' | 'tree' | 'none';
  readonly raw: Buffer;
  readonly extents: number;
}

/** Blocks of a file: from `offset` of its own, at `from` of the file system, counted through. */
export interface XfsRun {
  readonly offset: number;
  readonly from: number;
  readonly blocks: number;
}

export interface XfsRuns {
  readonly runs: readonly XfsRun[];
  /** Blocks that say where the others are. */
  readonly own: readonly number[];
}

const V3_CORE = 176;
const V2_CORE = 100;
const REALTIME = 1;
const BIG_COUNTS = 16n;
const MOST_LEVELS = 10;
const MOST_RUNS = 2_000_000;
const FORMATS = ['none', 'local', 'extents', 'tree'] as const;
const KINDS = new Map([
  [0x8000, 'file'],
  [0x4000, 'directory'],
  [0xa000, 'link'],
] as const);

/** Where an inode lies; null: on no block of the file system. */
export function inodePlace(superblock: XfsSuper, inode: number): number | null {
  const { inodesPerBlock, groupBlocks, blocks, blockBytes, inodeBytes } = superblock;
  const number = Math.floor(inode / inodesPerBlock);
  const within = number % 2 ** superblock.groupShift;
  const block = linearBlock(superblock, number);
  if (within >= groupBlocks || block >= blocks) return null;
  return block * blockBytes + (inode % inodesPerBlock) * inodeBytes;
}

/** null: it cannot be read, is of no file, or not the one it should be. */
export async function readXfsInode(
  bytes: ByteReader,
  superblock: XfsSuper,
  number: number,
): Promise<XfsInode | null> {
  const place = inodePlace(superblock, number);
  const raw = place === null ? null : await bytes.at(place, superblock.inodeBytes);
  if (raw === null || raw.readUInt16BE(0) !== 0x494e) return null;
  const mode = raw.readUInt16BE(2);
  const isV3 = raw[4] === 3;
  if (mode === 0 || isV3 !== superblock.isV5) return null;
  const isOwn = !isV3 || (raw.readBigUInt64BE(152) === BigInt(number) && hasChecksum(raw, 100));
  if (!isOwn) return null;
  const core = isV3 ? V3_CORE : V2_CORE;
  const forkAt = core + raw[82]! * 8;
  if (forkAt > raw.length) return null;
  const isBig = isV3 && (raw.readBigUInt64BE(120) & BIG_COUNTS) !== 0n;
  const dataCount = isBig ? Number(raw.readBigUInt64BE(24)) : raw.readUInt32BE(76);
  const attributeCount = isBig ? raw.readUInt32BE(76) : raw.readUInt16BE(80);
  const hasFork = raw[82] !== 0;
  const fork = (format: number, bytesOf: Buffer, extents: number): XfsFork => ({
    ...{ format: FORMATS[format] ?? 'none', raw: bytesOf, extents },
  });
  return {
    number,
    kind: KINDS.get((mode & 0xf000) as 0x8000) ?? 'other',
    sizeBytes: Number(raw.readBigUInt64BE(56)),
    data: fork(raw[5]!, raw.subarray(core, hasFork ? forkAt : raw.length), dataCount),
    attributes: hasFork ? fork(raw[83]!, raw.subarray(forkAt), attributeCount) : null,
    isRealtime: (raw.readUInt16BE(90) & REALTIME) !== 0,
  };
}

/** As far as its map can be read. */
export async function runsOf(
  bytes: ByteReader,
  superblock: XfsSuper,
  inode: number,
  fork: XfsFork,
): Promise<XfsRuns> {
  const runs: XfsRun[] = [];
  const own: number[] = [];
  if (fork.format === 'extents') {
    const count = Math.min(fork.extents, Math.floor(fork.raw.length / 16));
    for (let index = 0; index < count; index++) addRun(superblock, fork.raw, index * 16, runs);
  }
  if (fork.format !== 'tree' || fork.raw.length < 4) return { runs, own };
  const most = Math.floor((fork.raw.length - 4) / 16);
  let level = fork.raw.readUInt16BE(0);
  let below = pointers(
    superblock,
    fork.raw,
    4 + most * 8,
    Math.min(most, fork.raw.readUInt16BE(2)),
  );
  for (; level > 0 && level <= MOST_LEVELS; level--) {
    own.push(...below);
    const next: number[] = [];
    for (const block of below) {
      const node = await readMapBlock(bytes, superblock, inode, block, level - 1);
      if (node === null) continue;
      const { raw, headBytes, entries } = node;
      if (level > 1) {
        const room = Math.floor((raw.length - headBytes) / 16);
        next.push(...pointers(superblock, raw, headBytes + room * 8, Math.min(entries, room)));
      } else {
        for (let index = 0; index < entries && runs.length < MOST_RUNS; index++) {
          addRun(superblock, raw, headBytes + index * 16, runs);
        }
      }
    }
    below = next;
  }
  return { runs, own };
}

function pointers(superblock: XfsSuper, raw: Buffer, at: number, count: number): number[] {
  return Array.from({ length: count }, (_v, index) =>
    linearBlock(superblock, Number(raw.readBigUInt64BE(at + index * 8))),
  );
}

async function readMapBlock(
  bytes: ByteReader,
  { blockBytes, blocks, isV5 }: XfsSuper,
  inode: number,
  block: number,
  level: number,
) {
  if (block === 0 || block >= blocks) return null;
  const raw = await bytes.at(block * blockBytes, blockBytes);
  if (raw === null || raw.toString('latin1', 0, 4) !== (isV5 ? 'BMA3' : 'BMAP')) return null;
  const headBytes = isV5 ? 72 : 24;
  const entries = raw.readUInt16BE(6);
  if (raw.readUInt16BE(4) !== level || headBytes + entries * 16 > blockBytes) return null;
  if (isV5) {
    const isOwn = raw.readBigUInt64BE(56) === BigInt(inode);
    if (!isOwn || !hasChecksum(raw, 64)) return null;
  }
  return { raw, headBytes, entries };
}

/** 1 bit for "unwritten", 54 of the file's offset, 52 of the block, 21 of the count. */
function addRun(superblock: XfsSuper, raw: Buffer, at: number, runs: XfsRun[]): void {
  const [high, low] = [raw.readBigUInt64BE(at), raw.readBigUInt64BE(at + 8)];
  const from = linearBlock(superblock, Number(((high & 0x1ffn) << 43n) | (low >> 21n)));
  const blocks = Number(low & 0x1f_ffffn);
  const offset = Number((high & 0x7fff_ffff_ffff_ffffn) >> 9n);
  if (blocks > 0 && from + blocks <= superblock.blocks) runs.push({ offset, from, blocks });
}
