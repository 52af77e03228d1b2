// The machine's disks and their partitions, without opening one (FreeBSD: but for the bus of daN).

import type { Device } from '../device.ts';
import { SurfscanError } from '../errors.ts';
import { listFreebsd } from './freebsd/list.ts';
import { listLinux } from './linux/list.ts';
import { type DiskSystem, hostSystem } from './system.ts';

export interface ListedPartition {
  readonly path: string;
  /** "gpt", "mbr", "bsd", …; null: unknown. */
  readonly scheme: string | null;
  readonly index: number | null;
  /** In gpart(8)'s words where it has some, else as the table says. */
  readonly type: string | null;
  readonly label: string | null;
  /** Logical sectors of the disk, both inclusive. */
  readonly from: number;
  readonly to: number;
  readonly filesystem: string | null;
  readonly inUse: readonly string[];
}

export interface ListedDisk {
  /** `sectors` is 0 where the disk did not answer. */
  readonly device: Device;
  readonly partitions: readonly ListedPartition[];
  readonly error?: SurfscanError;
}

/** Throws SurfscanError when the system cannot be asked at all. */
export async function listDisks(system: DiskSystem = hostSystem): Promise<ListedDisk[]> {
  if (system.platform === 'linux') return listLinux(system);
  if (system.platform === 'freebsd') return listFreebsd(system);
  throw new SurfscanError('ERR_OPEN', `there is no list of disks on ${system.platform}`);
}
