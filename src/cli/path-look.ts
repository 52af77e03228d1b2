// What a path is, whatever its name: asked by the process apart, as a path may hang.

import { type BigIntStats, promises as fs } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { isMapHead, MAP_HEAD_BYTES } from '../api/outputs.ts';

/** Numbers as stat(2) has them. */
export interface PathStats {
  readonly dev: bigint;
  readonly ino: bigint;
  readonly rdev: bigint;
  readonly kind: 'file' | 'directory' | 'block' | 'character' | 'other';
}

export interface PathLook {
  /** Of what it leads to; null: there is nothing. */
  readonly stats: PathStats | null;
  readonly isMap: boolean;
  /** Where it is, or would be made, without links; null: its folder is not there. */
  readonly place: string | null;
}

/** Names of what this process has open: to another they mean its own. */
export function isOwnDescriptor(path: string): boolean {
  return /^\/(dev\/(stdin|stdout|stderr|fd\/.*)|proc\/self\/.*)$/.test(path);
}

export async function lookAt(path: string): Promise<PathLook> {
  const stats = await fs.stat(path, { bigint: true }).then(plain, () => null);
  const isMap = stats?.kind === 'file' && (await beginsAsMap(path));
  return { stats, isMap, place: await placeOf(path) };
}

export function plain(stats: BigIntStats): PathStats {
  const { dev, ino, rdev } = stats;
  return { dev, ino, rdev, kind: kindOf(stats) };
}

function kindOf(stats: BigIntStats): PathStats['kind'] {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'directory';
  if (stats.isBlockDevice()) return 'block';
  return stats.isCharacterDevice() ? 'character' : 'other';
}

/** False, too, where it cannot be read. */
export async function beginsAsMap(file: string): Promise<boolean> {
  try {
    const handle = await fs.open(file, 'r');
    try {
      const head = Buffer.alloc(MAP_HEAD_BYTES);
      const { bytesRead } = await handle.read(head, 0, head.length, 0);
      return isMapHead(head.subarray(0, bytesRead));
    } finally {
      await handle.close();
    }
  } catch {
    return false;
  }
}

/** As path_resolution(7) has it: MAXSYMLINKS. */
const MOST_LINKS = 40;

async function placeOf(file: string): Promise<string | null> {
  let at = file;
  for (let links = 0; links < MOST_LINKS; links++) {
    let place: string;
    try {
      place = join(await fs.realpath(dirname(at)), basename(at));
    } catch {
      return null;
    }
    let link: string;
    try {
      link = await fs.readlink(place);
    } catch {
      return place;
    }
    at = resolve(dirname(place), link);
  }
  return null;
}
