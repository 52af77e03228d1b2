// Disks of which no scan could tell the truth, and why, in words that follow the disk's name.

import { join } from 'node:path';
import { SurfscanError } from '../../vocabulary/errors.ts';
import { cleanText } from '../../vocabulary/text.ts';
import type { DiskSystem } from '../system.ts';
import { type BlockNode, nodeOfNumber, numberOfRdev } from './node.ts';
import { readText } from './sysfs.ts';

/** Rejects with ERR_OPEN for a disk that would be scanned wrongly. */
export async function assertScannable(path: string, system: DiskSystem): Promise<void> {
  const node = await nodeOf(path, system);
  const why = node === null ? null : await whyNotScanned(node);
  if (why !== null) throw new SurfscanError('ERR_OPEN', `${cleanText(path, 200)} ${why}`, { path });
}

/** null: nothing is known against it. */
export async function whyNotScanned(node: BlockNode): Promise<string | null> {
  const { dir } = node.whole ?? node;
  // Documentation/ABI/stable/sysfs-block: none, host-aware, host-managed. Beyond a zone's write pointer a
  // host-managed disk may fail every read (ZBC-2, 4.5.3: INVALID DATA, where URSWRZ is 0).
  if ((await readText(join(dir, 'queue/zoned'))) !== 'host-managed') return null;
  return (
    'is a host-managed zoned disk: what was not written there since its zone was reset cannot be read, ' +
    'and would pass for bad'
  );
}

/** `error` in better words, where the system knows why a disk has no sectors. */
export async function emptyError(
  path: string,
  error: SurfscanError,
  system: DiskSystem,
): Promise<SurfscanError> {
  const node = await nodeOf(path, system);
  const why = node === null ? null : await whyEmpty(node);
  if (why === null) return error;
  return new SurfscanError(error.code, `${cleanText(path, 200)} ${why}`, { path, cause: error });
}

/** null: not known. */
async function whyEmpty(node: BlockNode): Promise<string | null> {
  if (node.name.startsWith('loop')) return 'is a loop device without a file below it (losetup)';
  const attribute = (name: string) => readText(join(node.dir, name));
  if ((await attribute('removable')) === '1') return 'has no medium in it: put one in';
  return whyOddlyEmpty(node);
}

/** Of a disk that should have sectors; null: not known. */
export async function whyOddlyEmpty({ name, dir }: BlockNode): Promise<string | null> {
  if ((await readText(join(dir, 'removable'))) === '1') return null;
  if (name.startsWith('nvme')) {
    return (
      'has no sectors for the system: the namespace may be of a format with metadata that it does not ' +
      'read (nvme id-ns), or the drive may not be ready (dmesg)'
    );
  }
  // drivers/scsi/sd.c, sd_read_capacity: a size that is not 512, 1024, 2048 or 4096 makes a capacity of 0.
  if ((await readText(join(dir, 'device/type'))) === null) return null;
  return (
    'has no sectors for the system: they may be of 520 or 528 bytes, which it cannot read (dmesg: ' +
    '"Unsupported sector size"; sg_format --size=512 makes others, and erases all), or the drive is ' +
    'not ready'
  );
}

async function nodeOf(path: string, { root, stat }: DiskSystem): Promise<BlockNode | null> {
  const number = await stat(path).then(
    ({ rdev }) => numberOfRdev(rdev),
    () => null,
  );
  return number === null ? null : nodeOfNumber(root, number);
}
