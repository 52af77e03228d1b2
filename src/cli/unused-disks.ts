// `--all-unused`: every whole disk that nobody uses. What is not known to be unused is left out.

import { cleanText, formatBytes, usageError } from '../api/common.ts';
import type { ListedDisk } from '../api/list.ts';
import { listApart } from './list.ts';
import { say } from './say.ts';

/** Memory, files and discs: no disk that a machine came with. By the names of their drivers, as sysfs and devfs have
 * them. */
const NO_DISK = /^\/dev\/(loop|zram|ram|fd|sr|cd|md|dm-|nbd|zd)\d/;

/** Says which, one by one. Throws ERR_USAGE where there is none. */
export async function unusedDisks(list = listApart): Promise<string[]> {
  const disks = await list();
  const unused = disks.filter(isUnused);
  for (const { device } of disks.filter(({ error }) => error !== undefined)) {
    say(`--all-unused: ${cleanText(device.path, 200)} does not answer, and is left out`);
  }
  if (unused.length === 0) {
    throw usageError(
      '--all-unused: expected at least one disk that nobody uses; loop, md, dm, nbd, zram and optical ' +
        'devices are none; see surfscan list for what uses each',
    );
  }
  for (const { device } of unused) {
    const { path, model, serial, sectors, logicalBytes } = device;
    const facts = [formatBytes(sectors * logicalBytes), model, serial].filter(Boolean).join(', ');
    say(`--all-unused: ${cleanText(path, 200)}, ${cleanText(facts, 200)}`);
  }
  return unused.map(({ device }) => device.path);
}

export function isUnused({ device, partitions, whyNot, error }: ListedDisk): boolean {
  if (error !== undefined || whyNot !== undefined || device.sectors === 0) return false;
  if (NO_DISK.test(device.path) || device.inUse === null) return false;
  return device.inUse.length === 0 && partitions.every(({ inUse }) => inUse.length === 0);
}
