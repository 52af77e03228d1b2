// Whether a target is the disk that a map was made of.

import type { IdentifiedTarget } from '../disks/distinct.ts';
import type { Device, InspectedTarget } from '../vocabulary/device.ts';
import { usageError } from '../vocabulary/errors.ts';
import { cleanText } from '../vocabulary/text.ts';
import { type MapHeader, type MapIdentity, MOST_NAME } from './header.ts';
import { shownPath } from './storage.ts';

/** Of a partition's path: /dev/sda1, nvme0n1p2, ada0s1a. */
const PARTITION_NUMBER = /(\d+[a-h]?)$/;

/**
 * Throws ERR_USAGE where the target is another disk. Kind, size and sector sizes must agree, and the
 * serial, or else the WWN. Returns notes for the report: where disk or map has neither of the two, and
 * where a partition has another path than the map says.
 */
export function assertSameDisk({ identity }: MapHeader, target: InspectedTarget): string[] {
  const { device } = target;
  if (identity.kind !== device.kind) {
    throw different(identity, device, 'kind', identity.kind, device.kind);
  }
  const geometry = { ...device, physicalFirstLba: target.physicalFirstLba };
  for (const [field, words] of GEOMETRY) {
    if (identity[field] === geometry[field]) continue;
    throw different(identity, device, words, identity[field], geometry[field]);
  }
  const notes: string[] = [];
  if (!isKnownBy('serial', identity, device) && !isKnownBy('wwn', identity, device)) {
    const what = device.kind === 'file' ? 'an image' : 'a disk without a serial number';
    notes.push(`the map was made of ${what}: known by its size and sector sizes alone`);
  }
  return [...notes, ...partitionNotes(identity, target)];
}

const GEOMETRY = [
  ['sectors', 'sectors'],
  ['logicalBytes', 'bytes a sector'],
  ['physicalBytes', 'bytes a physical sector'],
  ['physicalFirstLba', 'as first LBA of a physical sector'],
] as const;

/** False where one of the two does not say. */
function isKnownBy(field: 'serial' | 'wwn', identity: MapIdentity, device: Device): boolean {
  const [was, is] = [identity[field], device[field]];
  if (was === null || is === null) return false;
  // The header keeps no more of it.
  if (was === cleanText(is, MOST_NAME)) return true;
  throw different(identity, device, field, was, is);
}

/** A disk's partitions share its serial, and some have the same size. */
function partitionNotes(identity: MapIdentity, target: InspectedTarget): string[] {
  const { within = [] } = (target as Partial<IdentifiedTarget>).identity ?? {};
  const { path } = target.device;
  // Within a file is a loop device, whose number is another one after each start of the system.
  const isPartition = within.some((key) => !key.startsWith('inode:'));
  if (!isPartition || path === identity.path) return [];
  const [was, is] = [identity.path, path].map((name) => PARTITION_NUMBER.exec(name)?.[1]);
  if (was !== undefined && is !== undefined && was !== is) {
    throw different(identity, target.device, 'partition', was, is);
  }
  return [`the map was made of the partition ${shownPath(identity.path)}`];
}

function different(
  identity: MapIdentity,
  device: Device,
  what: string,
  was: string | number,
  is: string | number,
) {
  const clean = (value: string | number) => cleanText(String(value), MOST_NAME);
  return usageError(
    `the map was made of another disk (${shownPath(identity.path)}): ${what} ${clean(was)}, and ` +
      `${shownPath(device.path)} has ${clean(is)}`,
  );
}
