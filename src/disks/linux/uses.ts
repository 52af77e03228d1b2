// Who uses a disk or a partition: mounts, swap, and the devices that stand on it.

import { join } from 'node:path';
import { identityText } from '../identity-text.ts';
import { mountedWords, UseList } from '../use-list.ts';
import type { UsageTable } from './mounts.ts';
import { type BlockNode, nodeAt, partitionsOf } from './node.ts';
import { readNames, readText } from './sysfs.ts';
import { readUdev } from './udev.ts';

/** LVM on crypt on RAID on partition is 4. */
const DEPTH_LIMIT = 8;

/** A whole disk's uses are its own and its partitions'. */
export async function usesOf(root: string, node: BlockNode, table: UsageTable) {
  const uses = new UseList();
  const seen = new Set<string>();
  for (const part of [node, ...(node.whole === null ? await partitionsOf(node) : [])]) {
    await collect(root, part, table, uses, seen, 0);
  }
  return uses.toArray();
}

async function collect(
  root: string,
  node: BlockNode,
  table: UsageTable,
  uses: UseList,
  seen: Set<string>,
  depth: number,
): Promise<void> {
  if (depth > DEPTH_LIMIT || seen.has(node.number)) return;
  seen.add(node.number);
  const places = table.mountPoints.get(node.number);
  if (places !== undefined) uses.add(mountedWords(node.path, places));
  if (table.swaps.has(node.number)) uses.add(`${node.path} is swap`);
  const pool = await zfsPool(root, node);
  if (pool !== null && table.zfsPools.has(pool)) {
    uses.add(`${node.path} belongs to the imported ZFS pool ${pool}`);
  }
  for (const name of await readNames(join(node.dir, 'holders'))) {
    const holder = await nodeAt(join(node.dir, 'holders', name));
    if (holder === null) continue;
    uses.add(`${node.path} ${await holderWords(holder)}`);
    await collect(root, holder, table, uses, seen, depth + 1);
  }
}

/** Device mapper's users mark their volumes by the first part of the UUID: dm-uevent, libdevmapper. */
async function holderWords(holder: BlockNode): Promise<string> {
  const attribute = async (name: string) =>
    identityText(await readText(join(holder.dir, name)), 100);
  if (holder.name.startsWith('md')) {
    const level = await attribute('md/level');
    return `is part of the RAID ${holder.path}${level === null ? '' : ` (${level})`}`;
  }
  if (!holder.name.startsWith('dm-')) return `is under ${holder.path}`;
  const name = (await attribute('dm/name')) ?? holder.name;
  const uuid = (await attribute('dm/uuid')) ?? '';
  if (uuid.startsWith('LVM-')) return `holds the LVM volume ${name} (${holder.path})`;
  if (uuid.startsWith('CRYPT-')) return `holds the encrypted volume ${name} (${holder.path})`;
  if (uuid.startsWith('mpath-')) return `is a path to the multipath disk ${name} (${holder.path})`;
  return `holds the device-mapper volume ${name} (${holder.path})`;
}

/** The pool a ZFS member says it is of, imported or not: ZFS leaves no holder in sysfs. */
export async function zfsPool(root: string, node: BlockNode): Promise<string | null> {
  const udev = await readUdev(root, node.number);
  return udev.get('ID_FS_TYPE') === 'zfs_member' ? identityText(udev.get('ID_FS_LABEL')) : null;
}
