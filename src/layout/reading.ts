// Opens what a finder reads itself: the volume, and other devices of the same file system. Only for as long
// as they are read: see survey.ts.

import { join } from 'node:path';
import { type BlockNode, nodeAt, nodeOfNumber } from '../disks/linux/node.ts';
import { readNames, readNumber } from '../disks/linux/sysfs.ts';
import { readUdev } from '../disks/linux/udev.ts';
import type { DiskSystem } from '../disks/system.ts';
import { UNIT_BYTES } from '../vocabulary/units.ts';
import type { Volume } from './owners/owner.ts';
import { pagedReader } from './paged-reader.ts';
import { type ByteReader, sectorsWithin } from './sectors.ts';
import type { SectorSource } from './source.ts';
import type { SurveyContext } from './survey.ts';
import type { OpenVolume } from './volume.ts';

const MEMBER_LIMIT = 64;
/** As long as a program is given: tool.ts. What was not read by then is not known. */
const READING_LIMIT_MS = 20_000;

export interface ReadingContext extends SurveyContext {
  /** What is left of the time for all that is asked. */
  readonly leftMs: () => number;
}

export function readingOf(volume: OpenVolume, context: ReadingContext) {
  const { path, logicalBytes, offsetBytes, node } = volume;
  const limitMs = () => Math.max(1, Math.min(READING_LIMIT_MS, context.leftMs()));
  const reading: Volume['reading'] = async (use) => {
    if (context.leftMs() <= 0) throw new Error('no time was left to read it');
    const source = await context.open(path, logicalBytes, limitMs());
    try {
      const read = sectorsWithin(source.read, offsetBytes / logicalBytes);
      return await use(pagedReader(read, volume));
    } finally {
      await source.close();
    }
  };
  const readingOthers: Volume['readingOthers'] = async (uuid, use) => {
    const nodes = node === null ? [] : await membersOf(uuid, context.system);
    const sources: SectorSource[] = [];
    const others: ByteReader[] = [];
    for (const other of nodes.filter(({ number }) => number !== node?.number)) {
      // One that is not to be opened is one that is not there.
      const source = await context.open(other.path, UNIT_BYTES, limitMs()).catch(() => null);
      const sectors = (await readNumber(join(other.dir, 'size'))) ?? 0;
      if (source === null) continue;
      sources.push(source);
      others.push(pagedReader(source.read, { sectors, logicalBytes: UNIT_BYTES }));
    }
    try {
      return await use(others);
    } finally {
      await Promise.all(sources.map((source) => source.close()));
    }
  };
  return { reading, readingOthers };
}

/** The devices of a Btrfs, as the kernel has them where it is mounted (fs/btrfs/sysfs.c), else as udev
 * found them. No device is opened to look for them. */
async function membersOf(uuid: string, system: DiskSystem): Promise<BlockNode[]> {
  const { root } = system;
  const mounted = join(root, 'sys/fs/btrfs', uuid, 'devices');
  const names = await readNames(mounted);
  const nodes = await Promise.all(names.map((name) => nodeAt(join(mounted, name))));
  if (nodes.length === 0) {
    for (const name of await readNames(join(root, 'run/udev/data'))) {
      const number = /^b(\d+:\d+)$/.exec(name)?.[1];
      if (number === undefined) continue;
      const udev = await readUdev(root, number);
      if (udev.get('ID_FS_UUID') === uuid) nodes.push(await nodeOfNumber(root, number));
    }
  }
  return nodes.filter((node) => node !== null).slice(0, MEMBER_LIMIT);
}
