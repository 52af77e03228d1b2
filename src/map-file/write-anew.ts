// Writes a map that was left open once more, as it was read, before the first update of it.
//
// What is read need not be what is on the disk: where the system cannot write, it reports so once, from
// fsync(2), and takes the pages for written. Later calls succeed and write nothing (Linux,
// Documentation/filesystems/vfs.rst, "Handling errors during writeback"), and until it drops those
// pages, all that read them see what the next power loss takes away. Whose fsync failed knows what to
// write again (PageWriter), but that process has ended. And torn pages go: power loss may leave all of
// one but a sector; if the next write there has the same in that sector and is cut off in its turn, the
// two make a whole page of what was given up, maybe with a sequence number higher than any that could
// be read.
//
// So the newest copy of each page is written once more, and whatever else there is becomes blank: a torn
// page, an older copy, and a blank page that may be blank in the system's memory alone. They are made from
// what was read of them, not read again: a map of 24 TB is 400 MB. No more is written than when the map
// was made.

import type { Book } from './book.ts';
import {
  AREAS,
  FIRST_CHANGE_PAGE,
  HEADER_COPIES,
  HEADER_PAGES,
  headerPage,
  MOST_PAGES_AT_ONCE,
  PAGE_BYTES,
  SLOTS,
} from './format.ts';
import { crcOf, isStill, pageAt } from './page.ts';
import { areaPages, mapPage } from './page-contents.ts';
import type { PageWriter } from './page-writer.ts';
import { type MapStorage, mapError } from './storage.ts';

/** Header pages that are not whole, from the copy that is. Rejects with ERR_MAP or ERR_MAP_SPACE. */
export async function repairHeader(writer: PageWriter, { headerPages, torn }: Book): Promise<void> {
  for (let copy = 0; copy < HEADER_COPIES; copy++) {
    for (let index = 0; index < HEADER_PAGES; index++) {
      const number = headerPage(copy, index);
      if (torn.has(number)) await writer.write(number, pageAt(headerPages, index));
    }
  }
}

/** All pages but the seal's. Rejects with ERR_MAP or ERR_MAP_SPACE, with ERR_MAP also where a page is no
 * longer what was read. */
export async function writeAnew(
  storage: MapStorage,
  writer: PageWriter,
  book: Book,
): Promise<void> {
  // One copy at a time: a disk that spoils the sector it loses power at spoils one.
  for (let copy = 0; copy < HEADER_COPIES; copy++) {
    await writer.write(headerPage(copy, 0), book.headerPages);
    await storage.sync();
  }
  for (const isNewest of [true, false]) {
    for (let slot = 0; slot < SLOTS; slot++) await writeSlot(storage, writer, book, slot, isNewest);
    for (let area = 0; area < AREAS; area++) await writeArea(writer, book, area, isNewest);
    await storage.sync();
  }
}

/** The pages of a slot that are the newest copies, or those that are not. */
async function writeSlot(
  storage: MapStorage,
  writer: PageWriter,
  book: Book,
  slot: number,
  isNewest: boolean,
): Promise<void> {
  const { layout, newestSlots } = book;
  const isOne = (index: number) => (newestSlots[index] === slot) === isNewest;
  for (let first = 0; first < layout.mapPages; first++) {
    if (!isOne(first)) continue;
    let end = first + 1;
    while (end < layout.mapPages && end - first < MOST_PAGES_AT_ONCE && isOne(end)) end++;
    const pages: Buffer[] = [];
    for (let index = first; index < end; index++) {
      pages.push(isNewest ? await newestPage(storage, book, slot, index) : BLANK);
    }
    await writer.write(layout.mapPage(slot, first), Buffer.concat(pages));
    first = end - 1;
  }
}

const BLANK = Buffer.alloc(PAGE_BYTES);

async function newestPage(
  storage: MapStorage,
  { layout, map, sequences, crcs }: Book,
  slot: number,
  index: number,
): Promise<Buffer> {
  const number = layout.mapPage(slot, index);
  const crc = crcs.readUInt32LE(4 * number);
  const page = mapPage(layout, map, index, sequences[index]!);
  if (crcOf(page) === crc) return page;
  await storage.read(page, number * PAGE_BYTES);
  if (isStill(page, crc)) return page;
  // The system has dropped it meanwhile: opening the map once more recovers what there is.
  throw mapError(storage.name, 'read', new Error('other bytes than before'));
}

/** The pages of an area that hold the newest snapshot or what changed since, or those that do not. */
async function writeArea(
  writer: PageWriter,
  book: Book,
  area: number,
  isNewest: boolean,
): Promise<void> {
  const { layout } = book;
  const { first, pages } = keptPages(book, area);
  const end = first + pages.length / PAGE_BYTES;
  const write = async (from: number, to: number, pagesOf: (piece: Piece) => Buffer) => {
    for (const piece of pieces(from, to)) {
      await writer.write(layout.areaPage(area, piece.first), pagesOf(piece));
    }
  };
  if (isNewest) {
    await write(first, end, (piece) =>
      pages.subarray((piece.first - first) * PAGE_BYTES, (piece.end - first) * PAGE_BYTES),
    );
    return;
  }
  const blank = (piece: Piece) => Buffer.alloc((piece.end - piece.first) * PAGE_BYTES);
  await write(0, first, blank);
  await write(end, layout.areaPages, blank);
}

/** What of an area counts, and from which page on. */
function keptPages(book: Book, area: number): { first: number; pages: Buffer } {
  const { layout, body, generation, changes } = book;
  if (area === book.area) return { first: 0, pages: areaPages(layout, area, 0, body, generation) };
  if (area === changes?.area) return { first: FIRST_CHANGE_PAGE, pages: changes.pages };
  return { first: 0, pages: Buffer.alloc(0) };
}

interface Piece {
  readonly first: number;
  readonly end: number;
}

function* pieces(from: number, to: number): Generator<Piece> {
  for (let first = from; first < to; first += MOST_PAGES_AT_ONCE) {
    yield { first, end: Math.min(first + MOST_PAGES_AT_ONCE, to) };
  }
}
