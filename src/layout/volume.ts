// A disk, a partition or an image that is looked into, and where the programs of the system find it.

import { join } from 'node:path';
import { type BlockNode, nodeOfNumber, numberOfRdev, partitionsOf } from '../disks/linux/node.ts';
import { readNumber } from '../disks/linux/sysfs.ts';
import type { DiskSystem } from '../disks/system.ts';
import { UNIT_BYTES } from '../vocabulary/units.ts';
import type { Partition } from './partition.ts';
import { type Extent, type ReadSectors, sectorsWithin } from './sectors.ts';

/** A disk, a partition or a volume as a node or an image. */
export interface Whole extends Extent {
  readonly path: string;
  readonly isImage: boolean;
  /** In sysfs: Linux alone. */
  readonly node: BlockNode | null;
}

export interface OpenVolume extends Whole {
  readonly read: ReadSectors;
  /** Where it begins in what `path` leads to. */
  readonly offsetBytes: number;
  /** Where it begins in what places count from. */
  readonly startByte: number;
}

/** By the partition's own node where there is one: not every program takes an offset. */
export async function volumeOf(
  whole: Whole,
  partition: Partition | null,
  read: ReadSectors,
  system: DiskSystem,
): Promise<OpenVolume> {
  if (partition === null) return { ...whole, read, offsetBytes: 0, startByte: 0 };
  const startByte = partition.firstLba * whole.logicalBytes;
  const own = whole.isImage ? null : await partitionNode(whole, partition, startByte, system);
  return {
    sectors: partition.lastLba - partition.firstLba + 1,
    logicalBytes: whole.logicalBytes,
    isImage: whole.isImage,
    node: own?.node ?? null,
    path: own?.path ?? whole.path,
    read: sectorsWithin(read, partition.firstLba),
    offsetBytes: own === null ? startByte : 0,
    startByte,
  };
}

async function partitionNode(
  { node, path }: Whole,
  { suffix }: Partition,
  startByte: number,
  system: DiskSystem,
): Promise<{ path: string; node: BlockNode | null } | null> {
  if (system.platform === 'freebsd') {
    const own = `${path}${suffix}`;
    return system.stat(own).then(
      () => ({ path: own, node: null }),
      () => null,
    );
  }
  // By its place: what Linux numbers a BSD label's partitions is its own affair.
  for (const part of node === null ? [] : await partitionsOf(node)) {
    const start = await readNumber(join(part.dir, 'start'));
    const isExtended = ((await readNumber(join(part.dir, 'size'))) ?? 0) <= 2;
    if (start === startByte / UNIT_BYTES && !isExtended) return { path: part.path, node: part };
  }
  return null;
}

/** Null elsewhere than on Linux. */
export async function blockNode(path: string, system: DiskSystem): Promise<BlockNode | null> {
  if (system.platform !== 'linux') return null;
  const rdev = await system.stat(path).then(
    (stat) => stat.rdev,
    () => null,
  );
  return rdev === null ? null : nodeOfNumber(system.root, numberOfRdev(rdev));
}
