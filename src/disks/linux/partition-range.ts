// Where the kernel says that partitions lie: sysfs counts 512-byte units, whatever the disk's sectors
// are (Documentation/ABI/stable/sysfs-block).

import { join } from 'node:path';
import type { KnownPartition } from '../../vocabulary/device.ts';
import type { LbaSpan } from '../../vocabulary/ranges.ts';
import { UNIT_BYTES } from '../../vocabulary/units.ts';
import { type BlockNode, partitionsOf } from './node.ts';
import { readNumber } from './sysfs.ts';

/** In the disk's logical sectors. */
export async function partitionSpan({ dir }: BlockNode, logicalBytes: number): Promise<LbaSpan> {
  const attribute = async (name: string) => (await readNumber(join(dir, name))) ?? 0;
  const startBytes = (await attribute('start')) * UNIT_BYTES;
  const endBytes = startBytes + (await attribute('size')) * UNIT_BYTES;
  const firstLba = Math.floor(startBytes / logicalBytes);
  // The kernel gives an extended partition 1 KiB, which on a 4Kn disk is less than a sector.
  const lastLba = Math.max(firstLba, Math.ceil(endBytes / logicalBytes) - 1);
  return { firstLba, lastLba };
}

export function partitionIndex({ dir }: BlockNode): Promise<number | null> {
  return readNumber(join(dir, 'partition'));
}

/** By index. */
export async function knownPartitions(disk: BlockNode): Promise<KnownPartition[]> {
  const logicalBytes = (await readNumber(join(disk.dir, 'queue/logical_block_size'))) ?? UNIT_BYTES;
  const known = await Promise.all(
    (await partitionsOf(disk)).map(async (node) => {
      const [index, range] = [await partitionIndex(node), await partitionSpan(node, logicalBytes)];
      return index === null ? [] : [{ index, ...range }];
    }),
  );
  return known.flat().sort((a, b) => a.index - b.index);
}
