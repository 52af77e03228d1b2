// Where the device that a line names lies on the target: nothing, if nobody knows.

import type { Accusation } from './accusation.ts';
import { type DeviceName, diskOf, isWholeDisk, plainName } from './device-names.ts';

/** Something that lies on the target one to one: a partition, a slice, a label, a mirror, an array; or,
 * one of several of the same names, a piece of a volume. */
export interface Provider {
  readonly names: readonly string[];
  /** Where its first byte lies, in the target's logical sectors. */
  readonly fromLba: number;
  /** null: not known. */
  readonly sectors: number | null;
  /** Which of the device's own sectors lies there, in the same unit; not given: its first. */
  readonly ownLba?: number;
}

export interface SuspectTarget {
  readonly sectors: number;
  readonly logicalBytes: number;
  /** The whole target's: today's, and the log's for it (DeviceChoice.asTarget). /dev/ or not. */
  readonly names: readonly string[];
  /** Those of `names` that are the log's alone: nobody but it says that they are a whole disk's. */
  readonly asTarget?: readonly string[];
  readonly providers: readonly Provider[];
  /** The disk on which the target is a partition, and where; null: it is a whole disk. */
  readonly parent: { readonly names: readonly string[]; readonly fromLba: number } | null;
  /** It is a RAID or device mapper's, and no disk; not given: nobody says so, as of images. */
  readonly isVolume?: boolean;
  /** --log-offset: the first LBA of a part that no table has; null: not given. */
  readonly logOffsetLba: number | null;
  /** The page cache's block size for it; null: not known, all are taken. */
  readonly bufferBytes: number | null;
}

/** Of the target, in its logical sectors. */
export interface Place {
  /** To be added to the sectors of the device that is placed. */
  readonly shiftLba: number;
  /** [firstLba, endLba) is what the device has of it; null: no end but the target's. */
  readonly firstLba: number;
  readonly endLba: number | null;
}

/**
 * `another device`: not the target, as far as anyone knows. `unknown start`: of a part, or an array,
 * whose beginning no table has; --log-offset would say it. `outside`: behind the end or before the start.
 */
export type Unplaced = 'another device' | 'unknown start' | 'outside';

/** Several: a volume in pieces. */
export function placesOf(
  accusation: Accusation,
  target: SuspectTarget,
  aliases: ReadonlyMap<string, string>,
): readonly Place[] | Unplaced {
  if (accusation.device === null) return [beginningAt(0)];
  const named = (name: string) => diskOf(name, aliases);
  const device = named(accusation.device);
  const own = target.providers.filter(({ names }) =>
    names.some((name) => isSame(named(name), device)),
  );
  const provider = own[0] ?? renamedProvider(device, target, named);
  if (provider !== undefined) return placesOfPieces(provider, own);

  const byHand = target.logOffsetLba === null ? null : [beginningAt(target.logOffsetLba)];
  const isTarget = target.names.some((name) => isSame(named(name), device));
  const isStranger = target.isVolume !== true && isVolumeName(device);
  const isKnown = !isSupposed(device, target, named) || isWholeDisk(accusation.device);
  if (isTarget && isDisk(device) && isKnown && !isStranger) return [beginningAt(0)];
  if (isTarget && byHand === null && !isStranger && beginsWithTarget(device, target)) {
    return [beginningAt(0)];
  }
  if (target.parent?.names.some((name) => isSame(named(name), device))) {
    return [beginningAt(-target.parent.fromLba)];
  }
  // Beside a target that is itself a part lie others of the same disk.
  if (!isTarget && target.parent?.names.some((name) => named(name).disk === device.disk)) {
    return 'another device';
  }
  const disks = target.names.map((name) => named(name).disk);
  const below = accusation.member === null ? device : named(accusation.member);
  if (isTarget || disks.includes(device.disk) || disks.includes(below.disk)) {
    return byHand ?? 'unknown start';
  }
  return 'another device';
}

function beginningAt(lba: number): Place {
  return { shiftLba: lba, firstLba: Math.max(lba, 0), endLba: null };
}

/** The system and the disk's own table may both name a partition: one of them is enough. */
function placesOfPieces(first: Provider, own: readonly Provider[]): Place[] {
  const isInPieces = own.some(({ ownLba }) => ownLba !== undefined);
  return (isInPieces ? own : [first]).map(({ fromLba, sectors, ownLba = 0 }) => ({
    shiftLba: fromLba - ownLba,
    firstLba: fromLba,
    endLba: sectors === null ? null : fromLba + sectors,
  }));
}

/** Linux: no disk is ever called so. They begin somewhere in it, mostly behind their metadata. */
function isVolumeName({ disk }: DeviceName): boolean {
  return /^(dm-\d+|md[\w-]+|bcache\d+|mapper\/.+)$/.test(plainName(disk));
}

/** The part of a disk that had another name then: ad16s1a of "ad16" is ada3s1a of "ada3". */
function renamedProvider(
  device: DeviceName,
  target: SuspectTarget,
  named: (name: string) => DeviceName,
): Provider | undefined {
  const disks = target.names.map((name) => named(name).disk);
  if (device.part === '' || !disks.includes(device.disk)) return undefined;
  return target.providers.find(({ names }) =>
    names.map(named).some(({ disk, part }) => part === device.part && disks.includes(disk)),
  );
}

function isSame(a: DeviceName, b: DeviceName): boolean {
  return a.disk === b.disk && a.part === b.part;
}

/** "mirror/gm0" and "gpt/data" are no disks. */
function isDisk({ disk, part }: DeviceName): boolean {
  return part === '' && (!plainName(disk).includes('/') || isWholeDisk(disk));
}

/** The system does not call the target so: only the log has the name. */
function isSupposed(
  device: DeviceName,
  { names, asTarget = [] }: SuspectTarget,
  named: (name: string) => DeviceName,
): boolean {
  const own = names.filter((name) => !asTarget.includes(name));
  return !own.some((name) => isSame(named(name), device));
}

/** A mirror begins with its component; what means a target that is a partition is that partition. */
function beginsWithTarget({ disk, part }: DeviceName, { parent }: SuspectTarget): boolean {
  return parent !== null || (part === '' && disk.startsWith('mirror/'));
}
