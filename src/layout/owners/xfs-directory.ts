// The names of an XFS directory: xfs_da_format.h, struct xfs_dir2_sf_hdr, xfs_dir2_data_entry and its kin.

import type { ByteReader } from '../sectors.ts';
import { runsOf, type XfsInode, type XfsRun } from './xfs-inodes.ts';
import { hasChecksum, type XfsSuper } from './xfs-super.ts';

export interface XfsName {
  readonly name: Buffer;
  readonly inode: number;
}

/** Behind it lie the hashes of names: XFS_DIR2_LEAF_OFFSET. */
const DATA_END_BYTES = 32 * 1024 ** 3;
const FREE_TAG = 0xffff;
const NAME_LIMIT = 4_000_000;
/** Of one directory. */
const UNIT_LIMIT = 1_000_000;

/** Without "." and "..", of those of its blocks that can be read and prove themselves. */
export async function xfsNames(
  bytes: ByteReader,
  superblock: XfsSuper,
  directory: XfsInode,
): Promise<XfsName[]> {
  const { data, number } = directory;
  if (data.format === 'local') return shortNames(superblock, data.raw);
  const found = await runsOf(bytes, superblock, number, data);
  const runs = found.runs.toSorted((a, b) => a.offset - b.offset);
  const names: XfsName[] = [];
  const { blockBytes, directoryBytes } = superblock;
  const perUnit = directoryBytes / blockBytes;
  const units = new Set<number>();
  for (const { offset, blocks } of runs) {
    if (offset * blockBytes >= DATA_END_BYTES || units.size >= UNIT_LIMIT) break;
    const last = Math.floor((offset + blocks - 1) / perUnit);
    for (let unit = Math.floor(offset / perUnit); unit <= last; unit++) {
      if (units.size < UNIT_LIMIT) units.add(unit);
    }
  }
  for (const unit of units) {
    const raw = await unitAt(bytes, superblock, runs, unit * perUnit, perUnit);
    if (raw !== null && names.length < NAME_LIMIT) {
      names.push(...blockNames(superblock, number, raw));
    }
  }
  return names;
}

/** A directory's block may be of several of the file system's, which lie anywhere. */
async function unitAt(
  bytes: ByteReader,
  { blockBytes }: XfsSuper,
  runs: readonly XfsRun[],
  offset: number,
  count: number,
): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  for (let at = offset; at < offset + count; at++) {
    const run = lastBefore(runs, at);
    if (run === undefined || at >= run.offset + run.blocks) return null;
    const part = await bytes.at((run.from + at - run.offset) * blockBytes, blockBytes);
    if (part === null) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** The last of the ascending runs that begins at `offset` or before. */
function lastBefore(runs: readonly XfsRun[], offset: number): XfsRun | undefined {
  let [low, high] = [0, runs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (runs[middle]!.offset <= offset) low = middle + 1;
    else high = middle;
  }
  return runs[low - 1];
}

function blockNames({ isV5, hasFileTypes }: XfsSuper, owner: number, raw: Buffer): XfsName[] {
  const magic = raw.toString('latin1', 0, 4);
  const [data, single] = isV5 ? ['XDD3', 'XDB3'] : ['XD2D', 'XD2B'];
  if (magic !== data && magic !== single) return [];
  if (isV5) {
    const isOwn = raw.readBigUInt64BE(40) === BigInt(owner);
    if (!isOwn || !hasChecksum(raw, 4)) return [];
  }
  const hashes = magic === single ? raw.readUInt32BE(raw.length - 8) : 0;
  const end = magic === single ? raw.length - 8 - hashes * 8 : raw.length;
  const names: XfsName[] = [];
  for (let at = isV5 ? 64 : 16; at + 12 <= end; ) {
    if (raw.readUInt16BE(at) === FREE_TAG) {
      at += Math.max(8, raw.readUInt16BE(at + 2));
      continue;
    }
    const length = raw[at + 8]!;
    const name = raw.subarray(at + 9, at + 9 + length);
    if (length === 0 || at + 9 + length > end) break;
    if (!isDots(name)) names.push({ name, inode: Number(raw.readBigUInt64BE(at)) });
    // Its number, its name, its file's type, and where it begins: to the next eight bytes.
    at += Math.ceil((9 + length + (hasFileTypes ? 1 : 0) + 2) / 8) * 8;
  }
  return names;
}

function isDots(name: Buffer): boolean {
  return name.length <= 2 && name.every((byte) => byte === 0x2e);
}

/** In the inode itself, with inode numbers of 4 bytes or of 8. */
function shortNames({ hasFileTypes }: XfsSuper, raw: Buffer): XfsName[] {
  const isLong = raw[1] !== 0;
  const count = isLong ? raw[1]! : raw[0]!;
  const numberBytes = isLong ? 8 : 4;
  const names: XfsName[] = [];
  let at = 2 + numberBytes;
  for (let index = 0; index < count && at + 3 < raw.length; index++) {
    const length = raw[at]!;
    const numberAt = at + 3 + length + (hasFileTypes ? 1 : 0);
    if (length === 0 || numberAt + numberBytes > raw.length) break;
    const inode = isLong ? Number(raw.readBigUInt64BE(numberAt)) : raw.readUInt32BE(numberAt);
    names.push({ name: raw.subarray(at + 3, at + 3 + length), inode });
    at = numberAt + numberBytes;
  }
  return names;
}
