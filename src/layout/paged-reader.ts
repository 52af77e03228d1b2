// A volume as bytes for those who read much of it: a bounded cache, and where a page fails, the sectors
// of it that are asked for, one by one. On a dying disk each failing read takes seconds.

import { type ByteReader, type Extent, type ReadSectors, readChecked } from './sectors.ts';

const PAGE_BYTES = 64 * 1024;
/** 16 MiB. */
const PAGE_LIMIT = 256;
const SECTOR_LIMIT = 4096;

/** Reads past either end, and what cannot be read, are null. Any length: what a disk names is held against
 * the volume's size by whoever asks. */
export function pagedReader(read: ReadSectors, extent: Extent): ByteReader {
  const { logicalBytes } = extent;
  const pageSectors = Math.max(1, Math.floor(PAGE_BYTES / logicalBytes));
  const sizeBytes = extent.sectors * logicalBytes;
  const pages = new Map<number, Promise<Buffer | null>>();
  const sectors = new Map<number, Promise<Buffer | null>>();
  let hasFailed = false;

  const pageBytes = pageSectors * logicalBytes;
  const pageAt = (page: number) =>
    kept(pages, PAGE_LIMIT, page, () => readChecked(read, page * pageSectors, pageSectors, extent));
  const sectorAt = (lba: number) =>
    kept(sectors, SECTOR_LIMIT, lba, () => readChecked(read, lba, 1, extent));

  /** A piece that lies in one page. */
  const piece = async (offset: number, length: number): Promise<Buffer | null> => {
    const page = Math.floor(offset / pageBytes);
    const whole = await pageAt(page);
    if (whole !== null) return whole.subarray(offset - page * pageBytes).subarray(0, length);
    const parts: Buffer[] = [];
    const first = Math.floor(offset / logicalBytes);
    for (let lba = first; lba * logicalBytes < offset + length; lba++) {
      const sector = await sectorAt(lba);
      if (sector === null) return null;
      parts.push(sector);
    }
    return Buffer.concat(parts)
      .subarray(offset - first * logicalBytes)
      .subarray(0, length);
  };

  return {
    sizeBytes,
    get hasFailed() {
      return hasFailed;
    },
    async at(offset, length) {
      if (!Number.isSafeInteger(offset) || offset < 0 || offset + length > sizeBytes) return null;
      const parts: Buffer[] = [];
      for (let at = offset; at < offset + length; ) {
        const end = Math.min(offset + length, (Math.floor(at / pageBytes) + 1) * pageBytes);
        const part = await piece(at, end - at);
        hasFailed ||= part === null;
        if (part === null) return null;
        parts.push(part);
        at = end;
      }
      return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    },
  };
}

/** The oldest gives way. */
function kept<T>(cache: Map<number, T>, limit: number, key: number, make: () => T): T {
  const found = cache.get(key);
  if (found !== undefined) return found;
  const made = make();
  cache.set(key, made);
  if (cache.size > limit) cache.delete(cache.keys().next().value!);
  return made;
}
