// FAT12, FAT16 and FAT32: whose a sector is, by the FAT and all directories.

import { type FatGeometry, fatGeometry } from '../filesystems/dos.ts';
import type { ByteReader } from '../sectors.ts';
import { type ClusterVolume, clusterOwners, type Link } from './cluster-walk.ts';
import { parseFatDirectory } from './fat-directory.ts';
import { type FindOwners, metadata, type Owner, sameForAll, unknown } from './owner.ts';

/** FAT32's spare boot sector: BPB_BkBootSec, 6 wherever one is written. */
export const FAT_SPARE_SECTOR = 6;

export const findFatOwners: FindOwners = (volume, blocks) =>
  volume.reading(async (bytes) => {
    const geometry = await readGeometry(bytes, volume.filesystem.blockBytes);
    if (geometry === null) return sameForAll(blocks, unknown('its boot sector cannot be read'));
    const owners = new Map<number, Owner>();
    const clusters = new Map<number, number>();
    for (const block of blocks) {
      const own = ownSector(geometry, block);
      if (own !== null) owners.set(block, own);
      else {
        const within = block - geometry.firstDataSector;
        clusters.set(block, 2 + Math.floor(within / geometry.clusterSectors));
      }
    }
    if (clusters.size === 0) return owners;
    const byCluster = await clusterOwners(fatVolume(bytes, geometry), [
      ...new Set(clusters.values()),
    ]);
    for (const [block, cluster] of clusters) owners.set(block, byCluster.get(cluster)!);
    return owners;
  });

async function readGeometry(bytes: ByteReader, sectorBytes: number) {
  for (const sector of [0, FAT_SPARE_SECTOR]) {
    const boot = await bytes.at(sector * sectorBytes, 512);
    const geometry = boot === null ? null : fatGeometry(boot, bytes.sizeBytes);
    if (geometry !== null) return geometry;
  }
  return null;
}

/** What is in front of the clusters, or behind them. */
function ownSector(geometry: FatGeometry, sector: number): Owner | null {
  const { reservedSectors, fats, fatSectors, firstDataSector, clusters, clusterSectors } = geometry;
  if (sector === 0) return metadata('boot sector');
  if (sector < reservedSectors) return metadata('reserved, behind the boot sector');
  const table = Math.floor((sector - reservedSectors) / fatSectors);
  if (table < fats) return metadata(`the FAT, copy ${table + 1}`);
  if (sector < firstDataSector) return metadata('a directory', '/');
  const end = firstDataSector + clusters * clusterSectors;
  return sector < end ? null : unknown('behind the last cluster: no file can have it');
}

function fatVolume(bytes: ByteReader, geometry: FatGeometry): ClusterVolume {
  const { bits, sectorBytes, clusterSectors, clusters, firstDataSector, rootSectors } = geometry;
  const link = (cluster: number) => readLink(bytes, geometry, cluster);
  return {
    bytes,
    clusters,
    clusterBytes: clusterSectors * sectorBytes,
    root: {
      name: null,
      isDirectory: true,
      firstCluster: bits === 32 ? geometry.rootCluster : 0,
      bytes: 0,
      isContiguous: false,
    },
    rootPlace: {
      fromByte: (firstDataSector - rootSectors) * sectorBytes,
      bytes: rootSectors * sectorBytes,
    },
    byteOf: (cluster) => (firstDataSector + (cluster - 2) * clusterSectors) * sectorBytes,
    link,
    state: async (cluster) => {
      const next = await link(cluster);
      return next === null || next === 'free' || next === 'bad' ? next : 'used';
    },
    parse: (sectors) => parseFatDirectory(sectors, bits === 32),
  };
}

/** By the first copy of the table that can be read there. */
async function readLink(bytes: ByteReader, geometry: FatGeometry, cluster: number): Promise<Link> {
  const { bits, sectorBytes, reservedSectors, fatSectors, fats, activeFat } = geometry;
  const offset = Math.floor((cluster * bits) / 8);
  for (let copy = activeFat ?? 0; copy < fats; copy++) {
    const at = (reservedSectors + copy * fatSectors) * sectorBytes + offset;
    const raw = await bytes.at(at, bits === 32 ? 4 : 2);
    if (raw !== null) return linkOf(raw, bits, cluster);
    if (activeFat !== null) break;
  }
  return null;
}

function linkOf(raw: Buffer, bits: 12 | 16 | 32, cluster: number): Link {
  const value =
    bits === 32
      ? raw.readUInt32LE(0) & 0x0fff_ffff
      : bits === 16
        ? raw.readUInt16LE(0)
        : cluster % 2 === 0
          ? raw.readUInt16LE(0) & 0xfff
          : raw.readUInt16LE(0) >> 4;
  const end = bits === 32 ? 0x0fff_fff8 : bits === 16 ? 0xfff8 : 0xff8;
  if (value === 0) return 'free';
  if (value === end - 1) return 'bad';
  return value >= end ? 'end' : value;
}
