// How this room reads: a callback, so that a table in a buffer, an image and a disk are one. What is
// read is hostile, and any sector of it may be unreadable.

/** The bytes of `sectors` sectors from `fromLba`, all of them, or null: they cannot be read. */
export type ReadSectors = (fromLba: number, sectors: number) => Promise<Uint8Array | null>;

/** What is read, whole: a disk, a partition, a volume. */
export interface Extent {
  readonly sectors: number;
  readonly logicalBytes: number;
}

/** Longer than any structure that is read at once here: ZFS's list of 112 KiB, a GPT's 4096 entries
 * of 128 bytes. No length that a disk names makes a longer read. */
export const READ_LIMIT_BYTES = 1024 * 1024;

/** A volume as bytes; reads past either end, and unreadable ones, are null. */
export interface ByteReader {
  readonly sizeBytes: number;
  /** Whether a read within the volume failed so far. */
  readonly hasFailed: boolean;
  at(offset: number, length: number): Promise<Buffer | null>;
}

/** A part of what `read` reads, its LBAs counted from `fromLba`. */
export function sectorsWithin(read: ReadSectors, fromLba: number): ReadSectors {
  return (lba, sectors) => read(fromLba + lba, sectors);
}

/** Keeps what was read: all probes need the same few sectors, and on a dying disk each failing
 * read takes seconds. Where a page cannot be read, those of its sectors that are asked for are. */
export function byteReader(read: ReadSectors, extent: Extent): ByteReader {
  const { logicalBytes } = extent;
  const pageSectors = Math.max(1, Math.floor(PAGE_BYTES / logicalBytes));
  const sizeBytes = extent.sectors * logicalBytes;
  const known = new Map<string, Promise<Buffer | null>>();
  let hasFailed = false;

  const once = (lba: number, sectors: number) => {
    const key = `${lba}+${sectors}`;
    const found = known.get(key) ?? readChecked(read, lba, sectors, extent);
    known.set(key, found);
    return found;
  };
  const sectorAt = async (lba: number) => {
    const first = lba - (lba % pageSectors);
    const page = await once(first, pageSectors);
    const from = (lba - first) * logicalBytes;
    return page === null ? once(lba, 1) : page.subarray(from, from + logicalBytes);
  };
  return {
    sizeBytes,
    get hasFailed() {
      return hasFailed;
    },
    async at(offset, length) {
      if (!Number.isSafeInteger(offset) || offset < 0 || length > READ_LIMIT_BYTES) return null;
      if (offset + length > sizeBytes) return null;
      const first = Math.floor(offset / logicalBytes);
      const sectors: Buffer[] = [];
      for (let lba = first; lba * logicalBytes < offset + length; lba++) {
        const sector = await sectorAt(lba);
        hasFailed ||= sector === null;
        if (sector === null) return null;
        sectors.push(sector);
      }
      const from = offset - first * logicalBytes;
      return Buffer.concat(sectors).subarray(from, from + length);
    },
  };
}

const PAGE_BYTES = 4096;

/** `sectors` of them, or as many as there are before the end. Null: none is there, they are more than
 * READ_LIMIT_BYTES, or fewer bytes came than were asked for. */
export async function readChecked(
  read: ReadSectors,
  fromLba: number,
  sectors: number,
  extent: Extent,
): Promise<Buffer | null> {
  const count = Math.min(sectors, extent.sectors - fromLba);
  if (fromLba < 0 || count <= 0 || count * extent.logicalBytes > READ_LIMIT_BYTES) return null;
  const bytes = await read(fromLba, count);
  if (bytes === null || bytes.length !== count * extent.logicalBytes) return null;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
