// Where the maps of a run are: a file each.

import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { SizedMap } from '../map-file/room.ts';
import type { InspectedTarget } from '../vocabulary/device.ts';
import { usageError } from '../vocabulary/errors.ts';
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

/** A file each; in a directory a new one for each scan, unless `resume` finds one of the disk: the newest. Throws
 * ERR_USAGE where several targets have no directory, or no names of their own in it. */
export function mapPaths(
  targets: readonly InspectedTarget[],
  { path, resume, began = new Date() }: MapRequest,
): string[] {
  if (path === '') throw usageError('--map: expected a file name');
  if (!isDirectory(path)) {
    if (targets.length === 1) return [path];
    throw usageError(
      `--map ${cleanText(path, 200)}: expected a directory that is there, for ${targets.length} targets`,
    );
  }
  const there = resume ? readdirSync(path).sort() : [];
  return distinctNames(targets).map((name) => {
    const newest = there.findLast((file) => file.replace(DATED, '') === name);
    return join(path, newest ?? `${name}-${dateText(began)}.surfscan`);
  });
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
