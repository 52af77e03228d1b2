// What holds a volume whose first sectors cannot be read, by the copies and second structures that each
// file system keeps. They outlive what is written over them, so two of them decide nothing.

import { readExtCopy } from '../owners/ext-super.ts';
import { readXfsCopy } from '../owners/xfs-super.ts';
import type { ByteReader } from '../sectors.ts';
import { parseExfat, parseNtfs, parseVfat } from './dos.ts';
import { type Filesystem, filesystem, type Probe } from './filesystem.ts';
import { BTRFS_SUPERBLOCKS, parseBtrfs, parseExt, parseXfs } from './linux.ts';
import { parseUfs, UFS_COPIES, UFS_SUPERBLOCK_BYTES } from './ufs.ts';

const FAT_SPARE = 6 * 512;
/** A FAT begins with the medium's byte and ones; it lies behind the reserved sectors. */
const FAT_SEARCH_SECTORS = 64;

const spareExt: Probe = async (bytes) => {
  const copy = await readExtCopy(bytes);
  return copy === null ? null : parseExt(copy.raw);
};

const spareBtrfs: Probe = async (bytes) => {
  for (const at of BTRFS_SUPERBLOCKS.slice(1)) {
    const block = await bytes.at(at, 4096);
    const found = block === null ? null : parseBtrfs(block, at);
    if (found !== null) return found;
  }
  return null;
};

/** The volume's last sector: ntfs-3g's mkntfs.c; the file system ends before it. */
const spareNtfs: Probe = async (bytes) => {
  const last = Math.floor(bytes.sizeBytes / 512) * 512 - 512;
  const sector = await bytes.at(last, 512);
  return sector === null ? null : parseNtfs(sector);
};

const spareExfat: Probe = async (bytes) => {
  const sector = await bytes.at(12 * 512, 512);
  return sector === null ? null : parseExfat(sector);
};

const spareVfat: Probe = async (bytes) => {
  const sector = await bytes.at(FAT_SPARE, 512);
  const found = sector === null ? null : parseVfat(sector, bytes.sizeBytes);
  if (found !== null) return found;
  for (let number = 1; number < FAT_SEARCH_SECTORS; number++) {
    const head = await bytes.at(number * 512, 8);
    if (head === null || head[0]! < 0xf0 || head[1] !== 0xff || head[2] !== 0xff) continue;
    // exFAT's own table begins with two entries of ones: 4.1.
    if (head.subarray(1).every((byte) => byte === 0xff)) continue;
    // FAT12 and FAT16 have no copy of the boot sector: more than the name is not known.
    return filesystem('vfat');
  }
  return null;
};

/** The next group's superblock, or the header of the first group's free space. */
const spareXfs: Probe = async (bytes) => {
  const copy = await readXfsCopy(bytes);
  if (copy !== null) return parseXfs(copy.raw);
  for (const sectorBytes of [512, 4096]) {
    const head = await bytes.at(sectorBytes, 4);
    if (head?.toString('latin1') === 'XAGF') return filesystem('xfs');
  }
  return null;
};

const spareUfs: Probe = async (bytes) => {
  for (const place of UFS_COPIES) {
    const block = await bytes.at(place, UFS_SUPERBLOCK_BYTES);
    const found = block === null ? null : parseUfs(block, place);
    if (found !== null) return found;
  }
  return null;
};

/** LUKS1's last key slot, LUKS2's second header: cryptsetup's luks1/luks.h, luks2/luks2.h. */
const spareLuks: Probe = async (bytes) => {
  const slot = await bytes.at(544, 4);
  const word = slot?.readUInt32BE(0);
  if (word === 0x0000dead || word === 0x00ac71f3) return filesystem('crypto_LUKS');
  for (let at = 16 * 1024; at <= 4 * 1024 * 1024; at *= 2) {
    const head = await bytes.at(at, 6);
    if (head?.toString('latin1') === 'SKUL\xba\xbe') return filesystem('crypto_LUKS');
  }
  return null;
};

const SPARES: ReadonlyMap<string, Probe> = new Map([
  ['ext', spareExt],
  ['btrfs', spareBtrfs],
  ['ntfs', spareNtfs],
  ['exfat', spareExfat],
  ['vfat', spareVfat],
  ['ufs', spareUfs],
  ['xfs', spareXfs],
  ['crypto_LUKS', spareLuks],
]);

/** Signs of those of `families` that have any. */
export async function spareSigns(
  bytes: ByteReader,
  families: readonly string[],
): Promise<Filesystem[]> {
  const found: Filesystem[] = [];
  for (const family of families) {
    const sign = (await SPARES.get(family)?.(bytes)) ?? null;
    if (sign !== null) found.push(sign);
  }
  return found;
}
