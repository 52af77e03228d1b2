// Volumes that are parts of something above them: RAID, LVM, encryption.

import { UNIT_BYTES } from '../../vocabulary/units.ts';
import type { ByteReader } from '../sectors.ts';
import {
  type Filesystem,
  fieldText,
  filesystem,
  type Probe,
  safeNumber,
  uuidText,
} from './filesystem.ts';

const MD_MAGIC = 0xa92b4efc;
/** The default of cryptsetup, and as much as is looked through. */
const LUKS_JSON_LIMIT = 12 * 1024;

/** include/uapi/linux/raid/md_p.h; the places are drivers/md/md.c's, super_1_load and super_90_load. */
export const probeMd: Probe = async (bytes) => {
  const units = Math.floor(bytes.sizeBytes / UNIT_BYTES);
  // 1.1, 1.2, and 1.0 near the end.
  for (const unit of [0, 8, Math.floor((units - 16) / 8) * 8]) {
    const block = await bytes.at(unit * UNIT_BYTES, 256);
    if (block === null || block.readUInt32LE(0) !== MD_MAGIC || block.readUInt32LE(4) !== 1)
      continue;
    // It says itself where it stands: what a partition's end copies from its disk's is not its own.
    if (block.readBigUInt64LE(144) !== BigInt(unit)) continue;
    const label = fieldText(block.subarray(32, 64));
    return filesystem('linux_raid_member', { label, uuid: uuidText(block.subarray(16, 32)) });
  }
  return oldMd(bytes, units);
};

/** 0.90, in the byte order of the machine that made it. */
async function oldMd(bytes: ByteReader, units: number): Promise<Filesystem | null> {
  const unit = Math.floor(units / 128) * 128 - 128;
  const block = await bytes.at(unit * UNIT_BYTES, 64);
  if (block === null) return null;
  const isMd =
    (block.readUInt32LE(0) === MD_MAGIC && block.readUInt32LE(8) === 90) ||
    (block.readUInt32BE(0) === MD_MAGIC && block.readUInt32BE(8) === 90);
  return isMd ? filesystem('linux_raid_member') : null;
}

/** LVM2's lib/label/label.c: in one of the first four sectors of 512 bytes. */
export const probeLvm: Probe = async (bytes) => {
  const head = await bytes.at(0, 2048);
  for (const at of head === null ? [] : [0, 512, 1024, 1536]) {
    const label = head!.subarray(at, at + 512);
    if (label.toString('latin1', 0, 8) !== 'LABELONE') continue;
    if (label.toString('latin1', 24, 32) !== 'LVM2 001') continue;
    const header = label.readUInt32LE(20);
    const uuid = header <= 480 ? fieldText(label.subarray(header, header + 32), 'latin1') : null;
    const headerBytes = header <= 448 ? dataStart(label, header) : 0;
    return filesystem('LVM2_member', { uuid, headerBytes });
  }
  return null;
};

/** format_text/layout.h, pv_header: UUID, size, then where data lie: pairs of offset and size. */
function dataStart(label: Buffer, header: number): number {
  return safeNumber(label.readBigUInt64LE(header + 40)) ?? 0;
}

/** cryptsetup's lib/luks1/luks.h and luks2/luks2.h. */
export const probeLuks: Probe = async (bytes) => {
  const head = await bytes.at(0, 512);
  if (head === null || head.toString('latin1', 0, 6) !== 'LUKS\xba\xbe') return null;
  const version = head.readUInt16BE(6);
  if (version !== 1 && version !== 2) return null;
  const label = version === 2 ? fieldText(head.subarray(24, 72)) : null;
  const headerBytes =
    version === 1 ? head.readUInt32BE(104) * UNIT_BYTES : await segmentStart(bytes, head);
  return filesystem('crypto_LUKS', {
    label,
    uuid: fieldText(head.subarray(168, 208)),
    headerBytes,
  });
};

/** LUKS2 On-Disk Format 3.3: JSON behind the binary header says where the encrypted segment begins. */
async function segmentStart(bytes: ByteReader, head: Buffer): Promise<number> {
  const headerBytes = safeNumber(head.readBigUInt64BE(8)) ?? 0;
  if (headerBytes <= 4096 || headerBytes > 4 * 1024 * 1024) return 0;
  const raw = await bytes.at(4096, Math.min(headerBytes - 4096, LUKS_JSON_LIMIT));
  const segments = /"segments":\{.{0,4096}/s.exec(raw?.toString('latin1') ?? '')?.[0] ?? '';
  const starts = [...segments.matchAll(/"offset":"(\d{1,15})"/g)].map(([, at]) => Number(at));
  return starts.length === 0 ? 2 * headerBytes : Math.min(...starts);
}

/** sys/geom/eli/g_eli.h: in the last sector. */
export const probeGeli: Probe = async (bytes) => {
  const tail = await bytes.at(Math.floor(bytes.sizeBytes / 512) * 512 - 512, 512);
  const big = await bytes.at(Math.floor(bytes.sizeBytes / 4096) * 4096 - 4096, 16);
  const isGeli = [tail, big].some((place) => place?.toString('latin1', 0, 9) === 'GEOM::ELI');
  return isGeli ? filesystem('GELI') : null;
};
