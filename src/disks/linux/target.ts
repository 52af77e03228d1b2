// A block device that was opened: what sysfs, procfs and udev know of it.

import { join } from 'node:path';
import { cleanText } from '../../text.ts';
import { identityText } from '../identity-text.ts';
import type { DiskSystem } from '../system.ts';
import type { SystemDescription } from '../system-description.ts';
import { identityOf } from './identity.ts';
import { layerWarningOf } from './layers.ts';
import { readUsageTable } from './mounts.ts';
import { type BlockNode, nodeOfNumber, numberOfRdev } from './node.ts';
import { readText } from './sysfs.ts';
import { usesOf, zfsPool } from './uses.ts';

export async function describeLinuxTarget(
  path: string,
  system: DiskSystem,
): Promise<SystemDescription> {
  const number = await system.stat(path).then(
    (stat) => numberOfRdev(stat.rdev),
    () => null,
  );
  const node = number === null ? null : await nodeOfNumber(system.root, number);
  return node === null
    ? unknownDisk(path, number)
    : describeNode(cleanText(path), node, system.root);
}

/** A node without sysfs: a device that just left, or a container that hides /sys. */
function unknownDisk(path: string, number: string | null): SystemDescription {
  const nobody = { model: null, serial: null, firmware: null, wwn: null };
  return {
    disk: { ...nobody, rotational: null, bus: null, inUse: [] },
    identity: { key: number === null ? `file:${path}` : `block:${number}`, within: [] },
    notes: ['sysfs does not know the disk: who it is and who uses it could not be told'],
    warnings: [],
  };
}

async function describeNode(
  path: string,
  node: BlockNode,
  root: string,
): Promise<SystemDescription> {
  const disk = node.whole ?? node;
  const table = await readUsageTable(root);
  const inUse = await usesOf(root, node, table);
  const warning = await layerWarningOf(path, node);
  return {
    disk: { ...(await identityOf(root, disk)), inUse },
    identity: {
      key: `block:${node.number}`,
      within: node.whole === null ? [] : [`block:${node.whole.number}`],
    },
    notes: await notesOf(root, node, inUse),
    warnings: warning === null ? [] : [warning],
  };
}

async function notesOf(root: string, node: BlockNode, inUse: readonly string[]) {
  const notes: string[] = [];
  const disk = node.whole ?? node;
  const backing = identityText(await readText(join(disk.dir, 'loop/backing_file')), 300);
  if (backing !== null) notes.push(`${disk.path} is a loop device over ${backing}`);
  const pool = await zfsPool(root, node);
  if (pool !== null && !inUse.some((use) => use.includes('ZFS pool'))) {
    notes.push(`${node.path} is a member of the ZFS pool ${pool}, which is not imported here`);
  }
  return notes;
}
