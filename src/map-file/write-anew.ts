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
// No more is written than when the map was made.

import type { Book } from './book.ts';
import {
  AREAS,
  HEADER_COPIES,
  HEADER_PAGES,
  headerPage,
  type MapLayout,
  MOST_PAGES_AT_ONCE,
  PAGE_BYTES,
  SLOTS,
} from './format.ts';
import { isStill, pageAt } from './page.ts';
import type { PageWriter } from './page-writer.ts';
import { type MapStorage, mapError } from './storage.ts';

/** All pages but the seal's; torn ones become blank. Rejects with ERR_MAP or ERR_MAP_SPACE, with ERR_MAP
 * also where a page is no longer what was read. */
export async function writeAnew(
  storage: MapStorage,
  writer: PageWriter,
  book: Book,
): Promise<void> {
  for (const { first, count } of copies(book.layout)) {
    for (let done = 0; done < count; done += MOST_PAGES_AT_ONCE) {
      const most = Math.min(MOST_PAGES_AT_ONCE, count - done);
      await writer.write(first + done, await readAgain(storage, book, first + done, most));
    }
    // One copy at a time: a disk that spoils the sector it loses power at spoils one.
    await storage.sync();
  }
}

/** What is in the file once: of header, map and snapshots. */
function* copies(layout: MapLayout): Generator<{ first: number; count: number }> {
  for (let copy = 0; copy < HEADER_COPIES; copy++) {
    yield { first: headerPage(copy, 0), count: HEADER_PAGES };
  }
  for (let slot = 0; slot < SLOTS; slot++) {
    yield { first: layout.mapPage(slot, 0), count: layout.mapPages };
  }
  for (let area = 0; area < AREAS; area++) {
    yield { first: layout.areaPage(area, 0), count: layout.areaPages };
  }
}

async function readAgain(
  storage: MapStorage,
  { crcs, torn }: Book,
  first: number,
  count: number,
): Promise<Buffer> {
  const pages = Buffer.alloc(count * PAGE_BYTES);
  await storage.read(pages, first * PAGE_BYTES);
  for (let i = 0; i < count; i++) {
    const page = pageAt(pages, i);
    if (torn.has(first + i)) page.fill(0);
    else if (!isStill(page, crcs.readUInt32LE(4 * (first + i)))) {
      // The system has dropped it meanwhile: opening the map once more recovers what there is.
      throw mapError(storage.name, 'read', new Error('other bytes than before'));
    }
  }
  return pages;
}
