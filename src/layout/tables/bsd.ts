// The BSD disklabel as FreeBSD's sys/geom/part/g_part_bsd.c reads it: in the second sector of a slice,
// or of a whole disk ("dangerously dedicated").

import type { LbaSpan } from '../../vocabulary/ranges.ts';
import { byPlace, overlapNotes, type Partition } from '../partition.ts';
import { type Extent, type ReadSectors, readChecked } from '../sectors.ts';

/** sys/sys/disk/bsd.h, DISKMAGIC; it stands at both ends of the fixed part. */
const MAGIC = 0x82564557;
const ENTRIES_OFFSET = 148;
const ENTRY_BYTES = 16;
const ENTRY_MIN = 8;
/** 22 fit in a sector of 512 bytes; FreeBSD takes 20. */
const ENTRY_LIMIT = 20;
/** "c" is the whole of what holds the label, not a part of it. */
const RAW_SLOT = 2;

/** sys/sys/disk/bsd.h, p_fstype; gpart(8)'s words. */
const TYPES: ReadonlyMap<number, string> = new Map([
  [1, 'freebsd-swap'],
  [7, 'freebsd-ufs'],
  [14, 'freebsd-vinum'],
  [27, 'freebsd-zfs'],
]);

export interface BsdLabel {
  readonly partitions: Partition[];
  readonly table: LbaSpan;
  readonly notes: string[];
}

/** `slice`: LBAs of the disk; `suffix` is the slice's. Null: no label there. */
export async function readBsdLabel(
  read: ReadSectors,
  slice: LbaSpan,
  disk: Extent,
  suffix: string,
): Promise<BsdLabel | null> {
  const at = slice.firstLba + 1;
  if (at > slice.lastLba) return null;
  const sector = await readChecked(read, at, 1, disk);
  const entryCount = sector === null ? null : labelledEntries(sector, disk.logicalBytes);
  if (sector === null || entryCount === null) return null;
  const notes: string[] = [];
  const place = `the BSD label at LBA ${at}`;
  // FreeBSD does not look at it, so old labels with a wrong one are in use.
  if (checksum(sector, entryCount) !== 0) notes.push(`${place} has a wrong checksum`);

  // Offsets count from the disk's start or from the slice's: the raw partition's own tells which.
  const base = entryAt(sector, RAW_SLOT).offset;
  const partitions: Partition[] = [];
  for (let slot = 0; slot < entryCount; slot++) {
    const { sectors, offset, type } = entryAt(sector, slot);
    if (slot === RAW_SLOT || sectors === 0) continue;
    const letter = String.fromCharCode(97 + slot);
    const firstLba = slice.firstLba + offset - base;
    const lastLba = firstLba + sectors - 1;
    if (offset < base || lastLba > slice.lastLba) {
      notes.push(`partition ${letter} of ${place} does not lie within its slice: left out`);
      continue;
    }
    partitions.push({
      scheme: 'bsd',
      index: slot + 1,
      type: TYPES.get(type) ?? `!${type}`,
      label: null,
      firstLba,
      lastLba,
      suffix: `${suffix}${letter}`,
      children: [],
    });
  }
  partitions.sort(byPlace);
  return {
    partitions,
    table: { firstLba: at, lastLba: at },
    notes: [...notes, ...overlapNotes(partitions)],
  };
}

/** The number of entries; null: no label. */
function labelledEntries(sector: Buffer, logicalBytes: number): number | null {
  if (sector.readUInt32LE(0) !== MAGIC || sector.readUInt32LE(132) !== MAGIC) return null;
  if (sector.readUInt32LE(40) !== logicalBytes) return null;
  const entryCount = sector.readUInt16LE(138);
  return entryCount < ENTRY_MIN || entryCount > ENTRY_LIMIT ? null : entryCount;
}

function entryAt(sector: Buffer, slot: number) {
  const at = ENTRIES_OFFSET + slot * ENTRY_BYTES;
  return {
    sectors: sector.readUInt32LE(at),
    offset: sector.readUInt32LE(at + 4),
    type: sector[at + 12]!,
  };
}

/** All 16-bit words of a label, its checksum among them, come to 0 by exclusive or. */
function checksum(sector: Buffer, entryCount: number): number {
  let sum = 0;
  const end = ENTRIES_OFFSET + entryCount * ENTRY_BYTES;
  for (let at = 0; at < end; at += 2) sum ^= sector.readUInt16LE(at);
  return sum;
}
