// Files of numbered records, one a sector, so that an image itself tells which file has which sector; and
// what locate says of sectors that fail.

import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { locate } from '../../src/layout/locate.ts';
import type { Location } from '../../src/layout/location.ts';
import { bad, type Fault } from '../rig/faults.ts';
import { run, sleepSync } from '../rig/system.ts';
import { openDisk, temporaryDirectory } from './fixtures.ts';

const RECORD_BYTES = 512;
const MARK = 'SECTOR OF FILE ';

/** Content of file number `file`. */
export function records(file: number, bytes: number): Buffer {
  const content = Buffer.alloc(Math.ceil(bytes / RECORD_BYTES) * RECORD_BYTES, 0xa5);
  for (let at = 0; at < content.length; at += RECORD_BYTES) {
    content.write(`${MARK}${file}: ${at / RECORD_BYTES};`, at, 'latin1');
  }
  return content.subarray(0, bytes);
}

/** File number → where its records lie, in the order of the image. */
export function recordsIn(image: string): Map<number, number[]> {
  const bytes = readFileSync(image);
  const found = new Map<number, number[]>();
  for (let at = bytes.indexOf(MARK); at >= 0; at = bytes.indexOf(MARK, at + 1)) {
    if (at % RECORD_BYTES !== 0) continue;
    const file = Number.parseInt(bytes.toString('latin1', at + MARK.length, at + 32), 10);
    const places = found.get(file) ?? [];
    places.push(at / RECORD_BYTES);
    found.set(file, places);
  }
  return found;
}

/** And waits for a server in user space to have written all: it ends with its mount, not before. */
export function unmount(directory: string): void {
  const device = statSync(directory).dev;
  run('umount', [directory]);
  for (let tries = 0; statSync(directory).dev === device; tries++) {
    if (tries === 100) throw new Error(`${directory} stays mounted`);
    sleepSync(50);
  }
}

/** `fill` is given a directory where the image is mounted by the kernel. */
export function mounted(image: string, options: string, fill: (directory: string) => void): void {
  const directory = join(temporaryDirectory(), 'mounted');
  mkdirSync(directory);
  run('mount', ['-o', `loop,${options}`, image, directory]);
  try {
    fill(directory);
  } finally {
    unmount(directory);
  }
}

export interface Failing {
  /** Fail beside the sectors that are asked about. */
  readonly alsoBad?: readonly number[];
  /** The sectors asked about are readable. */
  readonly isReadable?: boolean;
  readonly partitions?: boolean;
}

/** Where `lbas` lie, on a block device that shows `image` and cannot read them. */
export async function whereOn(
  image: string,
  lbas: readonly number[],
  { alsoBad = [], isReadable = false, partitions = false }: Failing = {},
): Promise<Location[]> {
  const failing = [...new Set([...(isReadable ? [] : lbas), ...alsoBad])].sort((a, b) => a - b);
  const faults: Fault[] = failing.map((lba) => bad(lba));
  const sectors512 = readFileSync(image).length / 512;
  const disk = await openDisk({ sectors512, contents: image, faults, partitions });
  try {
    const target = { address: disk.path, kind: 'block', sectors: sectors512 } as const;
    return await locate(lbas, { ...target, logicalBytes: 512 });
  } finally {
    await disk.close();
  }
}

/** "file /a", "free", "metadata /": use and file. */
export function brief({ use, file }: Location): string {
  return file === null ? use : `${use} ${file}`;
}
