// The machine's disks and their partitions. A disk is read only where the system does not know what is
// on it: its tables and superblocks (FreeBSD also opens daN for its bus). Whether a disk without
// partitions has a table that nobody asked the system to read (loop devices), only the disk tells.

import { listFreebsd } from '../disks/freebsd/list.ts';
import { listLinux } from '../disks/linux/list.ts';
import type { ListedDisk, ListedPartition } from '../disks/listed.ts';
import { type DiskSystem, hostSystem } from '../disks/system.ts';
import { SurfscanError } from '../vocabulary/errors.ts';
import { withOwnWords } from './list-partitions.ts';

/** Throws ERR_OPEN where the system cannot be asked at all, ERR_NO_ANSWER where it does not answer. */
export async function listDisks(system: DiskSystem = hostSystem): Promise<ListedDisk[]> {
  if (system.platform === 'linux') {
    // Where udev ran its database has the scheme of every partition, and what it left out is not there.
    return fill(await listLinux(system), ({ scheme }) => scheme === null);
  }
  if (system.platform === 'freebsd') {
    // GEOM knows tables, not file systems.
    return fill(await listFreebsd(system), ({ filesystem }) => filesystem === null);
  }
  throw new SurfscanError('ERR_OPEN', `there is no list of disks on ${system.platform}`);
}

function fill(disks: readonly ListedDisk[], isUnknown: (partition: ListedPartition) => boolean) {
  return Promise.all(
    disks.map((disk) => {
      const { device, partitions, error } = disk;
      const isThere = error === undefined && device.sectors > 0;
      const isAsked = isThere && (partitions.length === 0 || partitions.some(isUnknown));
      return isAsked ? withOwnWords(disk) : disk;
    }),
  );
}
