// A cylinder group of UFS: which of its fragments are free, which of its inodes are used. FreeBSD's
// sys/ufs/ffs/fs.h, struct cg.

import type { ByteReader } from '../sectors.ts';
import { groupStart, type UfsSuper } from './ufs-super.ts';

const MAGIC = 0x090255;
const BYTES_LIMIT = 65536;

export interface UfsGroup {
  isFree(fragment: number): boolean;
  /** By its number within the group. */
  isInodeUsed(inode: number): boolean;
}

/** Null: it cannot be read. */
export async function readUfsGroup(
  bytes: ByteReader,
  superblock: UfsSuper,
  number: number,
): Promise<UfsGroup | null> {
  const { groupOffset, fragmentBytes, groupBytes, isLittle, groupFragments } = superblock;
  if (groupBytes < 168 || groupBytes > BYTES_LIMIT) return null;
  const at = (groupStart(superblock, number) + groupOffset) * fragmentBytes;
  const raw = await bytes.at(at, groupBytes);
  if (raw === null) return null;
  const word = (place: number) => (isLittle ? raw.readUInt32LE(place) : raw.readUInt32BE(place));
  if (word(4) !== MAGIC || word(12) !== number) return null;
  const [inodes, fragments] = [word(92), word(96)];
  const bit = (from: number, index: number) => ((raw[from + (index >> 3)] ?? 0) >> (index & 7)) & 1;
  return {
    isFree: (fragment) => bit(fragments, fragment - number * groupFragments) === 1,
    isInodeUsed: (inode) => bit(inodes, inode) === 1,
  };
}
