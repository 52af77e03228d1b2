// A block device in sysfs: a disk or a partition.

import { basename, dirname, join } from 'node:path';
import { cleanText } from '../../vocabulary/text.ts';
import { readNames, readText, realDirectory } from './sysfs.ts';

export interface BlockNode {
  /** The kernel's name. */
  readonly name: string;
  /** Under /dev, as devtmpfs makes it. */
  readonly path: string;
  /** Its real directory in sysfs. */
  readonly dir: string;
  /** "MAJ:MIN": equal for equal devices. */
  readonly number: string;
  /** The disk, where this is a partition. */
  readonly whole: BlockNode | null;
}

export function nodeOfNumber(root: string, number: string): Promise<BlockNode | null> {
  return nodeAt(join(root, 'sys/dev/block', number));
}

export function nodeOfName(root: string, name: string): Promise<BlockNode | null> {
  return nodeAt(join(root, 'sys/class/block', name));
}

/** The node a directory or a link in sysfs stands for. */
export async function nodeAt(path: string): Promise<BlockNode | null> {
  const dir = await realDirectory(path);
  const number = dir === null ? null : await readText(join(dir, 'dev'));
  if (dir === null || number === null || !/^\d+:\d+$/.test(number)) return null;
  const name = basename(dir);
  const isPartition = (await readText(join(dir, 'partition'))) !== null;
  const whole = isPartition ? await nodeAt(dirname(dir)) : null;
  return { name, path: pathOfName(name), dir, number, whole };
}

export async function partitionsOf(disk: BlockNode): Promise<BlockNode[]> {
  // The kernel names them after their disk: block/partitions/core.c, add_partition.
  const names = (await readNames(disk.dir)).filter((name) => name.startsWith(disk.name));
  const nodes = await Promise.all(names.map((name) => nodeAt(join(disk.dir, name))));
  return nodes.filter((node) => node !== null && node.whole !== null) as BlockNode[];
}

/** sysfs writes '!' where the name in /dev has '/': drivers/base/core.c, device_add. */
export function pathOfName(name: string): string {
  return `/dev/${cleanText(name.replaceAll('!', '/'), 100)}`;
}

/** The device number of stat(2)'s st_rdev: gnu_dev_major(3). */
export function numberOfRdev(rdev: bigint): string {
  const major = ((rdev >> 8n) & 0xfffn) | ((rdev >> 32n) & ~0xfffn);
  const minor = (rdev & 0xffn) | ((rdev >> 12n) & 0xffffff00n);
  return `${major}:${minor}`;
}
