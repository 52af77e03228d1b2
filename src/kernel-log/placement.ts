// Where the device that a line names lies on the target: nothing, if nobody knows.

import type { Accusation } from './accusation.ts';
import { type DeviceName, diskOf, plainName } from './device-names.ts';

/** Something that lies on the target one to one: a partition, a slice, a label, a mirror, an array. */
export interface Provider {
  readonly names: readonly string[];
  /** Where its first byte lies, in the target's logical sectors. */
  readonly fromLba: number;
  /** null: not known. */
  readonly sectors: number | null;
}

export interface SuspectTarget {
  readonly sectors: number;
  readonly logicalBytes: number;
  /** The whole target's: today's, and the log's for it (DeviceChoice.asTarget). /dev/ or not. */
  readonly names: readonly string[];
  /** Of these, those that only the log has for it. */
  readonly asTarget: readonly string[];
  readonly providers: readonly Provider[];
  /** The disk on which the target is a partition, and where; null: it is a whole disk. */
  readonly parent: { readonly names: readonly string[]; readonly fromLba: number } | null;
  /** --log-offset: where a part that no table tells begins; null: not given. */
  readonly logOffsetLba: number | null;
  /** The page cache's block size for it; null: not known, all are taken. */
  readonly bufferBytes: number | null;
}

/** In the target's logical sectors; `sectors` null: no bounds but the target's. */
export interface Place {
  readonly fromLba: number;
  readonly sectors: number | null;
}

/**
 * `another device`: not the target, as far as anyone knows. `unknown start`: of a part, or an array,
 * whose beginning no table tells; --log-offset would. `outside`: behind the end or before the start.
 */
export type Unplaced = 'another device' | 'unknown start' | 'outside';

/** Arrays and mappings: they begin somewhere in what they stand on, mostly behind their metadata. */
const ABOVE_DISKS = /^(?:md_?d?\d+|dm-\d+|bcache\d+)$/;

export function placeOf(
  accusation: Accusation,
  target: SuspectTarget,
  aliases: ReadonlyMap<string, string>,
): Place | Unplaced {
  if (accusation.device === null) return { fromLba: 0, sectors: null };
  const named = (name: string) => diskOf(name, aliases);
  const device = named(accusation.device);
  const provider =
    target.providers.find(({ names }) => names.some((name) => isSame(named(name), device))) ??
    renamedProvider(device, target, named);
  if (provider !== undefined) return provider;

  const byHand =
    target.logOffsetLba === null ? null : { fromLba: target.logOffsetLba, sectors: null };
  const isTarget = target.names.some((name) => isSame(named(name), device));
  const isAbove =
    ABOVE_DISKS.test(device.disk) && target.asTarget.some((name) => isSame(named(name), device));
  if (isTarget && !isAbove) {
    if (isDisk(device)) return { fromLba: 0, sectors: null };
    if (byHand === null && beginsWithTarget(device, target)) return { fromLba: 0, sectors: null };
  }
  if (target.parent?.names.some((name) => isSame(named(name), device))) {
    return { fromLba: -target.parent.fromLba, sectors: null };
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
  return part === '' && !plainName(disk).includes('/');
}

/** A mirror begins with its component; what means a target that is a partition is that partition. */
function beginsWithTarget({ disk, part }: DeviceName, { parent }: SuspectTarget): boolean {
  return parent !== null || (part === '' && disk.startsWith('mirror/'));
}
