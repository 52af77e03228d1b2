// Btrfs's superblock, and its chunks: which logical addresses lie where on which device. The kernel's
// include/uapi/linux/btrfs_tree.h, btrfs_super_block and btrfs_chunk.

import { BTRFS_SUPERBLOCKS } from '../filesystems/linux.ts';
import type { ByteReader } from '../sectors.ts';
import { isChecked } from './btrfs-checksum.ts';

export const SUPERBLOCK_BYTES = 4096;
const SYSTEM_CHUNKS = 0x32b;
const SYSTEM_CHUNKS_LIMIT = 2048;
const KEY_BYTES = 17;
const CHUNK_BYTES = 48;
const STRIPE_BYTES = 32;
const STRIPE_LIMIT = 1024;

const DATA = 0x1;
const RAID0 = 0x8;
const RAID10 = 0x40;
const PARITY = 0x80 | 0x100;
const PROFILES: ReadonlyMap<number, string> = new Map([
  [0, 'single'],
  [RAID0, 'RAID0'],
  [0x10, 'RAID1'],
  [0x20, 'DUP'],
  [RAID10, 'RAID10'],
  [0x80, 'RAID5'],
  [0x100, 'RAID6'],
  [0x200, 'RAID1C3'],
  [0x400, 'RAID1C4'],
]);

export interface Superblock {
  readonly id: Buffer;
  /** Nodes carry it after a change of the UUID: the old one. */
  readonly metadataId: Buffer;
  readonly rootTree: number;
  readonly chunkTree: number;
  /** What was synced and is not yet in the trees; 0: nothing. */
  readonly logTree: number;
  readonly nodeBytes: number;
  readonly checksumType: number;
  readonly deviceId: number;
  readonly deviceCount: number;
  readonly systemChunks: Buffer;
}

export interface Chunk {
  readonly logical: number;
  readonly bytes: number;
  readonly holdsData: boolean;
  /** "RAID1" */
  readonly profile: string;
  readonly stripeBytes: number;
  readonly stripes: readonly { readonly deviceId: number; readonly offset: number }[];
  /** Copies of each stripe that stand beside each other: RAID 10. */
  readonly copies: number;
  /** How many stripes lie beside each other with different data. 0: they cannot be told, for parity. */
  readonly width: number;
}

/** The first of its copies that is whole; null: there is none. */
export async function readSuperblock(bytes: ByteReader): Promise<Superblock | null> {
  for (const at of BTRFS_SUPERBLOCKS) {
    const raw = await bytes.at(at, SUPERBLOCK_BYTES);
    const superblock = raw === null ? null : parseSuperblock(raw, at);
    if (superblock !== null) return superblock;
  }
  return null;
}

function parseSuperblock(raw: Buffer, at: number): Superblock | null {
  if (raw.toString('latin1', 0x40, 0x48) !== '_BHRfS_M') return null;
  const long = (offset: number) => Number(raw.readBigUInt64LE(offset));
  const checksumType = raw.readUInt16LE(0xc4);
  if (long(0x30) !== at || !isChecked(raw, checksumType)) return null;
  const nodeBytes = raw.readUInt32LE(0x94);
  const chunkBytes = raw.readUInt32LE(0xa0);
  if (nodeBytes < 4096 || nodeBytes > 65536 || chunkBytes > SYSTEM_CHUNKS_LIMIT) return null;
  return {
    id: raw.subarray(0x20, 0x30),
    metadataId: raw.subarray(0x23b, 0x24b),
    rootTree: long(0x50),
    chunkTree: long(0x58),
    logTree: long(0x60),
    nodeBytes,
    checksumType,
    deviceId: long(0xc9),
    deviceCount: long(0x88),
    systemChunks: raw.subarray(SYSTEM_CHUNKS, SYSTEM_CHUNKS + chunkBytes),
  };
}

/** Those of the superblock, in which the chunk tree lies. */
export function systemChunks(raw: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 0; at + KEY_BYTES + CHUNK_BYTES <= raw.length; ) {
    const logical = Number(raw.readBigUInt64LE(at + 9));
    const item = raw.subarray(at + KEY_BYTES);
    const chunk = parseChunk(logical, item);
    if (chunk === null) break;
    chunks.push(chunk);
    at += KEY_BYTES + CHUNK_BYTES + STRIPE_BYTES * item.readUInt16LE(44);
  }
  return chunks;
}

export function parseChunk(logical: number, item: Buffer): Chunk | null {
  if (item.length < CHUNK_BYTES) return null;
  const [bytes, stripeBytes] = [0, 16].map((at) => Number(item.readBigUInt64LE(at))) as [
    number,
    number,
  ];
  const type = Number(item.readBigUInt64LE(24));
  const count = item.readUInt16LE(44);
  if (count < 1 || count > STRIPE_LIMIT || stripeBytes < 4096) return null;
  if (item.length < CHUNK_BYTES + count * STRIPE_BYTES) return null;
  const stripes = Array.from({ length: count }, (_v, index) => {
    const at = CHUNK_BYTES + index * STRIPE_BYTES;
    const [deviceId, offset] = [at, at + 8].map((place) => Number(item.readBigUInt64LE(place)));
    return { deviceId: deviceId!, offset: offset! };
  });
  const profile = PROFILES.get(type & 0x7f8);
  const copies = (type & RAID10) !== 0 ? Math.max(1, item.readUInt16LE(46)) : 1;
  const isStriped = (type & (RAID0 | RAID10)) !== 0;
  const isKnown = profile !== undefined && (type & PARITY) === 0;
  return {
    logical,
    bytes,
    holdsData: (type & DATA) !== 0,
    profile: profile ?? 'unknown',
    stripeBytes,
    stripes,
    copies,
    width: !isKnown ? 0 : isStriped ? Math.max(1, Math.floor(count / copies)) : 1,
  };
}

export interface Place {
  readonly deviceId: number;
  readonly offset: number;
}

/** All copies of what is at `logical`. */
export function placesOf(chunk: Chunk, logical: number): Place[] {
  const { stripes, stripeBytes, width, copies } = chunk;
  const within = logical - chunk.logical;
  if (width === 0) return [];
  if (isMirror(chunk)) {
    return stripes.map(({ deviceId, offset }) => ({ deviceId, offset: offset + within }));
  }
  const number = Math.floor(within / stripeBytes);
  const first = (number % width) * copies;
  const offset = Math.floor(number / width) * stripeBytes + (within % stripeBytes);
  return stripes
    .slice(first, first + copies)
    .map((stripe) => ({ deviceId: stripe.deviceId, offset: stripe.offset + offset }));
}

/** Every stripe has all of it. */
function isMirror({ width, copies }: Chunk): boolean {
  return width === 1 && copies === 1;
}

/** The chunk that has a byte of a device, and what that byte's logical address is; null: that cannot be
 * told, for parity. */
export function chunkOn(
  chunks: readonly Chunk[],
  { deviceId, offset }: Place,
): { chunk: Chunk; logical: number | null } | null {
  for (const chunk of chunks) {
    const { stripes, stripeBytes, width, copies } = chunk;
    const parity = { RAID5: 1, RAID6: 2 }[chunk.profile] ?? 0;
    const length = chunk.bytes / (width || Math.max(1, stripes.length - parity));
    for (const [index, stripe] of stripes.entries()) {
      const within = offset - stripe.offset;
      if (stripe.deviceId !== deviceId || within < 0 || within >= length) continue;
      if (width === 0) return { chunk, logical: null };
      if (isMirror(chunk)) return { chunk, logical: chunk.logical + within };
      const row = Math.floor(within / stripeBytes);
      const number = row * width + Math.floor(index / copies);
      return { chunk, logical: chunk.logical + number * stripeBytes + (within % stripeBytes) };
    }
  }
  return null;
}
