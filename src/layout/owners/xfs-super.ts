// XFS's geometry, from its superblock or the next allocation group's copy: the kernel's
// fs/xfs/libxfs/xfs_format.h, struct xfs_dsb. All of it is big-endian, but for checksums.

import type { ByteReader } from '../sectors.ts';
import { crc32c } from './btrfs-checksum.ts';

export interface XfsSuper {
  /** As it lies on the disk. */
  readonly raw: Buffer;
  readonly blockBytes: number;
  readonly sectorBytes: number;
  readonly blocks: number;
  readonly groups: number;
  readonly groupBlocks: number;
  /** A block's number has its group above so many bits. */
  readonly groupShift: number;
  readonly inodeBytes: number;
  readonly inodesPerBlock: number;
  readonly directoryBytes: number;
  /** Version 5: blocks carry checksums, and say where and whose they are. */
  readonly isV5: boolean;
  /** Directory entries tell what their files are. */
  readonly hasFileTypes: boolean;
  readonly isSparse: boolean;
  readonly isShared: boolean;
  /** Block numbers; null: the log is elsewhere. */
  readonly log: { readonly from: number; readonly blocks: number } | null;
  readonly rootInode: number;
  /** Quotas and the realtime device's: files without a name. */
  readonly ownInodes: ReadonlyMap<number, string>;
}

const SUPER_BYTES = 512;
const CRC_AT = 224;
/** Whose structures are as they are read here: XFS_SB_FEAT_INCOMPAT_*, FTYPE to PARENT. */
const KNOWN_INCOMPAT = 0xff;
const INCOMPAT_FTYPE = 1;
const INCOMPAT_SPARSE = 2;
const RO_COMPAT_REFLINK = 4;
const FEATURES2_FTYPE = 0x200;
const MOST_GROUPS = 2 ** 24;

/** null: neither it nor a copy can be read, or it is of a kind that is not known. */
export async function readXfsSuper(bytes: ByteReader): Promise<XfsSuper | null> {
  const first = await bytes.at(0, SUPER_BYTES);
  const own = first === null ? null : parseXfsSuper(first);
  return own ?? readXfsCopy(bytes);
}

/** mkfs.xfs makes four groups unless told otherwise, or where there is much room. */
const USUAL_GROUPS = [4, 2, 8, 16, 32];

/** The second group's, whose place the header of the first one's free space gives away, or what mkfs.xfs does. */
export async function readXfsCopy(bytes: ByteReader): Promise<XfsSuper | null> {
  const copyAt = async (groupBlocks: number, blockBytes: number) => {
    const block = await bytes.at(groupBlocks * blockBytes, SUPER_BYTES);
    const copy = block === null ? null : parseXfsSuper(block);
    return copy?.blockBytes === blockBytes && copy.groupBlocks === groupBlocks ? copy : null;
  };
  for (const sectorBytes of [512, 4096]) {
    const header = await bytes.at(sectorBytes, 16);
    if (header?.toString('latin1', 0, 4) !== 'XAGF' || header.readUInt32BE(8) !== 0) continue;
    for (let blockBytes = 512; blockBytes <= 65_536; blockBytes *= 2) {
      const copy = await copyAt(header.readUInt32BE(12), blockBytes);
      if (copy !== null) return copy;
    }
  }
  for (const blockBytes of [4096, 1024, 512, 2048]) {
    const blocks = Math.floor(bytes.sizeBytes / blockBytes);
    for (const groups of USUAL_GROUPS) {
      const copy = await copyAt(Math.ceil(blocks / groups), blockBytes);
      if (copy !== null) return copy;
    }
  }
  return null;
}

function parseXfsSuper(raw: Buffer): XfsSuper | null {
  if (raw.toString('latin1', 0, 4) !== 'XFSB') return null;
  const version = raw.readUInt16BE(100);
  const isV5 = (version & 15) === 5;
  if (!isV5 && (version & 15) !== 4) return null;
  const incompat = isV5 ? raw.readUInt32BE(216) : 0;
  if ((incompat & ~KNOWN_INCOMPAT) !== 0) return null;
  const number = (at: number) => Number(raw.readBigUInt64BE(at));
  const blockBytes = raw.readUInt32BE(4);
  const sectorBytes = raw.readUInt16BE(102);
  const [groupBlocks, groups] = [raw.readUInt32BE(84), raw.readUInt32BE(88)];
  const [inodeBytes, inodesPerBlock] = [raw.readUInt16BE(104), raw.readUInt16BE(106)];
  const groupShift = raw[124]!;
  const directoryBytes = blockBytes * 2 ** raw[192]!;
  const isSound =
    isPower(blockBytes, 512, 65_536) &&
    isPower(sectorBytes, 512, 32_768) &&
    isPower(inodeBytes, 256, 2048) &&
    inodesPerBlock === blockBytes / inodeBytes &&
    groupBlocks > 0 &&
    groups > 0 &&
    groups <= MOST_GROUPS &&
    groupShift <= 31 &&
    2 ** groupShift >= groupBlocks &&
    directoryBytes <= 65_536;
  if (!isSound) return null;
  // Only the sector's first 512 bytes are here; the rest of a longer one is zeros.
  if (isV5 && !hasChecksum(padded(raw, sectorBytes), CRC_AT)) return null;
  const geometry = { groupShift, groupBlocks };
  const logStart = number(48);
  const features2 = (version & 0x8000) !== 0 ? raw.readUInt32BE(200) : 0;
  return {
    ...{ raw, blockBytes, sectorBytes, groups, groupBlocks, groupShift, inodeBytes },
    ...{ inodesPerBlock, directoryBytes, isV5 },
    blocks: number(8),
    hasFileTypes: isV5 ? (incompat & INCOMPAT_FTYPE) !== 0 : (features2 & FEATURES2_FTYPE) !== 0,
    isSparse: (incompat & INCOMPAT_SPARSE) !== 0,
    isShared: isV5 && (raw.readUInt32BE(212) & RO_COMPAT_REFLINK) !== 0,
    log:
      logStart === 0
        ? null
        : { from: linearBlock(geometry, logStart), blocks: raw.readUInt32BE(96) },
    rootInode: number(56),
    ownInodes: new Map([
      [number(64), 'realtime bitmap'],
      [number(72), 'realtime summary'],
      ...[160, 168, ...(isV5 ? [232] : [])].map((at) => [number(at), 'quotas'] as const),
    ]),
  };
}

function padded(raw: Buffer, bytes: number): Buffer {
  return bytes <= raw.length ? raw : Buffer.concat([raw, Buffer.alloc(bytes - raw.length)]);
}

function isPower(value: number, min: number, max: number): boolean {
  return value >= min && value <= max && Number.isInteger(Math.log2(value));
}

/** A block's number with its group in the upper bits → counted through. */
export function linearBlock(
  { groupShift, groupBlocks }: Pick<XfsSuper, 'groupShift' | 'groupBlocks'>,
  number: number,
): number {
  const group = Math.floor(number / 2 ** groupShift);
  return group * groupBlocks + (number - group * 2 ** groupShift);
}

/** xfs_cksum.h: CRC-32C with the checksum's own bytes as zeros, stored little-endian. */
export function hasChecksum(block: Buffer, at: number): boolean {
  const copy = Buffer.from(block);
  const stored = copy.readUInt32LE(at);
  copy.writeUInt32LE(0, at);
  return crc32c(copy) === stored;
}
