// Files that are disks right now: below a loop device, a memory disk. Whoever writes to one destroys it.

import { withDeadline } from './deadline.ts';
import { fileKey } from './distinct.ts';
import type { FileDisk } from './file-disk.ts';
import { type DiskSystem, hostSystem } from './system.ts';

const LIMIT_MS = 5000;

type FileOnDisk = Parameters<typeof fileKey>[0];

/** Keys of files (fileKey) → the path of the disk. Does not reject: what is silent for `limitMs` is left out,
 * and so is a file that is not to be seen from here. */
export async function attachedFiles(
  system: DiskSystem = hostSystem,
  limitMs = LIMIT_MS,
): Promise<ReadonlyMap<string, string>> {
  /** null: silent, or none. */
  const within = <T>(asked: Promise<T>): Promise<T | null> =>
    withDeadline(asked, limitMs, () => new Error('no answer')).catch(() => null);
  const disks = (await within(disksByFile(system))) ?? [];
  const backingFile = await within(system.native()).then((native) => native?.backingFile);
  // Each by itself: one silent file or disk hides no other.
  const keys = disks.flatMap(({ file, disk }) => [
    within<FileOnDisk>(system.stat(file)).then((found) => keyOf(found, disk)),
    // What the file is, whatever it is called by now, and wherever that is seen: what was unlinked may have
    // other names.
    within<FileOnDisk | null>(backingFile?.(disk) ?? Promise.resolve(null)).then((found) =>
      keyOf(found, disk),
    ),
  ]);
  return new Map((await Promise.all(keys)).flat());
}

function keyOf(found: FileOnDisk | null, disk: string): [string, string][] {
  return found === null ? [] : [[fileKey(found), disk]];
}

/** Paths as sysfs or GEOM names both. Each system's way is loaded there only. */
async function disksByFile(system: DiskSystem): Promise<readonly FileDisk[]> {
  if (system.platform === 'freebsd') {
    const { memoryDiskFiles } = await import('./freebsd/memory-disks.ts');
    return memoryDiskFiles(system);
  }
  const { loopFiles } = await import('./linux/loops.ts');
  return loopFiles(system);
}
