// A loop device over memory: a file on tmpfs that is really filled, read past the cache.

import { randomFillSync } from 'node:crypto';
import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { attachLoop, detachLoop } from '../test/rig/system.ts';

const PLACE = '/dev/shm';
const CHUNK_BYTES = 2 ** 26;
/** What is left to the programs that are measured. */
const SPARE_BYTES = 2 ** 30;

export interface RamDisk {
  readonly path: string;
  readonly bytes: number;
  remove(): void;
}

/** `bytes`: a multiple of 64 MiB. Throws where there is no room for it. */
export function makeRamDisk(bytes: number): RamDisk {
  assertRoom(bytes);
  const directory = mkdtempSync(join(PLACE, 'surfscan-bench-'));
  const file = join(directory, 'disk');
  let path: string | null = null;
  const remove = (): void => {
    process.off('exit', remove);
    if (path !== null) detachLoop(path, file);
    path = null;
    rmSync(directory, { recursive: true, force: true });
  };
  process.on('exit', remove);
  fill(file, bytes);
  path = attachLoop(file, 512);
  return { path, bytes, remove };
}

/** A hole would be read from one page of zeros, and stay in the processor's cache. */
function fill(file: string, bytes: number): void {
  const chunk = randomFillSync(Buffer.alloc(CHUNK_BYTES));
  const fd = openSync(file, 'w');
  for (let done = 0; done < bytes; done += CHUNK_BYTES) writeSync(fd, chunk);
  closeSync(fd);
}

function assertRoom(bytes: number): void {
  const { bavail, bsize } = statfsSync(PLACE);
  const free = /^MemAvailable:\s*(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8'));
  const room = Math.min(bavail * bsize, Number(free?.[1] ?? 0) * 1024) - SPARE_BYTES;
  if (bytes <= room) return;
  const gib = (count: number) => (count / 2 ** 30).toFixed(1);
  throw new Error(`${gib(bytes)} GiB in ${PLACE}: there is room for ${gib(Math.max(0, room))}`);
}
