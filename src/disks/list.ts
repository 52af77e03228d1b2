// The machine's disks and their partitions, without opening one (FreeBSD: but for the bus of daN).

import { SurfscanError } from '../errors.ts';
import { listFreebsd } from './freebsd/list.ts';
import { listLinux } from './linux/list.ts';
import type { ListedDisk } from './listed.ts';
import { type DiskSystem, hostSystem } from './system.ts';

/** Throws SurfscanError when the system cannot be asked at all. */
export async function listDisks(system: DiskSystem = hostSystem): Promise<ListedDisk[]> {
  if (system.platform === 'linux') return listLinux(system);
  if (system.platform === 'freebsd') return listFreebsd(system);
  throw new SurfscanError('ERR_OPEN', `there is no list of disks on ${system.platform}`);
}
