// The files below loop devices: drivers/block/loop.c, loop_attr_backing_file.

import { join } from 'node:path';
import type { DiskSystem } from '../system.ts';
import { pathOfName } from './node.ts';
import { readNames, readText } from './sysfs.ts';

/** As it is called where the kernel sees it, hostile; null: it is no loop device. `dir`: of a disk in sysfs. */
export function backingFile(dir: string): Promise<string | null> {
  return readText(join(dir, 'loop/backing_file'));
}

/** By the file: the disk. */
export async function loopFiles({ root }: DiskSystem): Promise<ReadonlyMap<string, string>> {
  const blocks = join(root, 'sys/block');
  const loops = (await readNames(blocks)).filter((name) => /^loop\d/.test(name));
  const found = new Map<string, string>();
  for (const name of loops) {
    const file = await backingFile(join(blocks, name));
    if (file !== null) found.set(file, pathOfName(name));
  }
  return found;
}
