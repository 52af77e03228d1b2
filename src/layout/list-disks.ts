// The machine's disks and their partitions. A disk is read only where the system does not know what is
// on it: its tables and superblocks (FreeBSD also opens daN for its bus). Whether a disk without
// partitions has a table that nobody asked the system to read (loop devices), only the disk tells.

import { listFreebsd } from '../disks/freebsd/list.ts';
import { listLinux } from '../disks/linux/list.ts';
import type { ListedDisk, ListedPartition } from '../disks/listed.ts';
import { type DiskSystem, hostSystem } from '../disks/system.ts';
import { SurfscanError } from '../vocabulary/errors.ts';
import { withOwnWords } from './list-partitions.ts';

/** From the beginning: a disk that has not answered by then is marked so. One in standby may take longer to
 * spin up, and is asked in vain. */
const LIMIT_MS = 10_000;
/** What is left at least of it for the disks where the system took its time. */
const LEAST_MS = 2000;

/** Throws ERR_OPEN where the system cannot be asked at all, ERR_NO_ANSWER where it does not answer. A disk
 * that does not has an `error`, and may hold one of Node's own threads for ever. */
export async function listDisks(system: DiskSystem = hostSystem): Promise<ListedDisk[]> {
  const began = performance.now();
  const leftMs = () => Math.max(LEAST_MS, LIMIT_MS - (performance.now() - began));
  if (system.platform === 'linux') {
    // Where udev ran its database has the scheme of every partition, and what it left out is not there.
    const disks = await listLinux(system);
    return fill(disks, leftMs(), ({ scheme }) => scheme === null);
  }
  if (system.platform === 'freebsd') {
    // GEOM knows tables, not file systems.
    const disks = await listFreebsd(system);
    return fill(disks, leftMs(), ({ filesystem }) => filesystem === null);
  }
  throw new SurfscanError('ERR_OPEN', `there is no list of disks on ${system.platform}`);
}

function fill(
  disks: readonly ListedDisk[],
  limitMs: number,
  isUnknown: (partition: ListedPartition) => boolean,
) {
  return Promise.all(
    disks.map((disk) => {
      const { device, partitions, error } = disk;
      const isThere = error === undefined && device.sectors > 0;
      const isAsked = isThere && (partitions.length === 0 || partitions.some(isUnknown));
      return isAsked ? withOwnWords(disk, limitMs) : disk;
    }),
  );
}
