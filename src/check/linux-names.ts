// Linux: a target's names, and those of its partitions and of the RAIDs above, by /sys.

import { join } from 'node:path';
import type { Device } from '../device.ts';
import { type BlockNode, nodeAt, partitionsOf } from '../disks/linux/node.ts';
import { readNames, readNumber, readText } from '../disks/linux/sysfs.ts';
import type { DiskSystem } from '../disks/system.ts';
import type { Provider } from '../kernel-log/index.ts';
import { blockNode } from '../layout/volume.ts';
import { NOBODY, type TargetNames } from './names.ts';

/** sysfs and md count in these. */
const UNIT_BYTES = 512;

export async function linuxNames(
  address: string,
  { logicalBytes }: Device,
  system: DiskSystem,
): Promise<TargetNames> {
  const node = await blockNode(address, system);
  if (node === null) return NOBODY;
  const lbaOf = (units: number) => Math.floor((units * UNIT_BYTES) / logicalBytes);
  const providers: Provider[] = await raidsOn(node, 0, lbaOf);
  for (const part of node.whole === null ? await partitionsOf(node) : []) {
    const [start, size] = [await unitsOf(part, 'start'), await unitsOf(part, 'size')];
    if (start === null || size === null) continue;
    providers.push({ names: [nameOf(part)], fromLba: lbaOf(start), sectors: lbaOf(size) });
    providers.push(...(await raidsOn(part, start, lbaOf)));
  }
  const start = node.whole === null ? null : await unitsOf(node, 'start');
  const parent =
    node.whole === null || start === null
      ? null
      : { names: [nameOf(node.whole)], fromLba: lbaOf(start) };
  return { names: [nameOf(node)], asTarget: [], providers, parent };
}

/** A RAID 1 is what its member is, from the data's offset on: Documentation/admin-guide/md.rst. */
async function raidsOn(
  below: BlockNode,
  startUnits: number,
  lbaOf: (units: number) => number,
): Promise<Provider[]> {
  const raids: Provider[] = [];
  for (const name of await readNames(join(below.dir, 'holders'))) {
    const raid = await nodeAt(join(below.dir, 'holders', name));
    if (raid === null || (await readText(join(raid.dir, 'md/level'))) !== 'raid1') continue;
    const offset = await readNumber(join(raid.dir, `md/dev-${below.name}`, 'offset'));
    const size = await unitsOf(raid, 'size');
    if (offset === null || size === null) continue;
    const fromLba = lbaOf(startUnits + offset);
    raids.push({ names: [nameOf(raid)], fromLba, sectors: lbaOf(size) });
  }
  return raids;
}

function unitsOf({ dir }: BlockNode, attribute: string): Promise<number | null> {
  return readNumber(join(dir, attribute));
}

/** As in /dev. */
function nameOf({ path }: BlockNode): string {
  return path.replace(/^\/dev\//, '');
}
