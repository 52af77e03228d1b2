// How long a request the system may send to a disk: so far a failure may lie behind a request's start.

import { join } from 'node:path';
import { readNumber } from '../disks/linux/sysfs.ts';
import { type DiskSystem, hostSystem } from '../disks/system.ts';
import { blockNode } from '../layout/volume.ts';
import type { InspectedTarget } from '../vocabulary/device.ts';

const SYSCTL_LIMIT_MS = 5000;

/** In bytes; undefined: no limit is known, as of images and simulated disks. Does not reject. */
export async function longestRequestBytes(
  { address, device }: InspectedTarget,
  system: DiskSystem = hostSystem,
): Promise<number | undefined> {
  if (device.kind !== 'block') return undefined;
  const limit = system.platform === 'freebsd' ? maxphys(system) : queueLimit(address, system);
  return (await limit.catch(() => null)) ?? undefined;
}

/** What the hardware takes, not today's setting (max_sectors_kb), which the log may be older than:
 * Documentation/ABI/stable/sysfs-block. */
async function queueLimit(address: string, system: DiskSystem): Promise<number | null> {
  const node = await blockNode(address, system);
  if (node === null) return null;
  const kib = await readNumber(join((node.whole ?? node).dir, 'queue/max_hw_sectors_kb'));
  return kib === null || kib === 0 ? null : kib * 1024;
}

/** FreeBSD from 13 on: sys/kern/kern_mib.c. Before, it is a constant of the kernel: 128 KiB mostly. */
async function maxphys(system: DiskSystem): Promise<number | null> {
  const text = await system.run('/sbin/sysctl', ['-n', 'kern.maxphys'], SYSCTL_LIMIT_MS);
  const bytes = Number(text.trim());
  return Number.isSafeInteger(bytes) && bytes >= 4096 ? bytes : null;
}
