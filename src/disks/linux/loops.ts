// The files below loop devices: drivers/block/loop.c, loop_attr_backing_file.

import { join } from 'node:path';
import { fileKey } from '../distinct.ts';
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

const LOSETUP = '/sbin/losetup';
const LOSETUP_ARGS = ['--list', '--raw', '--noheadings', '--output', 'NAME,BACK-INO,BACK-MAJ:MIN'];

/** The same by what the file is (fileKey), whatever it is called by now, and wherever that is seen: what
 * was unlinked may have other names. Rejects where losetup(8) is not there, or says nothing. */
export async function loopInodes(
  system: DiskSystem,
  timeoutMs: number,
): Promise<ReadonlyMap<string, string>> {
  const text = await system.run(LOSETUP, LOSETUP_ARGS, timeoutMs);
  const rows = text.matchAll(/^(\/dev\/loop\d+) +(\d+) +(\d+):(\d+)$/gm);
  return new Map(
    [...rows].map(([, disk, ino, major, minor]) => {
      const dev = deviceNumber(BigInt(major!), BigInt(minor!));
      return [fileKey({ dev, ino: BigInt(ino!) }), disk!];
    }),
  );
}

/** As stat(2) has it: makedev(3), bits/sysmacros.h. */
function deviceNumber(major: bigint, minor: bigint): bigint {
  const high = ((major & 0xfffff000n) << 32n) | ((minor & 0xffffff00n) << 12n);
  return high | ((major & 0xfffn) << 8n) | (minor & 0xffn);
}
