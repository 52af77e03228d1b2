// Reads a disk's node or an image through the system's cache: only superblocks and tables, where a
// second look costs nothing. A read that does not come back is given up, and the disk with it.

import { constants, type FileHandle, open } from 'node:fs/promises';
import { withDeadline } from '../disks/deadline.ts';
import type { ReadSectors } from './sectors.ts';

const READ_LIMIT_MS = 30_000;

export interface SectorSource {
  readonly read: ReadSectors;
  close(): Promise<void>;
}

/** Rejects as fs.open does, or when it takes longer than `limitMs`. */
export async function openSectors(
  path: string,
  logicalBytes: number,
  limitMs = READ_LIMIT_MS,
): Promise<SectorSource> {
  // Non-blocking: a node without a medium, or a pipe in its place, must not wait.
  const opening = open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const late = () => new Error(`${path} did not open within ${limitMs / 1000} s`);
  const file = await withDeadline(opening, limitMs, late).catch((error) => {
    opening.then((opened) => opened.close()).catch(() => {});
    throw error;
  });
  let isHung = false;
  return {
    async read(fromLba, sectors) {
      if (isHung) return null;
      const reading = readAll(file, fromLba * logicalBytes, sectors * logicalBytes);
      try {
        return await withDeadline(reading, limitMs, () => new Hung());
      } catch (error) {
        isHung ||= error instanceof Hung;
        return null;
      }
    },
    // Closing waits for reads under way.
    close: () => (isHung ? Promise.resolve() : file.close().catch(() => {})),
  };
}

class Hung extends Error {}

async function readAll(file: FileHandle, position: number, length: number) {
  const bytes = Buffer.alloc(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await file.read(bytes, done, length - done, position + done);
    if (bytesRead === 0) return null;
    done += bytesRead;
  }
  return bytes;
}
