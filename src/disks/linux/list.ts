// The list on Linux: sysfs and udev's database. No disk is opened, and root is not needed.

import { promises as fs } from 'node:fs';
import { join } from 'node:path';
import type { Device } from '../../vocabulary/device.ts';
import { SurfscanError } from '../../vocabulary/errors.ts';
import { cleanText } from '../../vocabulary/text.ts';
import { UNIT_BYTES } from '../../vocabulary/units.ts';
import { withDeadline } from '../deadline.ts';
import { compareNames, identityText } from '../identity-text.ts';
import type { ListedDisk, ListedPartition } from '../listed.ts';
import { noAnswer } from '../open-error.ts';
import { partitionType } from '../partition-types.ts';
import type { DiskSystem } from '../system.ts';
import { identityOf } from './identity.ts';
import { readUsageTable, type UsageTable } from './mounts.ts';
import { idsOf } from './names.ts';
import { type BlockNode, nodeAt, partitionsOf, pathOfName } from './node.ts';
import { partitionIndex, partitionSpan } from './partition-range.ts';
import { readNumber } from './sysfs.ts';
import { decodeUdev, readUdev } from './udev.ts';
import { whyNotScanned, whyOddlyEmpty } from './unscannable.ts';
import { usesOf } from './uses.ts';

/** Sysfs answers at once; a hung driver must not hold up the other rows. */
const DISK_LIMIT_MS = 5000;

/** What stands above disks is reported as their use; optical and floppy drives are no disks; ram disks
 * and raw flash have no sectors that fail. */
const LEFT_OUT = /^(dm-|md|bcache|zd|ram|sr|fd|mtdblock)\d/;

/** Sorted by name. Throws ERR_OPEN where there is no sysfs, ERR_NO_ANSWER where the tables of mounts hang; a disk that could not be asked
 * within `limitMs` has an `error`. */
export async function listLinux(
  { root }: Pick<DiskSystem, 'root'>,
  limitMs = DISK_LIMIT_MS,
  read: typeof readDisk = readDisk,
): Promise<ListedDisk[]> {
  const names = (await diskNames(root)).filter((name) => !LEFT_OUT.test(name));
  const late = (name: string) => noAnswer(pathOfName(name), limitMs);
  const table = await withDeadline(readUsageTable(root), limitMs, () => {
    const message = `/proc and /sys did not say within ${limitMs / 1000} s what is mounted`;
    return new SurfscanError('ERR_NO_ANSWER', message);
  });
  const disks = await Promise.all(
    names
      .sort(compareNames)
      .map((name) =>
        withDeadline(read(root, name, table), limitMs, () => late(name)).catch((error) =>
          silentDisk(name, error),
        ),
      ),
  );
  return disks.filter((disk) => disk !== null);
}

/** A container may hide /sys, and then no disk is known, which is not none. */
async function diskNames(root: string): Promise<string[]> {
  const dir = join(root, 'sys/block');
  try {
    return await fs.readdir(dir);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const message = `which disks there are is not known: ${dir} cannot be read (${code}): is /sys mounted?`;
    throw new SurfscanError('ERR_OPEN', message, { errno: code ?? null, path: dir, cause });
  }
}

async function readDisk(root: string, name: string, table: UsageTable): Promise<ListedDisk | null> {
  const disk = await nodeAt(join(root, 'sys/block', name));
  // "hidden": the paths of an NVMe multipath disk, which have no node under /dev.
  if (disk === null || (await readNumber(join(disk.dir, 'hidden'))) === 1) return null;
  const units = (await readNumber(join(disk.dir, 'size'))) ?? 0;
  // A loop device without a file, a zram without a size, a reader without a card.
  const whyNot = units === 0 ? await whyOddlyEmpty(disk) : await whyNotScanned(disk);
  if (units === 0 && whyNot === null) return null;
  const logicalBytes = (await readNumber(join(disk.dir, 'queue/logical_block_size'))) ?? UNIT_BYTES;
  const physicalBytes = await readNumber(join(disk.dir, 'queue/physical_block_size'));
  const uses = await usesOf(root, disk, table);
  const device: Device = {
    path: disk.path,
    kind: 'block',
    ...(await identityOf(root, disk)),
    sectors: Math.floor((units * UNIT_BYTES) / logicalBytes),
    logicalBytes,
    physicalBytes: physicalBytes ?? logicalBytes,
    inUse: uses.length > 0 || table.isKnown ? uses : null,
    ids: await idsOf(root, disk),
  };
  const nodes = (await partitionsOf(disk)).sort((a, b) => compareNames(a.name, b.name));
  const partitions = await Promise.all(
    nodes.map((node) => readPartition(root, node, logicalBytes, table)),
  );
  return { device, partitions, ...(whyNot === null ? {} : { whyNot }) };
}

async function readPartition(
  root: string,
  node: BlockNode,
  logicalBytes: number,
  table: UsageTable,
): Promise<ListedPartition> {
  const udev = await readUdev(root, node.number);
  const scheme = identityText(udev.get('ID_PART_ENTRY_SCHEME'), 20);
  const name = identityText(decodeUdev(udev.get('ID_PART_ENTRY_NAME')), 100);
  const fsLabel = decodeUdev(udev.get('ID_FS_LABEL_ENC')) ?? udev.get('ID_FS_LABEL');
  return {
    path: node.path,
    scheme: scheme === 'dos' ? 'mbr' : scheme,
    index: await partitionIndex(node),
    type: partitionType(identityText(udev.get('ID_PART_ENTRY_TYPE'), 60)),
    label: name ?? identityText(fsLabel, 100),
    ...(await partitionSpan(node, logicalBytes)),
    filesystem: identityText(udev.get('ID_FS_TYPE'), 60),
    inUse: await usesOf(root, node, table),
  };
}

function silentDisk(name: string, error: unknown): ListedDisk {
  const device: Device = {
    path: pathOfName(name),
    kind: 'block',
    model: null,
    serial: null,
    firmware: null,
    wwn: null,
    sectors: 0,
    logicalBytes: UNIT_BYTES,
    physicalBytes: UNIT_BYTES,
    rotational: null,
    bus: null,
    inUse: null,
    ids: [],
    slot: null,
  };
  const known = error instanceof SurfscanError ? error : null;
  const message = `${device.path} could not be asked: ${cleanText(String(error), 200)}`;
  return { device, partitions: [], error: known ?? new SurfscanError('ERR_OPEN', message) };
}
