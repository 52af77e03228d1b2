// A partition table by hand: what tests know of it is true by construction, and sfdisk need not be
// there.

/** LBAs in logical sectors. */
export interface PrimaryPartition {
  readonly from: number;
  readonly sectors: number;
}

const TABLE_OFFSET = 446;
const ENTRY_BYTES = 16;
const LINUX = 0x83;

/** The first 512 bytes of a disk with up to four primary partitions (UEFI specification, 5.2.1). */
export function mbr(partitions: readonly PrimaryPartition[]): Buffer {
  if (partitions.length > 4) throw new Error('an MBR has room for four partitions');
  const sector = Buffer.alloc(512);
  for (const [index, { from, sectors }] of partitions.entries()) {
    const entry = sector.subarray(TABLE_OFFSET + index * ENTRY_BYTES);
    entry.writeUInt8(LINUX, 4);
    entry.writeUInt32LE(from, 8);
    entry.writeUInt32LE(sectors, 12);
  }
  sector.writeUInt16LE(0xaa55, 510);
  return sector;
}
