// exFAT: whose a sector is, by its allocation bitmap and all directories. Microsoft's "exFAT file system
// specification", whose sections are named.

import type { ByteReader } from '../sectors.ts';
import {
  type ClusterVolume,
  clusterOwners,
  type DirectoryEntry,
  type Link,
} from './cluster-walk.ts';
import { type FindOwners, metadata, type Owner, sameForAll, unknown } from './owner.ts';

const ENTRY_BYTES = 32;
const BITMAP = 0x81;
const UPCASE = 0x82;
const FILE = 0x85;
const STREAM = 0xc0;
const NAME = 0xc1;
const DIRECTORY = 0x10;
/** Boot sector, its extension, parameters, checksum; then the same again. 3 */
export const EXFAT_REGION_SECTORS = 12;

interface Geometry {
  readonly sectorBytes: number;
  readonly clusterBytes: number;
  readonly fatSector: number;
  readonly fatSectors: number;
  readonly fats: number;
  readonly heapSector: number;
  readonly clusters: number;
  readonly rootCluster: number;
}

export const findExfatOwners: FindOwners = (volume, blocks) =>
  volume.reading(async (bytes) => {
    const geometry = await readGeometry(bytes, volume.filesystem.blockBytes);
    if (geometry === null) return sameForAll(blocks, unknown('its boot sector cannot be read'));
    const owners = new Map<number, Owner>();
    const clusters = new Map<number, number>();
    const { heapSector, sectorBytes, clusterBytes } = geometry;
    for (const block of blocks) {
      const own = ownSector(geometry, block);
      if (own !== null) owners.set(block, own);
      else {
        const within = (block - heapSector) * sectorBytes;
        clusters.set(block, 2 + Math.floor(within / clusterBytes));
      }
    }
    if (clusters.size === 0) return owners;
    const wanted = [...new Set(clusters.values())];
    const byCluster = await ownersIn(bytes, geometry, wanted);
    for (const [block, cluster] of clusters) owners.set(block, byCluster.get(cluster)!);
    return owners;
  });

async function readGeometry(bytes: ByteReader, sectorBytes: number): Promise<Geometry | null> {
  for (const sector of [0, EXFAT_REGION_SECTORS]) {
    const boot = await bytes.at(sector * sectorBytes, 512);
    if (boot?.toString('latin1', 3, 11) !== 'EXFAT   ') continue;
    return {
      sectorBytes,
      clusterBytes: sectorBytes * 2 ** Math.min(25, boot[109]!),
      fatSector: boot.readUInt32LE(80),
      fatSectors: boot.readUInt32LE(84),
      heapSector: boot.readUInt32LE(88),
      clusters: boot.readUInt32LE(92),
      rootCluster: boot.readUInt32LE(96),
      fats: boot[110]!,
    };
  }
  return null;
}

function ownSector(geometry: Geometry, sector: number): Owner | null {
  const { fatSector, fatSectors, fats, heapSector, clusters, clusterBytes, sectorBytes } = geometry;
  if (sector < EXFAT_REGION_SECTORS) return metadata('boot region');
  if (sector < 2 * EXFAT_REGION_SECTORS) return metadata('copy of the boot region');
  if (sector < fatSector) return metadata('reserved in front of the FAT');
  if (sector < fatSector + fats * fatSectors) return metadata('the FAT');
  if (sector < heapSector) return metadata('reserved behind the FAT');
  const end = heapSector + (clusters * clusterBytes) / sectorBytes;
  return sector < end ? null : unknown('behind the last cluster: no file can have it');
}

async function ownersIn(bytes: ByteReader, geometry: Geometry, wanted: readonly number[]) {
  const bare = exfatVolume(bytes, geometry, null);
  const files = await systemFiles(bare, geometry);
  const bitmap = files.find(({ type }) => type === BITMAP)?.clusters ?? null;
  const owners = await clusterOwners({ ...bare, state: stateBy(bare, bitmap) }, wanted);
  for (const { type, clusters } of files) {
    const purpose = type === BITMAP ? 'the allocation bitmap' : 'the table of capital letters';
    for (const cluster of clusters) {
      if (owners.has(cluster)) owners.set(cluster, metadata(purpose));
    }
  }
  return owners;
}

function exfatVolume(
  bytes: ByteReader,
  geometry: Geometry,
  bitmap: readonly number[] | null,
): ClusterVolume {
  const { sectorBytes, clusterBytes, heapSector, fatSector, clusters, rootCluster } = geometry;
  const volume = {
    bytes,
    clusters,
    clusterBytes,
    root: {
      name: null,
      isDirectory: true,
      firstCluster: rootCluster,
      bytes: 0,
      isContiguous: false,
    },
    rootPlace: null,
    byteOf: (cluster: number) => heapSector * sectorBytes + (cluster - 2) * clusterBytes,
    link: async (cluster: number): Promise<Link> => {
      const raw = await bytes.at(fatSector * sectorBytes + cluster * 4, 4);
      const value = raw?.readUInt32LE(0);
      if (value === undefined) return null;
      if (value === 0xffff_fff7) return 'bad';
      return value > 0xffff_fff7 ? 'end' : value;
    },
    parse: parseDirectory,
  };
  return { ...volume, state: stateBy(volume, bitmap) };
}

type Placed = Pick<ClusterVolume, 'bytes' | 'byteOf' | 'clusterBytes'>;

/** 7.1.5: a bit for each cluster, the first for cluster 2. */
function stateBy({ bytes, byteOf, clusterBytes }: Placed, bitmap: readonly number[] | null) {
  return async (cluster: number) => {
    const at = Math.floor((cluster - 2) / 8);
    const holder = bitmap?.[Math.floor(at / clusterBytes)];
    if (holder === undefined) return null;
    const raw = await bytes.at(byteOf(holder) + (at % clusterBytes), 1);
    if (raw === null) return null;
    return ((raw[0]! >> ((cluster - 2) % 8)) & 1) === 1 ? 'used' : 'free';
  };
}

/** The first bitmap and the table of capital letters, by their entries in the root: 7.1, 7.2. */
async function systemFiles(volume: ClusterVolume, { rootCluster, clusters }: Geometry) {
  const found: { type: number; clusters: number[] }[] = [];
  for (const cluster of await chain(volume, rootCluster, clusters)) {
    for (let at = 0; at < volume.clusterBytes; at += ENTRY_BYTES) {
      const entry = await volume.bytes.at(volume.byteOf(cluster) + at, ENTRY_BYTES);
      if (entry === null) continue;
      const [type, flags] = [entry[0]!, entry[1]!];
      if (type === 0) return found;
      if (type !== UPCASE && (type !== BITMAP || (flags & 1) === 1)) continue;
      const count = Math.ceil(Number(entry.readBigUInt64LE(24)) / volume.clusterBytes);
      found.push({ type, clusters: await chain(volume, entry.readUInt32LE(20), count) });
    }
  }
  return found;
}

async function chain(volume: ClusterVolume, first: number, limit: number): Promise<number[]> {
  const found: number[] = [];
  let at: Link = first;
  while (typeof at === 'number' && at >= 2 && at < volume.clusters + 2 && found.length < limit) {
    found.push(at);
    at = await volume.link(at);
  }
  return found;
}

/** 7.4, 7.6, 7.7: a file's entry, where its clusters are, its name in pieces of 15 characters. */
export function parseDirectory(sectors: readonly (Buffer | null)[]): DirectoryEntry[] {
  const found: DirectoryEntry[] = [];
  const raw = sectors.flatMap((sector) => {
    if (sector === null) return [null];
    const entries: (Buffer | null)[] = [];
    for (let at = 0; at + ENTRY_BYTES <= sector.length; at += ENTRY_BYTES) {
      entries.push(sector.subarray(at, at + ENTRY_BYTES));
    }
    return entries;
  });
  for (let index = 0; index < raw.length; index++) {
    const head = raw[index];
    if (head?.[0] === 0) break;
    if (head?.[0] !== FILE) continue;
    const stream = raw[index + 1];
    if (stream?.[0] !== STREAM) continue;
    const names = raw.slice(index + 2, index + 1 + head[1]!).filter((entry) => entry?.[0] === NAME);
    const text = names.map((entry) => entry!.toString('utf16le', 2, 32)).join('');
    const length = stream[3]!;
    found.push({
      name: text.length < length ? null : Buffer.from(text.slice(0, length), 'utf8'),
      isDirectory: (head.readUInt16LE(4) & DIRECTORY) !== 0,
      firstCluster: stream.readUInt32LE(20),
      bytes: Number(stream.readBigUInt64LE(24)),
      isContiguous: (stream[1]! & 2) !== 0,
    });
  }
  return found;
}
