// The machine's disks and their partitions. A disk is read only where the system does not know what is
// on it: its tables and superblocks (FreeBSD also opens daN for its bus). Whether a disk without
// partitions has a table that nobody asked the system to read (loop devices), only the disk tells.

import { listFreebsd } from '../disks/freebsd/list.ts';
import { isHeld, usesOfHeld } from '../disks/linux/held.ts';
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
    // Where udev ran its database has the scheme of every partition; file systems, as far as the libblkid of
    // its day knew them.
    const disks = await listLinux(system);
    const limitMs = leftMs();
    return Promise.all([fill(disks, limitMs), holders(disks, limitMs, system)]).then(
      ([filled, inUse]) => filled.map((disk, i) => withUses(disk, inUse[i] ?? null)),
    );
  }
  // GEOM knows tables, not file systems.
  if (system.platform === 'freebsd') return fill(await listFreebsd(system), leftMs());
  throw new SurfscanError('ERR_OPEN', `there is no list of disks on ${system.platform}`);
}

/** Of each disk that no table shows a use of, who holds it; null: not known, or a table said so. */
function holders(
  disks: readonly ListedDisk[],
  limitMs: number,
  system: DiskSystem,
): Promise<(readonly string[] | null)[]> {
  return Promise.all(
    disks.map(async ({ device: { path, sectors, inUse }, error }) => {
      const isOpen = error === undefined && sectors > 0 && (inUse ?? []).length === 0;
      return isOpen ? usesOfHeld(path, await isHeld(path, limitMs, system)) : null;
    }),
  );
}

function withUses(disk: ListedDisk, inUse: readonly string[] | null): ListedDisk {
  return inUse === null ? disk : { ...disk, device: { ...disk.device, inUse } };
}

/** In gpart(8)'s words and as tables say: what has no file system of its own. */
const WITHOUT = /^(?:bios-boot|ebr|extended|0x0?5|0xf|0x0f|0x85|freebsd-boot|freebsd)$/i;

function isUnknown({ scheme, filesystem, type }: ListedPartition): boolean {
  return scheme === null || (filesystem === null && !WITHOUT.test(type ?? ''));
}

/** Whether the disk's own words are needed: the system knows not all of them. */
export function isAsked({ device, partitions, error }: ListedDisk): boolean {
  if (error !== undefined || device.sectors === 0) return false;
  return partitions.length === 0 || partitions.some(isUnknown);
}

function fill(disks: readonly ListedDisk[], limitMs: number) {
  return Promise.all(disks.map((disk) => (isAsked(disk) ? withOwnWords(disk, limitMs) : disk)));
}
