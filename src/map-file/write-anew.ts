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
  HEADER_COPIES,
  headerPage,
  MOST_PAGES_AT_ONCE,
  PAGE_BYTES,
  PAYLOAD_BYTES,
  SLOTS,
} from './format.ts';
import { crcOf, isStill } from './page.ts';
import { areaPages, mapPage } from './page-contents.ts';
import type { PageWriter } from './page-writer.ts';
import { type MapStorage, mapError } from './storage.ts';

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
    for (let area = 0; area < AREAS; area++) {
      if ((area === book.area) === isNewest) await writeArea(writer, book, area, isNewest);
    }
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

/** All of an area: its snapshot, if it is the newest, and blank pages behind it. */
async function writeArea(
  writer: PageWriter,
  book: Book,
  area: number,
  isNewest: boolean,
): Promise<void> {
  const { layout, body, generation } = book;
  const used = isNewest ? body.length / PAYLOAD_BYTES : 0;
  for (const { first, end } of pieces(0, used)) {
    const pages = areaPages(layout, area, body, first, end, generation);
    await writer.write(layout.areaPage(area, first), pages);
  }
  for (const { first, end } of pieces(used, layout.areaPages)) {
    await writer.write(layout.areaPage(area, first), Buffer.alloc((end - first) * PAGE_BYTES));
  }
}

function* pieces(from: number, to: number): Generator<{ first: number; end: number }> {
  for (let first = from; first < to; first += MOST_PAGES_AT_ONCE) {
    yield { first, end: Math.min(first + MOST_PAGES_AT_ONCE, to) };
  }
}
