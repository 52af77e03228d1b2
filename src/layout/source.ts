// Reads a disk's node or an image, for superblocks and tables alone. Reads that do not come back are given
// up, and the disk with them.

import { execFile } from 'node:child_process';
import { constants, type FileHandle, open } from 'node:fs/promises';
import { withDeadline } from '../disks/deadline.ts';
import type { ReadSectors } from './sectors.ts';

const LIMIT_MS = 30_000;

export interface SectorSource {
  readonly read: ReadSectors;
  close(): Promise<void>;
}

/** Rejects as fs.open does, or with an Error after `limitMs`. That is for opening, and again for all reads
 * together: once it is up, or `signal` is aborted, nothing more is read. */
export async function openSectors(
  path: string,
  logicalBytes: number,
  limitMs = LIMIT_MS,
  signal?: AbortSignal,
): Promise<SectorSource> {
  // Non-blocking: a node without a medium, or a pipe in its place, must not wait.
  const opening = open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const late = () => new Error(`it did not open within ${limitMs / 1000} s`);
  const file = await withDeadline(opening, limitMs, late).catch((error) => {
    opening.then((opened) => opened.close()).catch(() => {});
    throw error;
  });
  let leftMs = limitMs;
  let isDirect = false;
  const readOnce = async (position: number, length: number) => {
    if (!isDirect) {
      const bytes = await readAll(file, position, length);
      if (bytes !== 'unreadable') return bytes;
      isDirect = process.platform === 'linux';
    }
    return isDirect ? readDirect(path, position, length, logicalBytes, leftMs, signal) : null;
  };
  return {
    async read(fromLba, sectors) {
      if (leftMs <= 0 || signal?.aborted) return null;
      const began = performance.now();
      const reading = readOnce(fromLba * logicalBytes, sectors * logicalBytes);
      const bytes = await withDeadline(reading, leftMs, () => new Error('late')).catch(() => null);
      leftMs -= performance.now() - began;
      return bytes;
    },
    // Closing waits for a read under way, which may be for ever.
    async close() {
      const closing = file.close().catch(() => {});
      if (leftMs > 0) await closing;
    },
  };
}

/** Null: the end came first, or it is nothing to be read so. */
async function readAll(file: FileHandle, position: number, length: number) {
  const bytes = Buffer.alloc(length);
  let done = 0;
  try {
    while (done < length) {
      const { bytesRead } = await file.read(bytes, done, length - done, position + done);
      if (bytesRead === 0) return null;
      done += bytesRead;
    }
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EIO' ? 'unreadable' : null;
  }
  return bytes;
}

/** Linux's cache fails a page, or several at once, for one bad sector in it: the sectors beside it are
 * read past the cache. Node's buffers are not aligned as O_DIRECT wants them; dd's are. */
function readDirect(
  path: string,
  position: number,
  length: number,
  logicalBytes: number,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<Buffer | null> {
  const count = length / logicalBytes;
  const place = [`bs=${logicalBytes}`, `skip=${position / logicalBytes}`, `count=${count}`];
  const args = [`if=${path}`, ...place, 'iflag=direct', 'status=none'];
  const options = {
    encoding: 'buffer',
    timeout: Math.max(1, Math.ceil(timeoutMs)),
    killSignal: 'SIGKILL',
    maxBuffer: length + 1,
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' },
    ...(signal && { signal }),
  } as const;
  return new Promise((resolve) => {
    execFile('dd', args, options, (error, stdout) => {
      resolve(error === null && stdout.length === length ? stdout : null);
    });
  });
}
