// Which disks a file is written to.

import { dirname, join } from 'node:path';
import { isDiskless, mountOf } from '../activity-source.ts';
import type { DiskSystem } from '../system.ts';
import { backingFile } from './loops.ts';
import { parseMountinfo, readUsageTable } from './mounts.ts';
import { type BlockNode, nodeAt, nodeOfNumber, numberOfRdev } from './node.ts';
import { readNames, readText } from './sysfs.ts';

/** An image on a volume on a RAID on an image …: what is deeper counts as not known. */
const DEPTH_LIMIT = 8;
const MOUNTINFO_LIMIT_BYTES = 8 * 1024 * 1024;

/**
 * The device numbers ("MAJ:MIN") of the whole disks below the file's file system, down to the real
 * ones. The file need not be there yet, its directory must. Empty: it is on no disk of this machine;
 * null: not known.
 */
export async function disksBelowFile(
  system: DiskSystem,
  path: string,
): Promise<ReadonlySet<string> | null> {
  const disks = new Set<string>();
  const isKnown = await addDisksOfFile(system, path, disks, 0).catch(() => false);
  return isKnown ? disks : null;
}

/** False, or rejects, where it is not known. */
async function addDisksOfFile(
  system: DiskSystem,
  path: string,
  disks: Set<string>,
  depth: number,
): Promise<boolean> {
  const place = (await isThere(system, path)) ? path : dirname(path);
  const number = numberOfRdev((await system.stat(place)).dev);
  const node = await nodeOfNumber(system.root, number);
  const nodes = node === null ? await nodesOfMount(system, place) : [node];
  if (nodes === null) return false;
  for (const each of nodes) {
    if (!(await addDisksBelow(system, each, disks, depth))) return false;
  }
  return true;
}

async function addDisksBelow(
  system: DiskSystem,
  node: BlockNode,
  disks: Set<string>,
  depth: number,
): Promise<boolean> {
  const disk = node.whole ?? node;
  if (disks.has(disk.number)) return true;
  if (depth > DEPTH_LIMIT) return false;
  disks.add(disk.number);
  for (const name of await readNames(join(disk.dir, 'slaves'))) {
    const slave = await nodeAt(join(disk.dir, 'slaves', name));
    if (slave === null || !(await addDisksBelow(system, slave, disks, depth + 1))) return false;
  }
  const backing = await backingFile(disk.dir);
  if (backing === null) return true;
  return addDisksOfFile(system, backing, disks, depth + 1);
}

/**
 * For file systems with an anonymous device number: btrfs, which has another one for each subvolume
 * besides, overlayfs, ZFS. Known by the mount that the file is in.
 */
async function nodesOfMount(system: DiskSystem, path: string): Promise<BlockNode[] | null> {
  const { root } = system;
  const text = await readText(join(root, 'proc/self/mountinfo'), MOUNTINFO_LIMIT_BYTES);
  const mount = mountOf(parseMountinfo(text ?? ''), await system.realpath(path));
  if (mount === null) return null;
  if (isDiskless(mount.type)) return [];
  const nodes: (BlockNode | null)[] = [];
  for (const [number, points] of (await readUsageTable(root)).mountPoints) {
    if (points.includes(mount.mountPoint)) nodes.push(await nodeOfNumber(root, number));
  }
  const found = nodes.filter((node) => node !== null);
  return found.length === 0 || found.length < nodes.length ? null : found;
}

function isThere(system: DiskSystem, path: string): Promise<boolean> {
  return system.stat(path).then(
    () => true,
    () => false,
  );
}
