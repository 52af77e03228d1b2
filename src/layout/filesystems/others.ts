// File systems that are recognised and no more: by their magic, and by a little sense behind those of two
// bytes. Names are libblkid's.

import { fieldText, filesystem, isPowerOfTwo, type Probe, uuidText } from './filesystem.ts';

interface Magic {
  readonly type: string;
  readonly at: number;
  readonly bytes: Buffer;
}

const text = (type: string, at: number, magic: string): Magic => ({
  type,
  at,
  bytes: Buffer.from(magic, 'latin1'),
});
const hex = (type: string, at: number, magic: string): Magic => ({
  type,
  at,
  bytes: Buffer.from(magic, 'hex'),
});

/** Each from its own header: the kernel's f2fs_fs.h, jfs_superblock.h, reiserfs.h, erofs_fs.h, bcache's
 * and bcachefs_format.h; Apple's File System Reference; vmfs-tools' vmfs_volume.h; libblkid's refs.c. */
const MAGICS: readonly Magic[] = [
  hex('f2fs', 1024, '1020f5f2'),
  text('jfs', 32768, 'JFS1'),
  ...[8192, 65536].flatMap((at) =>
    ['ReIsErFs', 'ReIsEr2Fs', 'ReIsEr3Fs'].map((magic) => text('reiserfs', at + 52, magic)),
  ),
  text('hfsplus', 1024, 'H+\0\x04'),
  text('hfsplus', 1024, 'HX\0\x05'),
  hex('erofs', 1024, 'e2e1f5e0'),
  hex('bcache', 4096 + 24, 'c68573f64e1a45ca8265f57f48ba6d81'),
  hex('bcachefs', 4096 + 24, 'c68573f666ce90a9d96a60cf803df7ef'),
  text('apfs', 32, 'NXSB'),
  hex('VMFS', 1024 * 1024, '0dd001c0'),
  text('ReFS', 3, 'ReFS\0\0\0\0'),
];

export const probeMagic: Probe = async (bytes) => {
  for (const { type, at, bytes: magic } of MAGICS) {
    const found = await bytes.at(at, magic.length);
    if (found?.equals(magic)) return filesystem(type);
  }
  return null;
};

/** include/uapi/linux/nilfs2_ondisk.h: revision 2, and a block size that is one. */
export const probeNilfs: Probe = async (bytes) => {
  const block = await bytes.at(1024, 1024);
  if (block === null || block.readUInt16LE(6) !== 0x3434 || block.readUInt32LE(0) !== 2)
    return null;
  if (block.readUInt32LE(20) > 6) return null;
  return filesystem('nilfs2', {
    label: fieldText(block.subarray(168, 248)),
    uuid: uuidText(block.subarray(152, 168)),
  });
};

/** include/uapi/linux/minix_fs.h: versions 1 and 2 with names of 14 or 30 characters, and 3. */
export const probeMinix: Probe = async (bytes) => {
  const block = await bytes.at(1024, 32);
  if (block === null) return null;
  const isOld = [0x137f, 0x138f, 0x2468, 0x2478].includes(block.readUInt16LE(16));
  const [inodeBlocks, zoneBlocks] = [block.readUInt16LE(4), block.readUInt16LE(6)];
  if (isOld && inodeBlocks > 0 && zoneBlocks > 0 && block.readUInt16LE(10) <= 10) {
    return filesystem('minix');
  }
  const isThird =
    block.readUInt16LE(24) === 0x4d5a && isPowerOfTwo(block.readUInt16LE(28), 1024, 65536);
  return isThird ? filesystem('minix') : null;
};

/** Inside Macintosh: Files, "Master Directory Blocks": allocation blocks are multiples of 512 bytes. */
export const probeHfs: Probe = async (bytes) => {
  const block = await bytes.at(1024, 64);
  if (block?.toString('latin1', 0, 2) !== 'BD') return null;
  const blockBytes = block.readUInt32BE(20);
  return blockBytes > 0 && blockBytes % 512 === 0 ? filesystem('hfs') : null;
};

/** ECMA-167 2/9.1: from 32 KiB on, descriptors of 2048 bytes, of which one is NSR's. */
export const probeUdf: Probe = async (bytes) => {
  for (let sector = 16; sector < 32; sector++) {
    const head = await bytes.at(sector * 2048, 7);
    if (head === null) return null;
    const name = head.toString('latin1', 1, 6);
    if (name === 'NSR02' || name === 'NSR03') return filesystem('udf');
    if (!['BEA01', 'BOOT2', 'CD001', 'CDW02', 'TEA01'].includes(name)) return null;
  }
  return null;
};
