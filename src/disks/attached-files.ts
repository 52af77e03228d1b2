// Files that are disks right now: below a loop device, a memory disk. Whoever writes to one destroys it.

import { withDeadline } from './deadline.ts';
import { fileKey } from './distinct.ts';
import { type DiskSystem, hostSystem } from './system.ts';

const LIMIT_MS = 5000;

/** Keys of files (fileKey) → the path of the disk. Does not reject: what is not known within 5 s is left
 * out, and so is a file that is not to be seen from here. */
export async function attachedFiles(
  system: DiskSystem = hostSystem,
): Promise<ReadonlyMap<string, string>> {
  return withDeadline(keysOf(system), LIMIT_MS, () => new Error('no answer')).catch(
    () => new Map<string, string>(),
  );
}

async function keysOf(system: DiskSystem): Promise<ReadonlyMap<string, string>> {
  const keys = new Map<string, string>();
  for (const [file, disk] of await disksByFile(system)) {
    const key = await system.stat(file).then(fileKey, () => null);
    if (key !== null) keys.set(key, disk);
  }
  return keys;
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
