// The files below loop devices: drivers/block/loop.c, loop_attr_backing_file.

import { join } from 'node:path';
import type { DiskSystem } from '../system.ts';
import { pathOfName } from './node.ts';
import { readNames, readText } from './sysfs.ts';

/** By the file: the disk. */
export async function loopFiles({ root }: DiskSystem): Promise<ReadonlyMap<string, string>> {
  const blocks = join(root, 'sys/block');
  const loops = (await readNames(blocks)).filter((name) => /^loop\d/.test(name));
  const found = new Map<string, string>();
  for (const name of loops) {
    const file = await readText(join(blocks, name, 'loop/backing_file'));
    if (file !== null) found.set(file.replace(/\n$/, ''), pathOfName(name));
  }
  return found;
}
