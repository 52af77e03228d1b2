// The GUID partition table: UEFI 2.10, 5.3. Written here and not taken from the `gpt` package: that one
// checks no checksum, trusts the counts in the header, and leaves the backup to its caller.

import { crc32 } from 'node:zlib';
import { partitionType } from '../../disks/partition-types.ts';
import type { LbaSpan } from '../../vocabulary/ranges.ts';
import { cleanText } from '../../vocabulary/text.ts';
import { byPlace, type Layout, overlapNotes, type Partition } from '../partition.ts';
import { type Extent, type ReadSectors, readChecked } from '../sectors.ts';

const SIGNATURE = 'EFI PART';
/** UEFI 2.10 table 5.5. */
const HEADER_BYTES = 92;
/** Each 128 · 2^n bytes. */
const ENTRY_BYTES_LIMIT = 4096;
/** FreeBSD makes no more either: sys/geom/part/g_part_gpt.c, gps_maxent. */
const ENTRY_LIMIT = 4096;
const NOTE_LIMIT = 16;
const UNUSED = Buffer.alloc(16);

interface Header {
  readonly lba: number;
  readonly otherLba: number;
  readonly firstUsable: number;
  readonly lastUsable: number;
  readonly entriesLba: number;
  readonly entryCount: number;
  readonly entryBytes: number;
  readonly entriesCrc: number;
  readonly sectorBytes: number;
}

interface Copy {
  readonly header: Header;
  readonly entries: Buffer;
}

export interface FoundGpt {
  /** null: neither copy is whole. */
  readonly layout: Layout | null;
  readonly isPrimary: boolean;
  /** What was found in its place; null: there is no trace of one. */
  readonly why: string | null;
}

/** `protectedEnd`: where the copy was when the MBR was made. A disk that has grown has it there still, and
 * not in its last sector. */
export async function readGpt(
  read: ReadSectors,
  disk: Extent,
  protectedEnd: number | null,
): Promise<FoundGpt> {
  const primary = await readCopy(read, 1, disk);
  const last = disk.sectors - 1;
  const said = typeof primary === 'string' ? protectedEnd : primary.header.otherLba;
  const places = [last, ...(said !== null && said > 1 && said < last ? [said] : [])];
  const copies = [];
  for (const lba of places) copies.push({ lba, copy: await readCopy(read, lba, disk) });
  const backup = copies.find(({ copy }) => typeof copy !== 'string') ?? copies[0]!;
  if (typeof primary !== 'string') {
    const notes = primaryNotes(primary.header, backup.copy, last);
    const both = typeof backup.copy === 'string' ? [primary] : [primary, backup.copy];
    return { layout: layoutOf(both, notes), isPrimary: true, why: null };
  }
  if (typeof backup.copy !== 'string') {
    const note = `the GPT at LBA 1 is not whole (${primary}): its backup at LBA ${backup.lba} is used`;
    return { layout: layoutOf([backup.copy], [note]), isPrimary: false, why: null };
  }
  const isTraceless = primary === NO_SIGNATURE && backup.copy === NO_SIGNATURE;
  const why = `the GPT is damaged in both places (LBA 1: ${primary}; LBA ${backup.lba}: ${backup.copy})`;
  return { layout: null, isPrimary: false, why: isTraceless ? null : why };
}

const NO_SIGNATURE = 'no GPT there';

function primaryNotes(header: Header, backup: Copy | string, backupLba: number): string[] {
  if (header.otherLba !== backupLba) {
    return [`the GPT's backup is said to be at LBA ${header.otherLba}, not at the end of the disk`];
  }
  if (typeof backup !== 'string') return [];
  return [`the GPT's backup at LBA ${backupLba} is not whole: ${backup}`];
}

/** What is wrong with it, where it is not whole. */
async function readCopy(read: ReadSectors, lba: number, disk: Extent): Promise<Copy | string> {
  const sector = await readChecked(read, lba, 1, disk);
  if (sector === null) return 'unreadable';
  const header = parseHeader(sector, lba, disk);
  if (typeof header === 'string') return header;
  const bytes = header.entryCount * header.entryBytes;
  const sectors = Math.ceil(bytes / disk.logicalBytes);
  if (header.entriesLba + sectors > disk.sectors) return 'entries behind the end of the disk';
  const entries = (await readChecked(read, header.entriesLba, sectors, disk))?.subarray(0, bytes);
  if (entries === undefined) return 'unreadable entries';
  if (crc32(entries) !== header.entriesCrc) return 'wrong checksum of the entries';
  return { header, entries };
}

function parseHeader(sector: Buffer, lba: number, disk: Extent): Header | string {
  if (sector.length < HEADER_BYTES || sector.toString('latin1', 0, 8) !== SIGNATURE) {
    return NO_SIGNATURE;
  }
  const headerBytes = sector.readUInt32LE(12);
  if (headerBytes < HEADER_BYTES || headerBytes > sector.length) return 'impossible header size';
  const signed = Buffer.from(sector.subarray(0, headerBytes));
  signed.writeUInt32LE(0, 16);
  if (crc32(signed) !== sector.readUInt32LE(16)) return 'wrong checksum of the header';
  if (sector.readBigUInt64LE(24) !== BigInt(lba)) return 'the header of another place';
  const entryCount = sector.readUInt32LE(80);
  const entryBytes = sector.readUInt32LE(84);
  const isPower = entryBytes >= 128 && (entryBytes & (entryBytes - 1)) === 0;
  if (!isPower || entryBytes > ENTRY_BYTES_LIMIT) return `entries of ${entryBytes} bytes`;
  if (entryCount > ENTRY_LIMIT || entryCount * entryBytes > 1024 * 1024) {
    return `${entryCount} entries`;
  }
  const lbas = [32, 40, 48, 72].map((offset) => sector.readBigUInt64LE(offset));
  // The other copy may lie behind the end: the disk was cut. It is not read from here.
  const isWithin = lbas.slice(1).every((value) => value < BigInt(disk.sectors));
  if (!isWithin || lbas[3]! < 2n) return 'places behind the end of the disk';
  const [otherLba, firstUsable, lastUsable, entriesLba] = lbas.map(Number) as [
    number,
    number,
    number,
    number,
  ];
  const entriesCrc = sector.readUInt32LE(88);
  const places = { lba, otherLba, firstUsable, lastUsable, entriesLba };
  return { ...places, entryCount, entryBytes, entriesCrc, sectorBytes: disk.logicalBytes };
}

/** By the first of its whole copies. */
function layoutOf(copies: readonly Copy[], before: string[]): Layout {
  const { header, entries } = copies[0]!;
  const notes = [...before];
  const partitions: Partition[] = [];
  for (let index = 1; index <= header.entryCount; index++) {
    const entry = entries.subarray((index - 1) * header.entryBytes, index * header.entryBytes);
    if (entry.subarray(0, 16).equals(UNUSED)) continue;
    const partition = partitionOf(entry, index, header);
    if (partition !== null) partitions.push(partition);
    else if (notes.length < NOTE_LIMIT) notes.push(`GPT entry ${index} is impossible, left out`);
  }
  partitions.sort(byPlace);
  notes.push(...overlapNotes(partitions));
  const tables = [{ firstLba: 0, lastLba: 0 }, ...copies.flatMap(spansOf)];
  return { scheme: 'gpt', isUndecided: false, partitions, tables, notes };
}

/** UEFI 2.10 table 5.6. */
function partitionOf(entry: Buffer, index: number, header: Header): Partition | null {
  const from = entry.readBigUInt64LE(32);
  const to = entry.readBigUInt64LE(40);
  if (from > to || from < BigInt(header.firstUsable) || to > BigInt(header.lastUsable)) return null;
  const unique = entry.subarray(16, 32);
  const name = entry.toString('utf16le', 56, 128).replace(/\0.*$/s, '');
  return {
    scheme: 'gpt',
    index,
    type: partitionType(guidText(entry))!,
    label: name === '' ? null : cleanText(name, 36),
    ...(unique.equals(UNUSED) ? {} : { uuid: guidText(unique) }),
    firstLba: Number(from),
    lastLba: Number(to),
    suffix: `p${index}`,
    children: [],
  };
}

/** The first three fields are little-endian: UEFI 2.10, appendix A. */
export function guidText(bytes: Buffer): string {
  const hex = (part: Buffer) => part.toString('hex');
  const turned = (from: number, to: number) => hex(Buffer.from(bytes.subarray(from, to)).reverse());
  const rest = [hex(bytes.subarray(8, 10)), hex(bytes.subarray(10, 16))];
  return [turned(0, 4), turned(4, 6), turned(6, 8), ...rest].join('-');
}

function spansOf({ header, entries }: Copy): LbaSpan[] {
  const { lba, entriesLba, sectorBytes } = header;
  const sectors = Math.ceil(entries.length / sectorBytes);
  return [
    { firstLba: lba, lastLba: lba },
    { firstLba: entriesLba, lastLba: entriesLba + sectors - 1 },
  ];
}
