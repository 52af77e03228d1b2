// Where the maps of a run are: a file each.

import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { SizedMap } from '../map-file/room.ts';
import type { InspectedTarget } from '../vocabulary/device.ts';
import { SurfscanError, usageError } from '../vocabulary/errors.ts';
import { cleanText } from '../vocabulary/text.ts';

export interface MapRequest {
  /** A file for one target, or a directory that is there: a file for each in it. */
  readonly path: string;
  readonly resume: boolean;
  /** Of the names of new maps in a directory; absent: now. */
  readonly began?: Date;
  /** Scan all the same where a map has no room at the start, or cannot be written; default false. */
  readonly optional?: boolean;
  /** Told before any of them is written. */
  readonly sized?: (maps: readonly SizedMap[]) => void;
}

/** A file each; in a directory a new one for each scan, unless `resume` finds one of the disk: the newest.
 * Rejects with ERR_USAGE where several targets have no directory, or no names of their own in it. */
export async function mapPaths(
  targets: readonly InspectedTarget[],
  { path, resume, began = new Date() }: MapRequest,
): Promise<string[]> {
  if (path === '') throw usageError('--map: expected a file name');
  if (!isDirectory(path)) {
    if (targets.length === 1) return [path];
    throw usageError(
      `--map ${cleanText(path, 200)}: expected a directory that is there, for ${targets.length} targets`,
    );
  }
  const newestFirst = resume ? readdirSync(path).sort().reverse() : [];
  const named = distinctNames(targets).map(async (name, i) => {
    for (const file of newestFirst.filter((each) => each.replace(DATED, '') === name)) {
      if (await isOf(join(path, file), targets[i]!)) return join(path, file);
    }
    return newPath(path, name, began);
  });
  return Promise.all(named);
}

/** What has no serial has the name of what another was before: a loop device, an image. True where the map
 * does not tell: who opens it says why. */
async function isOf(path: string, target: InspectedTarget): Promise<boolean> {
  const { isReplaceable, readHeader } = await import('../map-file/map-file.ts');
  const { assertSameDisk } = await import('../map-file/same-disk.ts');
  if (await isReplaceable(path)) return true;
  const header = await readHeader(path).catch(() => null);
  if (header === null) return true;
  try {
    assertSameDisk(header, target);
    return true;
  } catch (cause) {
    if (cause instanceof SurfscanError && cause.code === 'ERR_USAGE') return false;
    throw cause;
  }
}

/** Of two scans that begin in one second, the later's is dated a second later. */
function newPath(folder: string, name: string, began: Date): string {
  const dated = (ms: number) => join(folder, `${name}-${dateText(new Date(ms))}.surfscan`);
  let ms = began.getTime();
  while (existsSync(dated(ms))) ms += 1000;
  return dated(ms);
}

const DATED = /-\d{8}T\d{6}Z\.surfscan$/;

/** ISO 8601's basic form, which sorts as time does. */
function dateText(date: Date): string {
  return `${date.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

/** Of each target its serial, the last part of its path, or all of it: the first that is no other's. */
function distinctNames(targets: readonly InspectedTarget[]): readonly string[] {
  const candidates = targets.map(({ device: { serial, path } }) =>
    [...(serial === null ? [] : [serial]), basename(path), path].map(fileName),
  );
  return candidates.map((own, i) => {
    const others = new Set(candidates.filter((_, other) => other !== i).flat());
    const name = own.find((candidate) => !others.has(candidate));
    if (name !== undefined) return name;
    const { path } = targets[i]!.device;
    throw usageError(
      `${cleanText(path, 200)}: the name of its map would be another target's: scan it by itself, ` +
        'with --map FILE',
    );
  });
}

/** As long as every file system takes it, with an ending: 255 bytes, NAME_MAX. */
const MOST_FILE_NAME = 200;

/** What may be the name of a file everywhere, neither hidden nor taken for an option. */
function fileName(text: string): string {
  return text.replace(/^[.-]|[^A-Za-z0-9._-]/g, '_').slice(0, MOST_FILE_NAME) || '_';
}

export function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
