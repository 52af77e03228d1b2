// What the kernel says is mounted, is swap, or is a ZFS pool; a file system of several devices is mounted
// on all of them.

import { join } from 'node:path';
import { type BlockNode, nodeAt, nodeOfName } from './node.ts';
import { readNames, readText } from './sysfs.ts';

/** Read once, asked for each device. Keys are device numbers "MAJ:MIN". */
export interface UsageTable {
  /** False where the kernel's table of mounts cannot be read: nothing is known then. */
  readonly isKnown: boolean;
  readonly mountPoints: ReadonlyMap<string, readonly string[]>;
  readonly swaps: ReadonlySet<string>;
  /** Names of the pools that ZFS has imported. */
  readonly zfsPools: ReadonlySet<string>;
}

/** A host of many containers has some thousand mounts of 200 bytes. */
const MOUNTINFO_LIMIT_BYTES = 8 * 1024 * 1024;

export interface MountLine {
  readonly number: string;
  /** What of the file system is mounted: "/" unless it is a bind mount or a subvolume. */
  readonly root: string;
  readonly mountPoint: string;
  readonly type: string;
  readonly source: string;
}

/** proc_pid_mountinfo(5): fields, some optional ones, " - ", type, source, options. */
export function parseMountinfo(text: string): MountLine[] {
  const lines: MountLine[] = [];
  for (const line of text.split('\n')) {
    const [before = '', after = ''] = line.split(' - ', 2);
    const [, , number, root, mountPoint] = before.split(' ');
    const [type, source] = after.split(' ');
    if (number === undefined || mountPoint === undefined || source === undefined) continue;
    lines.push({
      number,
      root: unescapeOctal(root ?? '/'),
      mountPoint: unescapeOctal(mountPoint),
      type: type ?? '',
      source: unescapeOctal(source),
    });
  }
  return lines;
}

/** swaps are listed by the path they were opened at, type "partition" for block devices: mm/swapfile.c. */
export function parseSwaps(text: string): string[] {
  const rows = text.split('\n').map((line) => line.split(/\s+/));
  return rows.filter((row) => row[1] === 'partition').map((row) => unescapeOctal(row[0]!));
}

export async function readUsageTable(root: string): Promise<UsageTable> {
  const [mountinfo, swaps, zfsPools, families] = await Promise.all([
    readText(join(root, 'proc/self/mountinfo'), MOUNTINFO_LIMIT_BYTES),
    readText(join(root, 'proc/swaps')),
    readNames(join(root, 'proc/spl/kstat/zfs')),
    readFamilies(root),
  ]);
  const mountPoints = new Map<string, string[]>();
  // Whole mounts before bind mounts of parts, so that the place people know comes first.
  const lines = parseMountinfo(mountinfo ?? '');
  const whole = lines.filter((line) => line.root === '/');
  for (const line of [...whole, ...lines.filter((line) => line.root !== '/')]) {
    for (const number of await numbersOfMount(root, line, families)) {
      const points = mountPoints.get(number) ?? [];
      if (!points.includes(line.mountPoint)) points.push(line.mountPoint);
      mountPoints.set(number, points);
    }
  }
  const swapNodes = await Promise.all(
    parseSwaps(swaps ?? '').map((path) => nodeOfPath(root, path)),
  );
  return {
    isKnown: mountinfo !== null,
    mountPoints,
    swaps: new Set(swapNodes.flatMap((node) => node?.number ?? [])),
    zfsPools: new Set(zfsPools),
  };
}

/** A file system of several devices has an anonymous number, "0:N": its devices are found by name. */
async function numbersOfMount(
  root: string,
  line: MountLine,
  families: readonly ReadonlySet<string>[],
): Promise<readonly string[]> {
  if (!line.number.startsWith('0:')) return [line.number];
  // A FUSE mount's source is whatever its owner wrote there.
  if (line.type.startsWith('fuse') || !line.source.startsWith('/dev/')) return [];
  const nodes = await Promise.all(line.source.split(':').map((path) => nodeOfPath(root, path)));
  const numbers = nodes.flatMap((node) => node?.number ?? []);
  const family = families.find((members) => numbers.some((number) => members.has(number)));
  return [...new Set([...numbers, ...(family ?? [])])];
}

/** The device numbers of each mounted btrfs: fs/btrfs/sysfs.c, "devices". */
async function readFamilies(root: string): Promise<ReadonlySet<string>[]> {
  const base = join(root, 'sys/fs/btrfs');
  const families: ReadonlySet<string>[] = [];
  for (const uuid of await readNames(base)) {
    const dir = join(base, uuid, 'devices');
    const nodes = await Promise.all((await readNames(dir)).map((name) => nodeAt(join(dir, name))));
    families.push(new Set(nodes.flatMap((node) => node?.number ?? [])));
  }
  return families;
}

/** By name in sysfs: a path that somebody else wrote is not followed. */
async function nodeOfPath(root: string, path: string): Promise<BlockNode | null> {
  const name = path.replace(/^\/dev\//, '');
  if (name === '' || name.split('/').includes('..')) return null;
  if (!name.startsWith('mapper/')) return nodeOfName(root, name.replaceAll('/', '!'));
  const wanted = name.slice('mapper/'.length);
  for (const entry of await readNames(join(root, 'sys/class/block'))) {
    if (!entry.startsWith('dm-')) continue;
    const found = await readText(join(root, 'sys/class/block', entry, 'dm/name'));
    if (found === wanted) return nodeOfName(root, entry);
  }
  return null;
}

/** Blanks and such are written \040: fs/proc_namespace.c, mangle. */
function unescapeOctal(text: string): string {
  if (!text.includes('\\')) return text;
  const bytes = Buffer.from(text).toString('latin1');
  const plain = bytes.replace(/\\([0-7]{3})/g, (_all, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8) & 0xff),
  );
  return Buffer.from(plain, 'latin1').toString('utf8');
}
