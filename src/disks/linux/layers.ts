// Devices that stand on other disks: a RAID answers for a member that cannot read.

import { join } from 'node:path';
import { identityText } from '../identity-text.ts';
import { layerWarning } from '../layer-warning.ts';
import { type BlockNode, nodeAt } from './node.ts';
import { readNames, readText } from './sysfs.ts';

const DEPTH_LIMIT = 8;

/** Null for a real disk. `path` is how the user calls it. */
export async function layerWarningOf(path: string, node: BlockNode): Promise<string | null> {
  const disk = node.whole ?? node;
  const what = await layerWords(disk);
  const members = await membersOf(disk, 0, new Set());
  if (what === null && members.length === 0) return null;
  return layerWarning(path, what ?? 'a device', members);
}

/** What lies at the bottom: the disks or partitions that are worth scanning instead. */
async function membersOf(disk: BlockNode, depth: number, seen: Set<string>): Promise<string[]> {
  if (depth > DEPTH_LIMIT || seen.has(disk.number)) return [];
  seen.add(disk.number);
  const members: string[] = [];
  for (const name of await readNames(join(disk.dir, 'slaves'))) {
    const slave = await nodeAt(join(disk.dir, 'slaves', name));
    if (slave === null) continue;
    const below = await membersOf(slave.whole ?? slave, depth + 1, seen);
    members.push(...(below.length === 0 ? [slave.path] : below));
  }
  return [...new Set(members)];
}

async function layerWords(disk: BlockNode): Promise<string | null> {
  if (/^md[\d_]/.test(disk.name)) return 'a RAID';
  if (/^zd\d/.test(disk.name)) return 'a ZFS volume';
  if (!disk.name.startsWith('dm-')) return null;
  const uuid = identityText(await readText(join(disk.dir, 'dm/uuid'))) ?? '';
  if (uuid.startsWith('LVM-')) return 'an LVM volume';
  if (uuid.startsWith('CRYPT-')) return 'an encrypted volume';
  return uuid.startsWith('mpath-') ? 'a multipath disk' : 'a device-mapper volume';
}
