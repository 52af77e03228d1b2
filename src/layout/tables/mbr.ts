// The master boot record and its chain of extended ones, as Linux's block/partitions/msdos.c and
// FreeBSD's g_part_mbr.c read them. Written here and not taken from the `mbr` package: that one knows no
// logical partitions, which are most of the work, and checks nothing of what it reads.

import { partitionType } from '../../disks/partition-types.ts';
import type { LbaSpan } from '../../vocabulary/ranges.ts';
import { byPlace, overlapNotes, type Partition } from '../partition.ts';
import { type Extent, type ReadSectors, readChecked } from '../sectors.ts';

const TABLE_OFFSET = 446;
const ENTRY_BYTES = 16;
const PROTECTIVE = 0xee;
/** Linux follows 100: msdos.c, parse_extended. */
const CHAIN_LIMIT = 100;
const NOTE_LIMIT = 16;
const FIRST_LOGICAL = 5;

export interface MbrEntry {
  readonly index: number;
  readonly type: number;
  readonly from: number;
  readonly sectors: number;
}

export interface Mbr {
  readonly isProtective: boolean;
  /** In use, without the protective one. */
  readonly entries: readonly MbrEntry[];
  /** The last LBA that the protective one protects: where the GPT's copy was when it was made. */
  readonly protectedEnd: number | null;
}

/** Null: the sector is no master boot record. A FAT's boot sector ends with the same two bytes. */
export function parseMbr(sector: Buffer): Mbr | null {
  if (sector.length < 512 || sector.readUInt16LE(510) !== 0xaa55) return null;
  const slots = [0, 1, 2, 3].map((slot) => TABLE_OFFSET + slot * ENTRY_BYTES);
  // The flag is 0x80 for active or 0; other bits are code or text, not a table (msdos.c).
  if (slots.some((offset) => (sector[offset]! & 0x7f) !== 0)) return null;
  const entries = slots.map((offset, slot) => entryAt(sector, offset, slot + 1));
  const used = entries.filter((entry) => entry.type !== 0 && entry.sectors > 0);
  if (used.length === 0) return null;
  const guard = used.find((entry) => entry.type === PROTECTIVE);
  return {
    isProtective: guard !== undefined,
    entries: used.filter((entry) => entry.type !== PROTECTIVE),
    protectedEnd: guard === undefined ? null : guard.from + guard.sectors - 1,
  };
}

/** Whether all its entries may be partitions. A boot sector has code in their place, and mkfs.fat --mbr and
 * a "dangerously dedicated" disk make up an entry of the whole disk, which begins at 0. */
export function isPlausible({ entries }: Mbr, disk: Extent): boolean {
  return entries.length > 0 && entries.every(({ from }) => from > 0 && from < disk.sectors);
}

export interface MbrPartitions {
  readonly partitions: Partition[];
  readonly tables: LbaSpan[];
  readonly notes: string[];
}

export async function readMbrPartitions(
  mbr: Mbr,
  read: ReadSectors,
  disk: Extent,
): Promise<MbrPartitions> {
  const found: MbrPartitions = { partitions: [], tables: [{ firstLba: 0, lastLba: 0 }], notes: [] };
  // Linux counts on through a second extended partition: msdos.c, state->next.
  let logicalIndex = FIRST_LOGICAL;
  for (const entry of mbr.entries) {
    if (entry.from === 0 || entry.from >= disk.sectors) {
      note(found.notes, `MBR partition ${entry.index} lies outside the disk: left out`);
      continue;
    }
    const partition = partitionOf(entry, { firstLba: 0, lastLba: disk.sectors - 1 }, found.notes);
    const chain = isExtended(entry.type)
      ? await readChain(partition, read, disk, found.notes, logicalIndex)
      : null;
    logicalIndex += chain?.logicals.length ?? 0;
    found.partitions.push(chain === null ? partition : { ...partition, children: chain.logicals });
    found.tables.push(...(chain?.tables ?? []));
  }
  found.partitions.sort(byPlace);
  found.notes.push(...overlapNotes(found.partitions));
  return found;
}

/** Each link has a logical partition, counted from itself, and the next link, counted from the first. */
async function readChain(
  extended: LbaSpan,
  read: ReadSectors,
  disk: Extent,
  notes: string[],
  firstIndex: number,
) {
  const logicals: Partition[] = [];
  const tables: LbaSpan[] = [];
  const seen = new Set<number>();
  let link: number | null = extended.firstLba;
  while (link !== null) {
    if (seen.has(link)) {
      note(notes, `the chain of logical partitions goes in a circle at LBA ${link}`);
      break;
    }
    if (seen.size === CHAIN_LIMIT) {
      note(notes, `the chain of logical partitions has more than ${CHAIN_LIMIT} links: cut`);
      break;
    }
    seen.add(link);
    tables.push({ firstLba: link, lastLba: link });
    const sector = await readChecked(read, link, 1, disk);
    if (sector === null || sector.readUInt16LE(510) !== 0xaa55) {
      const what = sector === null ? 'cannot be read' : 'is no partition table';
      note(
        notes,
        `LBA ${link}, a link of the chain of logical partitions, ${what}: the rest is unknown`,
      );
      break;
    }
    link = readLink(sector, link, extended, logicals, notes, firstIndex);
  }
  logicals.sort(byPlace);
  notes.push(...overlapNotes(logicals));
  return { logicals, tables };
}

/** Adds the link's partitions to `logicals`; the next link, or null at the end. */
function readLink(
  sector: Buffer,
  at: number,
  extended: LbaSpan,
  logicals: Partition[],
  notes: string[],
  firstIndex: number,
): number | null {
  let next: number | null = null;
  for (let slot = 0; slot < 4; slot++) {
    const entry = entryAt(sector, TABLE_OFFSET + slot * ENTRY_BYTES, firstIndex + logicals.length);
    if (entry.sectors === 0 || entry.type === 0) continue;
    const isNext = isExtended(entry.type);
    const from = (isNext ? extended.firstLba : at) + entry.from;
    if (from <= extended.firstLba - (isNext ? 1 : 0) || from > extended.lastLba) {
      // The third and fourth slots are garbage on some old disks: msdos.c.
      if (slot < 2) note(notes, `LBA ${at} names a logical partition outside the extended one`);
      continue;
    }
    if (isNext) next ??= from;
    else if (slot < 2 || from + entry.sectors - 1 <= extended.lastLba) {
      logicals.push(partitionOf({ ...entry, from }, extended, notes));
    }
  }
  return next;
}

function partitionOf(entry: MbrEntry, within: LbaSpan, notes: string[]): Partition {
  const end = entry.from + entry.sectors - 1;
  if (end > within.lastLba) {
    note(notes, `MBR partition ${entry.index} goes past the end of what holds it: cut`);
  }
  return {
    scheme: 'mbr',
    index: entry.index,
    type: partitionType(`0x${entry.type.toString(16)}`)!,
    label: null,
    firstLba: entry.from,
    lastLba: Math.min(end, within.lastLba),
    suffix: `s${entry.index}`,
    children: [],
  };
}

/** Start and count are in the disk's logical sectors; 32 bits. */
function entryAt(sector: Buffer, offset: number, index: number): MbrEntry {
  const from = sector.readUInt32LE(offset + 8);
  return { index, type: sector[offset + 4]!, from, sectors: sector.readUInt32LE(offset + 12) };
}

/** DOS's, Windows' with LBA, Linux's. */
function isExtended(type: number): boolean {
  return type === 0x05 || type === 0x0f || type === 0x85;
}

function note(notes: string[], text: string): void {
  if (notes.length < NOTE_LIMIT) notes.push(text);
}
