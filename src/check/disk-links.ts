// Linux: udev's links to a disk, which ZFS and people name it by.

import { join } from 'node:path';
import { readNames } from '../disks/linux/sysfs.ts';
import type { DiskSystem } from '../disks/system.ts';

const DIRECTORIES = ['disk/by-id', 'disk/by-path'];

/** Names without /dev/ that lead to the node of `path`. Does not reject. */
export async function linksTo(path: string, system: DiskSystem): Promise<string[]> {
  const links: string[] = [];
  for (const directory of DIRECTORIES) {
    for (const name of await readNames(join(system.root, 'dev', directory))) {
      const link = `${directory}/${name}`;
      const node = await system.realpath(`/dev/${link}`).catch(() => null);
      if (node === path) links.push(link);
    }
  }
  return links;
}
