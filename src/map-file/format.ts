// The map file's layout, major version 1, and the one place that says it.
//
// A file is a row of pages of 4096 bytes, numbered by their place. All numbers are little-endian.
//
//   page     0  u32  CRC-32 (zlib's) of all that follows, padding too
//            4  u32  index: which page this is a copy of
//            8  u64  sequence: of two copies the higher one is newer; below 2^52
//           16       payload, 4080 bytes, unused ones are zero
//   A page of zeros was never written.
//
//   header   indices 0 … 2, two copies, one behind the other; it never changes. The payloads are one
//            text: "surfscan map", u16 major and u16 minor version, u32 bytes of JSON, the JSON
//            (header.ts).
//   seal     index 3, two slots: payload u8 1 open or 2 closed, 3 zeros, u32 digest: the CRC-32 of
//            the u32 CRCs of all pages but the seal's, in the file's order; 0 while open. It fits a
//            sector of 512 bytes and the rest never changes: a torn write of it is not possible.
//   map      index 4 + i, i < mapPages: the bytes of blocks 4080 i … 4080 i + 4079. First slot 0 of all
//            pages, then slot 1 of all: neighbours go in one write, and the copies lie far apart.
//   records  three areas, indices go on. An area holds one snapshot of state and findings
//            (snapshot.ts); the sequence of its pages is the snapshot's generation, the same for all.
//            Or, from its second page on, changes of the newest snapshot, of higher and higher sequences
//            (changes.ts), up to the first that is not whole; what else is in the area counts for
//            nothing. Only of a map that is open: one that was closed has all in its snapshot.
//
// A map page is never written into the slot that holds its last flushed version, and a snapshot never
// into an area of the last flushed state, nor of the newest. So power loss takes back what came after the
// last flush at most, and a killed process nothing that was written. A map that was left open is written
// anew as it was read, and torn pages blank, before the first update of it (write-anew.ts).
//
// The file has its full size from the beginning: what is on it follows from the header, and a file of
// another size is refused.

// Major version 2 is the compact form of a map that was closed in order; who goes on with one makes it
// open again, as above, in its place (compact.ts, beside.ts):
//
//   header   as above, but for its major version
//   seal     as above, closed; its digest is the CRC-32 of all bytes that follow
//   records  the pages of the newest snapshot, as an area's, the first: from page 8 on
//   map      pieces of 256 · 4080 blocks, the last may be shorter: u32 bytes that follow, and the blocks'
//            bytes as a raw deflate stream (RFC 1951)
//
// The file ends with the last piece.

// A minor version adds fields to the JSON of header or state, optional ones with a default: a program
// that does not know one keeps it as it is, and reads maps of every minor version. Or it adds what a
// program may leave out that does not know it: then what it reads is older, and no less true. Whatever
// else changes makes a major version. test/fixtures/maps has maps of each.
//
//   1.0  the first
//   1.1  state: forgetFromLba, slowZones, host, outcome
//   1.2  state: attachment, narrowedBy
//   1.3  changes of a snapshot. Without them its findings are older than its blocks: what failed since is
//        failed and not narrowed. What is taken back, to be read again, is never told by changes alone
//        state: smart, command, node
//   1.4  findings: what the drive said of them, and whether it named them (records.ts)
//        state: compared, packedZones, recoveredSectors
//        header: isBest

import { Grid } from '../vocabulary/grid.ts';

export const MAGIC = 'surfscan map';
export const MAJOR = 1;
/** Of the compact form. */
export const COMPACT_MAJOR = 2;
export const MINOR = 4;

export const PAGE_BYTES = 4096;
export const PAGE_HEAD_BYTES = 16;
export const PAYLOAD_BYTES = PAGE_BYTES - PAGE_HEAD_BYTES;
/** Sequences grow by one a write: none gets there, and up to 2^53 they are exact. */
export const SEQUENCE_LIMIT = 2 ** 52;

export const HEADER_PAGES = 3;
export const HEADER_COPIES = 2;
export const SLOTS = 2;
export const AREAS = 3;
/** Of an area: for its head and the state's JSON. */
export const STATE_PAGES = 8;
/** An area has room for this many records a sector of the range, and for so many at most. */
const RECORDS_PER_SECTOR = 4;
const MOST_RECORDS = 262_144;
export const RECORD_BYTES = 48;
/** Of an area that holds changes. */
export const FIRST_CHANGE_PAGE = 1;
export const RECORDS_PER_PAGE = PAYLOAD_BYTES / RECORD_BYTES;

const SEAL_PAGE = HEADER_COPIES * HEADER_PAGES;
export const SEAL_INDEX = HEADER_PAGES;
/** Header and seal: at the same place in every map. */
export const PREFIX_PAGES = SEAL_PAGE + SLOTS;
const FIRST_MAP_INDEX = SEAL_INDEX + 1;

/** Pages are written and read in pieces of at most 1 MiB. */
export const MOST_PAGES_AT_ONCE = 256;

/** LBAs in sectors; [fromLba, toLba). */
export interface MapGeometry {
  readonly fromLba: number;
  readonly toLba: number;
  readonly blockSectors: number;
}

export function headerPage(copy: number, index: number): number {
  return copy * HEADER_PAGES + index;
}

export function sealPage(slot: number): number {
  return SEAL_PAGE + slot;
}

export function isSealPage(number: number): boolean {
  return number >= sealPage(0) && number < sealPage(SLOTS);
}

/** Where everything is in the file of a range. */
export class MapLayout {
  readonly grid: Grid;
  readonly blocks: number;
  readonly mapPages: number;
  /** Of one area. */
  readonly areaPages: number;
  /** How many records an area has room for. */
  readonly records: number;
  readonly pages: number;
  readonly bytes: number;

  constructor({ fromLba, toLba, blockSectors }: MapGeometry) {
    this.grid = new Grid(fromLba, toLba, blockSectors);
    this.blocks = this.grid.blocks;
    this.mapPages = Math.ceil(this.blocks / PAYLOAD_BYTES);
    const wanted = Math.min(RECORDS_PER_SECTOR * (toLba - fromLba), MOST_RECORDS);
    const recordPages = Math.ceil(wanted / RECORDS_PER_PAGE);
    this.records = recordPages * RECORDS_PER_PAGE;
    this.areaPages = STATE_PAGES + recordPages;
    this.pages = this.areaPage(AREAS, 0);
    this.bytes = this.pages * PAGE_BYTES;
  }

  mapPage(slot: number, index: number): number {
    return PREFIX_PAGES + slot * this.mapPages + index;
  }

  areaPage(area: number, index: number): number {
    return PREFIX_PAGES + SLOTS * this.mapPages + area * this.areaPages + index;
  }

  /** The index in a page's head. */
  mapIndex(index: number): number {
    return FIRST_MAP_INDEX + index;
  }

  areaIndex(area: number, index: number): number {
    return FIRST_MAP_INDEX + this.mapPages + area * this.areaPages + index;
  }

  /** How many blocks map page `index` holds. */
  blocksOf(index: number): number {
    return Math.min(PAYLOAD_BYTES, this.blocks - index * PAYLOAD_BYTES);
  }
}
