// FAT, exFAT, NTFS and BitLocker: all begin with a boot sector that ends with 55 AA.

import {
  type Filesystem,
  fieldText,
  filesystem,
  isPowerOfTwo,
  type Probe,
  safeNumber,
} from './filesystem.ts';

export const probeVfat: Probe = async (bytes) => {
  const sector = await bytes.at(0, 512);
  return sector === null ? null : parseVfat(sector, bytes.sizeBytes);
};

export interface FatGeometry {
  readonly bits: 12 | 16 | 32;
  readonly sectorBytes: number;
  readonly clusterSectors: number;
  readonly reservedSectors: number;
  readonly fats: number;
  readonly fatSectors: number;
  /** FAT12 and FAT16: a place of its own. */
  readonly rootSectors: number;
  readonly firstDataSector: number;
  readonly clusters: number;
  readonly sectors: number;
  /** FAT32. */
  readonly rootCluster: number;
  /** FAT32 may use but one of its tables; null: all are alike. */
  readonly activeFat: number | null;
}

/** FAT has no signature, so its parameters have to make sense: Microsoft's "FAT: General Overview of
 * On-Disk Format" 1.03. A master boot record's code does not pass. */
export function fatGeometry(sector: Buffer, sizeBytes: number): FatGeometry | null {
  if (sector.length < 512 || sector.readUInt16LE(510) !== 0xaa55) return null;
  if (sector[0] !== 0xeb && sector[0] !== 0xe9) return null;
  const sectorBytes = sector.readUInt16LE(11);
  const clusterSectors = sector[13]!;
  const reservedSectors = sector.readUInt16LE(14);
  const fats = sector[16]!;
  const media = sector[21]!;
  if (!isPowerOfTwo(sectorBytes, 512, 4096) || !isPowerOfTwo(clusterSectors, 1, 128)) return null;
  if (reservedSectors === 0 || fats < 1 || fats > 2 || (media !== 0xf0 && media < 0xf8))
    return null;
  const fatSectors = sector.readUInt16LE(22) || sector.readUInt32LE(36);
  const sectors = sector.readUInt16LE(19) || sector.readUInt32LE(32);
  const rootSectors = Math.ceil((sector.readUInt16LE(17) * 32) / sectorBytes);
  const firstDataSector = reservedSectors + fats * fatSectors + rootSectors;
  const dataSectors = sectors - firstDataSector;
  if (fatSectors === 0 || dataSectors <= 0 || sectors * sectorBytes > sizeBytes) return null;
  const clusters = Math.floor(dataSectors / clusterSectors);
  const is32 = sector.readUInt16LE(22) === 0;
  const flags = is32 ? sector.readUInt16LE(40) : 0;
  return {
    bits: clusters < 4085 ? 12 : clusters < 65525 ? 16 : 32,
    sectorBytes,
    clusterSectors,
    reservedSectors,
    fats,
    fatSectors,
    rootSectors,
    firstDataSector,
    clusters,
    sectors,
    rootCluster: is32 ? sector.readUInt32LE(44) : 0,
    activeFat: (flags & 0x80) === 0 ? null : flags & 0x0f,
  };
}

export function parseVfat(sector: Buffer, sizeBytes: number): Filesystem | null {
  const geometry = fatGeometry(sector, sizeBytes);
  if (geometry === null) return null;
  const extended = sector.readUInt16LE(22) === 0 ? 64 : 36;
  const hasNames = sector[extended + 2] === 0x29;
  const serial = sector
    .readUInt32LE(extended + 3)
    .toString(16)
    .toUpperCase()
    .padStart(8, '0');
  const label = fieldText(sector.subarray(extended + 7, extended + 18), 'latin1');
  return filesystem('vfat', {
    label: hasNames && label !== 'NO NAME' ? label : null,
    uuid: hasNames ? `${serial.slice(0, 4)}-${serial.slice(4)}` : null,
    blockBytes: geometry.sectorBytes,
    blocks: geometry.sectors,
    notes: [`FAT${geometry.bits}`],
  });
}

/** exFAT file system specification, 3.1. */
export const probeExfat: Probe = async (bytes) => {
  const sector = await bytes.at(0, 512);
  return sector === null ? null : parseExfat(sector);
};

export function parseExfat(sector: Buffer): Filesystem | null {
  if (!isBootSector(sector, 'EXFAT   ')) return null;
  const shift = sector[108]!;
  const sectors = safeNumber(sector.readBigUInt64LE(72));
  if (shift < 9 || shift > 12 || sectors === null) return null;
  const serial = sector.readUInt32LE(100).toString(16).toUpperCase().padStart(8, '0');
  return filesystem('exfat', {
    uuid: `${serial.slice(0, 4)}-${serial.slice(4)}`,
    blockBytes: 1 << shift,
    blocks: sectors,
  });
}

/** ntfs-3g's layout.h, NTFS_BOOT_SECTOR; over 128, sectors per cluster is a negative power of 2. */
export const probeNtfs: Probe = async (bytes) => {
  const sector = await bytes.at(0, 512);
  return sector === null ? null : parseNtfs(sector);
};

export function parseNtfs(sector: Buffer): Filesystem | null {
  if (!isBootSector(sector, 'NTFS    ')) return null;
  const sectorBytes = sector.readUInt16LE(11);
  const raw = sector[13]!;
  const clusterSectors = raw > 128 ? 2 ** (256 - raw) : raw;
  const sectors = safeNumber(sector.readBigUInt64LE(40));
  const blockBytes = sectorBytes * clusterSectors;
  if (!isPowerOfTwo(sectorBytes, 256, 4096) || !isPowerOfTwo(blockBytes, 256, 2 ** 21)) return null;
  if (sectors === null) return null;
  return filesystem('ntfs', {
    uuid: sector.readBigUInt64LE(72).toString(16).toUpperCase().padStart(16, '0'),
    blockBytes,
    blocks: Math.floor(sectors / clusterSectors),
  });
}

export const probeBitLocker: Probe = async (bytes) => {
  const sector = await bytes.at(0, 512);
  return sector !== null && isBootSector(sector, '-FVE-FS-') ? filesystem('BitLocker') : null;
};

function isBootSector(sector: Buffer, name: string): boolean {
  return sector.readUInt16LE(510) === 0xaa55 && sector.toString('latin1', 3, 11) === name;
}
