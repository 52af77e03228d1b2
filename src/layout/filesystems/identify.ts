// What a volume holds, by the superblocks in its first and last sectors.

import { byteReader, type Extent, type ReadSectors } from '../sectors.ts';
import { probeBitLocker, probeExfat, probeNtfs, probeVfat } from './dos.ts';
import type { Filesystem, Probe } from './filesystem.ts';
import { probeBtrfs, probeExt, probeIso9660, probeSquashfs, probeSwap, probeXfs } from './linux.ts';
import { probeGeli, probeLuks, probeLvm, probeMd } from './members.ts';
import { probeUfs } from './ufs.ts';
import { probeZfs } from './zfs.ts';

/** Their member holds a whole file system, with a superblock of its own: they come first. */
const CONTAINERS: readonly Probe[] = [probeMd, probeGeli];

const FILESYSTEMS: readonly Probe[] = [
  probeLvm,
  probeLuks,
  probeZfs,
  probeXfs,
  probeBtrfs,
  probeExt,
  probeUfs,
  probeNtfs,
  probeExfat,
  probeBitLocker,
  probeVfat,
  probeSwap,
  probeSquashfs,
  probeIso9660,
];

export interface Identity {
  readonly filesystem: Filesystem | null;
  readonly notes: readonly string[];
}

/** What one system wrote may lie under what another wrote later: then nothing is guessed, and a note says
 * so. Does not reject for what is on the disk. */
export async function identify(read: ReadSectors, volume: Extent): Promise<Identity> {
  const bytes = byteReader(read, volume);
  for (const probe of CONTAINERS) {
    const found = await probe(bytes);
    if (found !== null) return { filesystem: found, notes: [] };
  }
  const all: Filesystem[] = [];
  for (const probe of FILESYSTEMS) {
    const found = await probe(bytes);
    if (found !== null) all.push(found);
  }
  if (all.length > 1) {
    const names = all.map(({ type }) => type).join(' and of ');
    return { filesystem: null, notes: [`signs of ${names}: which of them is in use is not known`] };
  }
  const [found] = all;
  if (found !== undefined) return { filesystem: found, notes: [] };
  const note =
    'the disk or partition cannot be read at its start or end: what it holds is not known';
  return { filesystem: null, notes: bytes.hasFailed ? [note] : [] };
}
