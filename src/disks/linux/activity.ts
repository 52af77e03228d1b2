// Linux counts each disk's sectors in sysfs: Documentation/block/stat.rst.

import { join } from 'node:path';
import type { ActivitySample, ActivitySource } from '../activity-source.ts';
import type { DiskSystem } from '../system.ts';
import { disksBelowFile } from './file-disks.ts';
import { nodeOfNumber, numberOfRdev } from './node.ts';
import { readNumber, readText } from './sysfs.ts';

const UNTOLD = "sysfs does not tell this disk's I/O: whether others used it is not known";
const OFF =
  "the kernel does not count this disk's I/O (queue/iostats is 0): whether others used it is not known";

/** Eleven numbers of at most 20 digits, 17 since Linux 5.5. */
const STAT_LIMIT_BYTES = 1024;
const LEAST_FIELDS = 11;

/** Of the whole disk where the target is a partition. A volume above other disks has its own count. */
export async function openLinuxActivity(
  path: string,
  system: DiskSystem,
  mapPath: string | null,
): Promise<ActivitySource | { readonly note: string }> {
  const number = numberOfRdev((await system.stat(path)).rdev);
  const node = await nodeOfNumber(system.root, number);
  if (node === null) return { note: UNTOLD };
  const disk = node.whole ?? node;
  if ((await readNumber(join(disk.dir, 'queue/iostats'))) === 0) return { note: OFF };
  const below = mapPath === null ? new Set<string>() : await disksBelowFile(system, mapPath);
  const stat = join(disk.dir, 'stat');
  return {
    // Not known where the map lies: its writes must not pass for others'.
    writesAreOurs: below === null || below.has(disk.number),
    untold: UNTOLD,
    read: async () => parseStat(await readText(stat, STAT_LIMIT_BYTES)),
  };
}

/** Null where it is no disk's `stat`. */
export function parseStat(text: string | null): ActivitySample | null {
  const fields = text?.trim().split(/ +/) ?? [];
  if (fields.length < LEAST_FIELDS) return null;
  const [readSectors512, writtenSectors512] = [wholeNumber(fields[2]!), wholeNumber(fields[6]!)];
  if (readSectors512 === null || writtenSectors512 === null) return null;
  return { readSectors512, writtenSectors512 };
}

function wholeNumber(text: string): number | null {
  const value = Number(text);
  return /^\d{1,16}$/.test(text) && Number.isSafeInteger(value) ? value : null;
}
