// What a volume holds, by the superblocks in its first and last sectors. Leftovers of what was there before
// never win: two signs decide nothing, and one sign counts only where the others' places could be read, or
// their copies elsewhere are not there.

import { type ByteReader, byteReader, type Extent, type ReadSectors } from '../sectors.ts';
import { probeBitLocker, probeExfat, probeNtfs, probeVfat } from './dos.ts';
import type { Filesystem, Probe } from './filesystem.ts';
import { geomNotes, probeFirmwareRaid, probeGeomPart } from './geom-members.ts';
import { probeBtrfs, probeExt, probeIso9660, probeSquashfs, probeSwap, probeXfs } from './linux.ts';
import { probeGeli, probeLuks, probeLvm, probeMd } from './members.ts';
import { probeHfs, probeMagic, probeMinix, probeNilfs, probeUdf } from './others.ts';
import { spareSigns } from './spare.ts';
import { probeUfs } from './ufs.ts';
import { probeZfs } from './zfs.ts';

/** Their member holds a whole file system, with a superblock of its own: they come first. */
const CONTAINERS: readonly Probe[] = [probeMd, probeGeli, probeGeomPart, probeFirmwareRaid];

/** By the name under which spare.ts knows their copies. */
const FILESYSTEMS: readonly (readonly [family: string, probe: Probe])[] = [
  ['LVM2_member', probeLvm],
  ['crypto_LUKS', probeLuks],
  ['zfs_member', probeZfs],
  ['xfs', probeXfs],
  ['btrfs', probeBtrfs],
  ['ext', probeExt],
  ['ufs', probeUfs],
  ['ntfs', probeNtfs],
  ['exfat', probeExfat],
  ['BitLocker', probeBitLocker],
  ['vfat', probeVfat],
  ['swap', probeSwap],
  ['squashfs', probeSquashfs],
  ['iso9660', probeIso9660],
  ['udf', probeUdf],
  ['nilfs2', probeNilfs],
  ['minix', probeMinix],
  ['hfs', probeHfs],
  ['magic', probeMagic],
];

const UNREADABLE =
  'the disk or partition cannot be read at its start or end: what it holds is not known';

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
  const signs: Filesystem[] = [];
  const unseen: string[] = [];
  for (const [family, probe] of FILESYSTEMS) {
    const { found, hasFailed } = await watched(probe, bytes);
    if (found !== null) signs.push(found);
    else if (hasFailed) unseen.push(family);
  }
  signs.push(...(await spareSigns(bytes, unseen)));
  const { filesystem, notes } = decide(signs, unseen.length > 0);
  if (filesystem === null) return { filesystem, notes };
  const own = [...filesystem.notes, ...(await geomNotes(bytes))];
  return { filesystem: { ...filesystem, notes: own }, notes };
}

function decide(signs: readonly Filesystem[], hasFailed: boolean): Identity {
  const types = new Set(signs.map(({ type }) => type));
  // A disc for old and new systems alike has both.
  if (types.size === 2 && types.has('udf') && types.has('iso9660')) types.delete('iso9660');
  if (types.size > 1) {
    const names = [...types].join(' and of ');
    return { filesystem: null, notes: [`signs of ${names}: which of them is in use is not known`] };
  }
  const found = signs.find(({ type }) => types.has(type)) ?? null;
  return { filesystem: found, notes: found === null && hasFailed ? [UNREADABLE] : [] };
}

/** Whether a sector that the probe wanted could not be read. */
async function watched(probe: Probe, bytes: ByteReader) {
  let hasFailed = false;
  const at = async (offset: number, length: number) => {
    const found = await bytes.at(offset, length);
    hasFailed ||= found === null && offset >= 0 && offset + length <= bytes.sizeBytes;
    return found;
  };
  const { sizeBytes } = bytes;
  const found = await probe({ sizeBytes, hasFailed, at });
  return { found, hasFailed };
}
