// A block device that was opened: what sysfs, procfs and udev know of it.

import { join } from 'node:path';
import type { NativeInspection } from '../../addon/interface.ts';
import { cleanText } from '../../vocabulary/text.ts';
import { fileKey } from '../distinct.ts';
import { identifyNotes } from '../identify-words.ts';
import { identityText } from '../identity-text.ts';
import type { DiskSystem } from '../system.ts';
import type { SystemDescription } from '../system-description.ts';
import { controllerOf } from './controller.ts';
import { driveOf } from './drive.ts';
import { usesOfHeld } from './held.ts';
import { identityOf } from './identity.ts';
import { layerWarningOf } from './layers.ts';
import { backingFile } from './loops.ts';
import { readUsageTable } from './mounts.ts';
import { idsOf } from './names.ts';
import { type BlockNode, nodeOfNumber, numberOfRdev } from './node.ts';
import { knownPartitions } from './partition-range.ts';
import { readBytes, readNumber, readText } from './sysfs.ts';
import { usesOf, zfsPool } from './uses.ts';
import { identifyWords } from './vpd.ts';

export async function describeLinuxTarget(
  path: string,
  { held, geometry }: Pick<NativeInspection, 'held' | 'geometry'>,
  system: DiskSystem,
): Promise<SystemDescription> {
  const described = await describe(path, geometry.logicalBytes, system);
  const { disk } = described;
  if (disk.inUse !== null && disk.inUse.length > 0) return described;
  const inUse = usesOfHeld(path, held ?? null);
  if (inUse !== null) return { ...described, disk: { ...disk, inUse } };
  const note = 'who uses the disk cannot be known here';
  return { ...described, disk: { ...disk, inUse }, notes: [...described.notes, note] };
}

async function describe(
  path: string,
  logicalBytes: number,
  system: DiskSystem,
): Promise<SystemDescription> {
  const number = await system.stat(path).then(
    (stat) => numberOfRdev(stat.rdev),
    () => null,
  );
  const node = number === null ? null : await nodeOfNumber(system.root, number);
  if (node === null) return unknownDisk(path, number);
  const drive = await driveOf(node, logicalBytes, system.root);
  const described = await describeNode(cleanText(path), node, system);
  if (drive === null) return described;
  const words = identifyWords(await readBytes(join((node.whole ?? node).dir, 'device/vpd_pg89')));
  const told = words === null ? [] : identifyNotes(drive.disk.path, words, drive.sectors);
  return { ...described, drive, notes: [...described.notes, ...told] };
}

/** A node without sysfs: a device that just left, or a container that hides /sys. */
function unknownDisk(path: string, number: string | null): SystemDescription {
  const nobody = { model: null, serial: null, firmware: null, wwn: null };
  return {
    disk: { ...nobody, rotational: null, bus: null, inUse: null, ids: [], slot: null },
    identity: { key: number === null ? `file:${path}` : `block:${number}`, within: [] },
    partitions: [],
    notes: ['sysfs does not know the disk: who it is could not be told'],
    warnings: [],
  };
}

async function describeNode(
  path: string,
  node: BlockNode,
  system: DiskSystem,
): Promise<SystemDescription> {
  const { root } = system;
  const disk = node.whole ?? node;
  const table = await readUsageTable(root);
  const inUse = await usesOf(root, node, table);
  const warning = await layerWarningOf(path, node);
  const backing = await loopBacking(disk.dir, system);
  const controller = controllerOf(disk);
  return {
    disk: { ...(await identityOf(root, disk)), inUse, ids: await idsOf(root, node) },
    identity: {
      key: `block:${node.number}`,
      within: [
        ...(node.whole === null ? [] : [`block:${node.whole.number}`]),
        // A loop device over an image that is a target itself.
        ...(backing === null ? [] : [backing.file]),
      ],
      ...(backing === null || node.whole !== null
        ? {}
        : { backing: `${backing.file}@${backing.offset}` }),
    },
    partitions: node.whole === null ? await knownPartitions(disk) : [],
    notes: await notesOf(root, node, inUse),
    ...(await discardsOf(disk.dir)),
    ...(controller === null ? {} : { controller }),
    warnings: warning === null ? [] : [warning],
  };
}

/** Documentation/ABI/stable/sysfs-block: 0 where the disk does not discard. */
async function discardsOf(dir: string): Promise<{ discards?: boolean }> {
  const most = await readNumber(join(dir, 'queue/discard_max_bytes'));
  return most === null ? {} : { discards: most > 0 };
}

/** The file below a loop device, as an image's identity names it. */
async function loopBacking(dir: string, system: DiskSystem) {
  const path = await backingFile(dir);
  if (path === null) return null;
  const file = await system.stat(path).then(fileKey, () => null);
  const offset = (await readText(join(dir, 'loop/offset')))?.trim() ?? '0';
  return file === null ? null : { file, offset };
}

async function notesOf(root: string, node: BlockNode, inUse: readonly string[]) {
  const notes: string[] = [];
  const disk = node.whole ?? node;
  const backing = identityText(await backingFile(disk.dir), 300);
  if (backing !== null) notes.push(`${disk.path} is a loop device over ${backing}`);
  const pool = await zfsPool(root, node);
  if (pool !== null && !inUse.some((use) => use.includes('ZFS pool'))) {
    notes.push(`${node.path} is a member of the ZFS pool ${pool}, which is not imported here`);
  }
  return notes;
}
