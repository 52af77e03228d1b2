// UFS1 and UFS2: FreeBSD's sys/ufs/ffs/fs.h.

import {
  type Filesystem,
  fieldText,
  filesystem,
  isPowerOfTwo,
  type Probe,
  safeNumber,
} from './filesystem.ts';

const UFS1_MAGIC = 0x011954;
const UFS2_MAGIC = 0x19540119;
export const UFS_SUPERBLOCK_BYTES = 1376;
/** Where the first group's own copy is, fs_sblkno, with the fragments that newfs and makefs choose. */
export const UFS_COPIES: readonly number[] = [16384, 32768, 49152, 81920, 98304, 131072];
/** SBLOCKSEARCH. */
export const UFS_PLACES = [65536, 8192, 0, 262144] as const;

/** Readers of a superblock's fields; null: there is none at `place`. */
export function ufsWords(block: Buffer, place: number) {
  const isLittle = isMagic(block.readUInt32LE(1372));
  if (!isLittle && !isMagic(block.readUInt32BE(1372))) return null;
  const word = (at: number) => (isLittle ? block.readUInt32LE(at) : block.readUInt32BE(at));
  const long = (at: number) => (isLittle ? block.readBigUInt64LE(at) : block.readBigUInt64BE(at));
  const is2 = word(1372) === UFS2_MAGIC;
  // What stands here may be a spare copy, or UFS1's first data: ffs_subr.c, readsuper.
  const isFirst = is2 ? long(1000) === BigInt(place) : place === 8192 || place === 0;
  const isCopy = UFS_COPIES.includes(place) && word(8) * word(52) === place;
  if (!isFirst && !isCopy) return null;
  if (!isPowerOfTwo(word(52), 512, 65536)) return null;
  if (!isPowerOfTwo(word(48), word(52), 8 * word(52))) return null;
  return { is2, isLittle, word, long };
}

export const probeUfs: Probe = async (bytes) => {
  for (const place of UFS_PLACES) {
    const block = await bytes.at(place, UFS_SUPERBLOCK_BYTES);
    const found = block === null ? null : parseUfs(block, place);
    if (found !== null) return found;
  }
  return null;
};

export function parseUfs(block: Buffer, place: number): Filesystem | null {
  const words = ufsWords(block, place);
  if (words === null) return null;
  const { is2, word, long } = words;
  const blocks = is2 ? safeNumber(long(1080)) : word(36);
  if (blocks === null) return null;
  return filesystem('ufs', {
    label: fieldText(block.subarray(680, 712)),
    uuid: [144, 148].map((at) => word(at).toString(16).padStart(8, '0')).join(''),
    blockBytes: word(52),
    clusterBytes: word(48),
    blocks,
    notes: [is2 ? 'UFS2' : 'UFS1'],
  });
}

function isMagic(word: number): boolean {
  return word === UFS1_MAGIC || word === UFS2_MAGIC;
}
