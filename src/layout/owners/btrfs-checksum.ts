// Btrfs's checksums of superblocks and nodes: over all that stands behind the checksum itself.

import { createHash } from 'node:crypto';

const FIELD_BYTES = 32;
const CRC32C = 0;
const SHA256 = 2;
/** Castagnoli's polynomial, reflected: RFC 3720, 12.1. */
const POLYNOMIAL = 0x82f63b78;

const TABLE = Uint32Array.from({ length: 256 }, (_v, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? POLYNOMIAL : 0);
  return value >>> 0;
});

export function crc32c(bytes: Uint8Array): number {
  let value = 0xffff_ffff;
  for (const byte of bytes) value = (value >>> 8) ^ TABLE[(value ^ byte) & 0xff]!;
  return (value ^ 0xffff_ffff) >>> 0;
}

/** True as well for the two kinds that are not computed here (xxhash64, BLAKE2b): what else a node says of
 * itself (its address, its file system, its level) has to be right then. */
export function isChecked(block: Buffer, type: number): boolean {
  const rest = block.subarray(FIELD_BYTES);
  if (type === CRC32C) return block.readUInt32LE(0) === crc32c(rest);
  if (type !== SHA256) return true;
  return createHash('sha256').update(rest).digest().equals(block.subarray(0, FIELD_BYTES));
}
