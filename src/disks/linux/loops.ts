// The files below loop devices: drivers/block/loop.c, loop_attr_backing_file.

import { join } from 'node:path';
import type { FileDisk } from '../file-disk.ts';
import type { DiskSystem } from '../system.ts';
import { pathOfName } from './node.ts';
import { readNames, readText } from './sysfs.ts';

/** As it is called where the kernel sees it, hostile; null: it is no loop device. `dir`: of a disk in sysfs. */
export function backingFile(dir: string): Promise<string | null> {
  return readText(join(dir, 'loop/backing_file'));
}

export async function loopFiles({ root }: DiskSystem): Promise<readonly FileDisk[]> {
  const blocks = join(root, 'sys/block');
  const loops = (await readNames(blocks)).filter((name) => /^loop\d/.test(name));
  const found: FileDisk[] = [];
  for (const name of loops) {
    const file = await backingFile(join(blocks, name));
    if (file !== null) found.push({ file, disk: pathOfName(name) });
  }
  return found;
}
