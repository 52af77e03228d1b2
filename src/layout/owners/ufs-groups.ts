// A cylinder group of UFS: which of its fragments are free, which of its inodes are used. FreeBSD's
// sys/ufs/ffs/fs.h, struct cg.

import type { ByteReader } from '../sectors.ts';
import { groupStart, type UfsSuper } from './ufs-super.ts';

const MAGIC = 0x090255;
const HEADER_BYTES = 168;

export interface UfsGroup {
  /** null: that part of the bitmap cannot be read. */
  isFree(fragment: number): Promise<boolean | null>;
  /** By its number within the group. */
  isInodeUsed(inode: number): Promise<boolean | null>;
}

/** Null: it cannot be read, so nobody knows where in it the bitmaps are. */
export async function readUfsGroup(
  bytes: ByteReader,
  superblock: UfsSuper,
  number: number,
): Promise<UfsGroup | null> {
  const { groupOffset, fragmentBytes, groupBytes, isLittle, groupFragments } = superblock;
  const at = (groupStart(superblock, number) + groupOffset) * fragmentBytes;
  const raw = await bytes.at(at, HEADER_BYTES);
  if (raw === null) return null;
  const word = (place: number) => (isLittle ? raw.readUInt32LE(place) : raw.readUInt32BE(place));
  if (word(4) !== MAGIC || word(12) !== number) return null;
  const [inodes, fragments] = [word(92), word(96)];
  const bit = async (from: number, index: number) => {
    const place = from + (index >> 3);
    const found = place < groupBytes ? await bytes.at(at + place, 1) : null;
    return found === null ? null : ((found[0]! >> (index & 7)) & 1) === 1;
  };
  return {
    isFree: (fragment) => bit(fragments, fragment - number * groupFragments),
    isInodeUsed: (inode) => bit(inodes, inode),
  };
}
