// What a volume holds, as its superblock says.

import { cleanText } from '../../vocabulary/text.ts';
import type { ByteReader } from '../sectors.ts';

export interface Filesystem {
  /** In udev's words, which `list` has where udev runs: "ext4", "vfat", "zfs_member", "LVM2_member". */
  readonly type: string;
  readonly label: string | null;
  readonly uuid: string | null;
  /** The smallest thing that it counts; 0: unknown. */
  readonly blockBytes: number;
  /** UFS: a whole block of its fragments; else as blockBytes. */
  readonly clusterBytes: number;
  /** Its size in blocks of blockBytes; 0: unknown. */
  readonly blocks: number;
  /** LUKS and LVM: what stands in front of the data; 0: nothing, or unknown. */
  readonly headerBytes: number;
  /** For a person: FAT's width, the pool a ZFS member is of. */
  readonly notes: readonly string[];
}

/** Null: no trace of it. Never rejects for what is on the disk. */
export type Probe = (bytes: ByteReader) => Promise<Filesystem | null>;

export function filesystem(type: string, more: Partial<Filesystem> = {}): Filesystem {
  const { blockBytes = 0 } = more;
  const unknown = { label: null, uuid: null, blockBytes, clusterBytes: blockBytes, blocks: 0 };
  return { type, ...unknown, headerBytes: 0, notes: [], ...more };
}

/** A fixed field of text: up to its first NUL, trimmed, clean; null where nothing is left. */
export function fieldText(field: Buffer, encoding: BufferEncoding = 'utf8'): string | null {
  const end = encoding === 'utf16le' ? -1 : field.indexOf(0);
  const bytes = end < 0 ? field : field.subarray(0, end);
  const text = bytes.toString(encoding).replace(/\0.*$/s, '').trim();
  return text === '' ? null : cleanText(text, 256);
}

/** 16 bytes in the order they lie; null where they are all zero. */
export function uuidText(bytes: Buffer): string | null {
  if (bytes.every((byte) => byte === 0)) return null;
  const hex = bytes.toString('hex');
  return [
    [0, 8],
    [8, 12],
    [12, 16],
    [16, 20],
    [20, 32],
  ]
    .map(([from, to]) => hex.slice(from, to))
    .join('-');
}

export function isPowerOfTwo(value: number, min: number, max: number): boolean {
  return value >= min && value <= max && Number.isInteger(Math.log2(value));
}

/** As a number where it is exact. */
export function safeNumber(value: bigint): number | null {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : null;
}
