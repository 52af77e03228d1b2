// Linux's own file systems, swap, and ISO 9660.

import {
  type Filesystem,
  fieldText,
  filesystem,
  isPowerOfTwo,
  type Probe,
  safeNumber,
  uuidText,
} from './filesystem.ts';

/** What ext3 knows: libext2fs, ext2_fs.h, as libblkid's superblocks/ext.c tells them apart. */
const EXT3_INCOMPATIBLE = 0x2 | 0x4 | 0x10;
const EXT3_READ_ONLY = 0x1 | 0x2 | 0x4;
const EXT_JOURNAL = 0x4;
const EXT_JOURNAL_DEVICE = 0x8;
const EXT_64BIT = 0x80;

/** Documentation/filesystems/ext4/super.rst */
export const probeExt: Probe = async (bytes) => {
  const block = await bytes.at(1024, 1024);
  return block === null ? null : parseExt(block);
};

export function parseExt(block: Buffer): Filesystem | null {
  if (block.readUInt16LE(0x38) !== 0xef53) return null;
  const shift = block.readUInt32LE(0x18);
  if (shift > 6) return null;
  const [compatible, incompatible, readOnly] = [0x5c, 0x60, 0x64].map((at) =>
    block.readUInt32LE(at),
  ) as [number, number, number];
  if ((incompatible & EXT_JOURNAL_DEVICE) !== 0) return null;
  const isExt4 = (incompatible & ~EXT3_INCOMPATIBLE) !== 0 || (readOnly & ~EXT3_READ_ONLY) !== 0;
  const high = (incompatible & EXT_64BIT) === 0 ? 0 : block.readUInt32LE(0x150);
  return filesystem(isExt4 ? 'ext4' : (compatible & EXT_JOURNAL) !== 0 ? 'ext3' : 'ext2', {
    label: fieldText(block.subarray(0x78, 0x88)),
    uuid: uuidText(block.subarray(0x68, 0x78)),
    blockBytes: 1024 << shift,
    blocks: high * 2 ** 32 + block.readUInt32LE(4),
  });
}

/** fs/xfs/libxfs/xfs_format.h, struct xfs_dsb: big-endian. */
export const probeXfs: Probe = async (bytes) => {
  const block = await bytes.at(0, 512);
  return block === null ? null : parseXfs(block);
};

/** Copies differ in what they count alone. */
export function parseXfs(block: Buffer): Filesystem | null {
  if (block.toString('latin1', 0, 4) !== 'XFSB') return null;
  const blockBytes = block.readUInt32BE(4);
  const blocks = safeNumber(block.readBigUInt64BE(8));
  if (!isPowerOfTwo(blockBytes, 512, 65536) || blocks === null) return null;
  return filesystem('xfs', {
    label: fieldText(block.subarray(108, 120)),
    uuid: uuidText(block.subarray(32, 48)),
    blockBytes,
    blocks,
  });
}

/** Where each device's superblock is: fs/btrfs/disk-io.h. The copies are at 64 MiB and 256 GiB. */
export const BTRFS_SUPERBLOCKS = [64 * 1024, 64 * 1024 ** 2, 256 * 1024 ** 3] as const;

/** include/uapi/linux/btrfs_tree.h, struct btrfs_super_block. */
export const probeBtrfs: Probe = async (bytes) => {
  const block = await bytes.at(BTRFS_SUPERBLOCKS[0], 4096);
  return block === null ? null : parseBtrfs(block, BTRFS_SUPERBLOCKS[0]);
};

/** `at`: it says itself where it stands. */
export function parseBtrfs(block: Buffer, at: number): Filesystem | null {
  if (block.toString('latin1', 0x40, 0x48) !== '_BHRfS_M') return null;
  if (block.readBigUInt64LE(0x30) !== BigInt(at)) return null;
  const blockBytes = block.readUInt32LE(0x90);
  const deviceBytes = safeNumber(block.readBigUInt64LE(0xd1));
  if (!isPowerOfTwo(blockBytes, 512, 65536) || deviceBytes === null) return null;
  return filesystem('btrfs', {
    label: fieldText(block.subarray(0x12b, 0x22b)),
    uuid: uuidText(block.subarray(0x20, 0x30)),
    blockBytes,
    blocks: Math.floor(deviceBytes / blockBytes),
  });
}

/** The signature ends the first page, whose size is the machine's: include/linux/swap.h. */
export const probeSwap: Probe = async (bytes) => {
  for (const pageBytes of [4096, 8192, 16384, 65536]) {
    const signature = await bytes.at(pageBytes - 10, 10);
    if (signature?.toString('latin1') !== 'SWAPSPACE2') continue;
    const header = await bytes.at(1024, 48);
    if (header === null || header.readUInt32LE(0) !== 1) return null;
    return filesystem('swap', {
      uuid: uuidText(header.subarray(12, 28)),
      label: fieldText(header.subarray(28, 44)),
      blockBytes: pageBytes,
      blocks: header.readUInt32LE(4) + 1,
    });
  }
  return null;
};

/** fs/squashfs/squashfs_fs.h, struct squashfs_super_block. */
export const probeSquashfs: Probe = async (bytes) => {
  const block = await bytes.at(0, 96);
  if (block === null || block.toString('latin1', 0, 4) !== 'hsqs') return null;
  return block.readUInt16LE(28) === 4 ? filesystem('squashfs') : null;
};

/** ECMA-119 8.4: the primary volume descriptor, in sector 16 of 2048 bytes. */
export const probeIso9660: Probe = async (bytes) => {
  const block = await bytes.at(32768, 2048);
  if (block === null || block.toString('latin1', 0, 6) !== '\x01CD001') return null;
  return filesystem('iso9660', { label: fieldText(block.subarray(40, 72)) });
};
