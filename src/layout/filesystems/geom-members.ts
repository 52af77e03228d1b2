// FreeBSD's GEOM classes leave their metadata in the last sector of what they take: sys/geom/mirror/g_mirror.h,
// stripe/g_stripe.h, concat/g_concat.h, raid3/g_raid3.h, shsec/g_shsec.h, virstor/g_virstor_md.h, cache/g_cache.h,
// multipath/g_multipath.h. graid(8) takes what firmware leaves: sys/geom/raid/md_*.c.

import type { ByteReader } from '../sectors.ts';
import { fieldText, filesystem, type Probe } from './filesystem.ts';

const MAGIC_BYTES = 16;
const SECTOR_BYTES = [512, 4096];

/** By their magics: what lies where in it, one of them alone does not tell. */
const PARTS: ReadonlyMap<string, string> = new Map([
  ['GEOM::STRIPE', 'gstripe_member'],
  ['GEOM::CONCAT', 'gconcat_member'],
  ['GEOM::RAID3', 'graid3_member'],
  ['GEOM::SHSEC', 'gshsec_member'],
  ['GEOM::VIRSTOR', 'gvirstor_member'],
]);

/** Each has all of it, at the same place; and where its name lies: md_name, behind md_magic and md_version. */
const ALIKE: ReadonlyMap<string, { words: string; nameAt: number }> = new Map([
  ['GEOM::MIRROR', { words: 'a member of the gmirror', nameAt: 20 }],
  ['GEOM::CACHE', { words: 'under the gcache', nameAt: 20 }],
  ['GEOM::MULTIPATH', { words: 'a path of the gmultipath disk', nameAt: 16 }],
]);

const ALONE = 'one member does not tell which file is where';
const PART_NAME_AT = 20;
const NAME_BYTES = 16;

async function lastSectors(bytes: ByteReader): Promise<Buffer[]> {
  const found: Buffer[] = [];
  for (const size of SECTOR_BYTES) {
    const sector = await bytes.at(Math.floor(bytes.sizeBytes / size) * size - size, 512);
    if (sector !== null) found.push(sector);
  }
  return found;
}

function magicOf(sector: Buffer): string {
  return sector.toString('latin1', 0, MAGIC_BYTES).replace(/\0.*$/s, '');
}

function nameOf(sector: Buffer, at: number): string | null {
  return fieldText(sector.subarray(at, at + NAME_BYTES));
}

/** A part of what GEOM puts together. */
export const probeGeomPart: Probe = async (bytes) => {
  for (const sector of await lastSectors(bytes)) {
    const type = PARTS.get(magicOf(sector));
    if (type === undefined) continue;
    const label = nameOf(sector, PART_NAME_AT);
    const whole = `${type.replace('_member', '')} ${label ?? '(without a name)'}`;
    return filesystem(type, { label, notes: [`a part of the ${whole}: ${ALONE}`] });
  }
  return null;
};

/** Notes on a volume that is whole by itself, and belongs to something all the same. */
export async function geomNotes(bytes: ByteReader): Promise<string[]> {
  for (const sector of await lastSectors(bytes)) {
    const alike = ALIKE.get(magicOf(sector));
    if (alike === undefined) continue;
    return [`${alike.words} ${nameOf(sector, alike.nameAt) ?? '(without a name)'}`];
  }
  return [];
}

const INTEL = 'Intel Raid ISM Cfg Sig. ';
const DDF_MAGIC = 0xde11de11;

/** A part of a RAID of firmware's: Intel's in the last sector but one (md_intel.c, intel_meta_read), SNIA's DDF in the
 * last one (md_ddf.c, ddf_meta_read; DDF 2.0, table 3). By udev's names. */
export const probeFirmwareRaid: Probe = async (bytes) => {
  const end = Math.floor(bytes.sizeBytes / 512) * 512;
  const intel = await bytes.at(end - 1024, 512);
  if (intel?.toString('latin1', 0, INTEL.length) === INTEL) return firmware('isw_raid_member');
  const ddf = await bytes.at(end - 512, 512);
  const isDdf = ddf !== null && [ddf.readUInt32LE(0), ddf.readUInt32BE(0)].includes(DDF_MAGIC);
  return isDdf ? firmware('ddf_raid_member') : null;
};

function firmware(type: string) {
  return filesystem(type, { notes: [`a member of a RAID of the firmware's: ${ALONE}`] });
}
