// Files that are disks right now: below a loop device, a memory disk. Whoever writes to one destroys it.

import { withDeadline } from './deadline.ts';
import { fileKey } from './distinct.ts';
import { type DiskSystem, hostSystem } from './system.ts';

const LIMIT_MS = 5000;

/** Keys of files (fileKey) → the path of the disk. Does not reject: a file that is silent for `limitMs` is
 * left out, and so is one that is not to be seen from here. */
export async function attachedFiles(
  system: DiskSystem = hostSystem,
  limitMs = LIMIT_MS,
): Promise<ReadonlyMap<string, string>> {
  const silent = () => new Error('no answer');
  const none = new Map<string, string>();
  const disks = await withDeadline(disksByFile(system), limitMs, silent).catch(() => none);
  // Each by itself: one silent file hides no other.
  const keys = await Promise.all(
    [...disks].map(async ([file, disk]): Promise<[string, string][]> => {
      const stats = withDeadline(system.stat(file), limitMs, silent);
      return stats.then(
        (found) => [[fileKey(found), disk]],
        () => [],
      );
    }),
  );
  return new Map([...keys.flat(), ...(disks.size === 0 ? [] : await byInode(system, limitMs))]);
}

/** Where the system can tell. */
async function byInode(system: DiskSystem, limitMs: number): Promise<ReadonlyMap<string, string>> {
  if (system.platform !== 'linux') return new Map();
  const { loopInodes } = await import('./linux/loops.ts');
  const silent = () => new Error('no answer');
  const inodes = withDeadline(loopInodes(system, limitMs), limitMs, silent);
  return inodes.catch(() => new Map());
}

/** Paths as sysfs or GEOM names both. Each system's way is loaded there only. */
async function disksByFile(system: DiskSystem): Promise<ReadonlyMap<string, string>> {
  if (system.platform === 'freebsd') {
    const { memoryDiskFiles } = await import('./freebsd/memory-disks.ts');
    return memoryDiskFiles(system);
  }
  const { loopFiles } = await import('./linux/loops.ts');
  return loopFiles(system);
}
