// Writes pages, and keeps the book of them: their CRCs, and which hold nothing whole.

import type { Book } from './book.ts';
import { digestOf } from './digest.ts';
import { isSealPage, MOST_PAGES_AT_ONCE, PAGE_BYTES, SEAL_INDEX } from './format.ts';
import { CRC_BYTES, crcOf, isStill, judgePage, pageAt } from './page.ts';
import type { MapStorage } from './storage.ts';

export class PageWriter {
  readonly #crcs: Buffer;
  readonly #torn: Set<number>;
  readonly #unflushed = new Set<number>();
  #sequence: number;

  constructor(
    private readonly storage: MapStorage,
    { crcs, torn, sequence }: Pick<Book, 'crcs' | 'torn' | 'sequence'>,
  ) {
    this.#crcs = crcs;
    this.#torn = torn;
    this.#sequence = sequence;
  }

  nextSequence(): number {
    return ++this.#sequence;
  }

  /** Writes stamped pages, or blank ones, from page `first` on. Rejects with ERR_MAP or ERR_MAP_SPACE. */
  async write(first: number, pages: Buffer): Promise<void> {
    const count = pages.length / PAGE_BYTES;
    for (let i = 0; i < count; i++) this.#torn.add(first + i);
    await this.storage.write(pages, first * PAGE_BYTES);
    for (let i = 0; i < count; i++) {
      this.#torn.delete(first + i);
      this.#unflushed.add(first + i);
      this.#crcs.writeUInt32LE(crcOf(pageAt(pages, i)), 4 * (first + i));
    }
  }

  /** All that was written is on the disk. */
  flushed(): void {
    this.#unflushed.clear();
  }

  /** What of it is on the disk is not known. */
  flushFailed(): void {
    for (const number of this.#unflushed) this.#torn.add(number);
    this.#unflushed.clear();
  }

  /** Pages that hold nothing whole become pages that were never written. */
  async blankTorn(): Promise<void> {
    const blank = Buffer.alloc(PAGE_BYTES);
    for (const number of [...this.#torn]) await this.write(number, blank);
  }

  /** Whether the file still holds what was written, but for what holds nothing whole anyway. */
  async isIntact(): Promise<boolean> {
    const count = this.#crcs.length / CRC_BYTES;
    for (let first = 0; first < count; first += MOST_PAGES_AT_ONCE) {
      const pages = Buffer.alloc(Math.min(MOST_PAGES_AT_ONCE, count - first) * PAGE_BYTES);
      await this.storage.read(pages, first * PAGE_BYTES);
      for (let i = 0; i < pages.length / PAGE_BYTES; i++) {
        if (!this.#torn.has(first + i) && !this.#isAsWritten(first + i, pageAt(pages, i)))
          return false;
      }
    }
    return true;
  }

  #isAsWritten(number: number, page: Buffer): boolean {
    if (isSealPage(number)) return judgePage(page, SEAL_INDEX) === 'valid';
    return isStill(page, this.#crcs.readUInt32LE(CRC_BYTES * number));
  }

  digest(): number {
    return digestOf(this.#crcs);
  }
}
