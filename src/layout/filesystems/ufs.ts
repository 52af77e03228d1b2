// UFS1 and UFS2: FreeBSD's sys/ufs/ffs/fs.h.

import { fieldText, filesystem, isPowerOfTwo, type Probe, safeNumber } from './filesystem.ts';

const UFS1_MAGIC = 0x011954;
const UFS2_MAGIC = 0x19540119;
/** SBLOCKSEARCH. */
const PLACES = [65536, 8192, 0, 262144] as const;

export const probeUfs: Probe = async (bytes) => {
  for (const place of PLACES) {
    const block = await bytes.at(place, 1376);
    if (block === null) continue;
    const isLittle = isMagic(block.readUInt32LE(1372));
    if (!isLittle && !isMagic(block.readUInt32BE(1372))) continue;
    const word = (at: number) => (isLittle ? block.readUInt32LE(at) : block.readUInt32BE(at));
    const long = (at: number) => (isLittle ? block.readBigUInt64LE(at) : block.readBigUInt64BE(at));
    const isUfs2 = word(1372) === UFS2_MAGIC;
    // What stands here may be a spare copy, or UFS1's first data: ffs_subr.c, readsuper.
    if (isUfs2 ? long(1000) !== BigInt(place) : place === 65536) continue;
    const [blockBytes, fragmentBytes] = [word(48), word(52)];
    const blocks = isUfs2 ? safeNumber(long(1080)) : word(36);
    if (!isPowerOfTwo(fragmentBytes, 512, 65536) || blocks === null) continue;
    if (!isPowerOfTwo(blockBytes, fragmentBytes, 8 * fragmentBytes)) continue;
    return filesystem('ufs', {
      label: fieldText(block.subarray(680, 712)),
      uuid: [144, 148].map((at) => word(at).toString(16).padStart(8, '0')).join(''),
      blockBytes: fragmentBytes,
      clusterBytes: blockBytes,
      blocks,
      notes: [isUfs2 ? 'UFS2' : 'UFS1'],
    });
  }
  return null;
};

function isMagic(word: number): boolean {
  return word === UFS1_MAGIC || word === UFS2_MAGIC;
}
