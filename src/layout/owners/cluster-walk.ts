// FAT and exFAT: from the root through all directories to the clusters of each file. Neither has a program
// of its own that tells whose a cluster is, and The Sleuth Kit's word for a bitmap that it could not read
// is "Not Allocated".

import type { ByteReader } from '../sectors.ts';
import { FREE, metadata, type Owner, ofFile, unknown } from './owner.ts';

export interface DirectoryEntry {
  /** null: it could not be read whole. */
  readonly name: Buffer | null;
  readonly isDirectory: boolean;
  /** 0: it has none. */
  readonly firstCluster: number;
  readonly bytes: number;
  /** exFAT: its clusters follow each other, and the FAT is not asked. */
  readonly isContiguous: boolean;
}

/** What follows a cluster in its chain; null: that cannot be read. */
export type Link = number | 'end' | 'free' | 'bad' | null;

export interface ClusterVolume {
  readonly bytes: ByteReader;
  readonly clusterBytes: number;
  /** Numbered from 2. */
  readonly clusters: number;
  readonly root: DirectoryEntry;
  /** FAT12 and FAT16: the root's own place. */
  readonly rootPlace: { readonly fromByte: number; readonly bytes: number } | null;
  byteOf(cluster: number): number;
  link(cluster: number): Promise<Link>;
  /** What the allocation record says; null: it cannot be read. */
  state(cluster: number): Promise<'used' | 'free' | 'bad' | null>;
  /** null: a sector that cannot be read. */
  parse(sectors: readonly (Buffer | null)[]): DirectoryEntry[];
}

const SECTOR_BYTES = 512;
const ENTRY_LIMIT = 4_000_000;
const DEPTH_LIMIT = 128;
const SLASH = Buffer.from('/');

interface Claim {
  readonly path: Buffer | null;
  readonly directory: Buffer | null;
  readonly isDirectory: boolean;
}

interface Walk {
  readonly volume: ClusterVolume;
  readonly wanted: ReadonlySet<number>;
  readonly claims: Map<number, Claim[]>;
  readonly directories: Set<number>;
  entries: number;
}

/** The owner of each of `wanted`. */
export async function clusterOwners(
  volume: ClusterVolume,
  wanted: readonly number[],
): Promise<Map<number, Owner>> {
  const claims = new Map<number, Claim[]>();
  const directories = new Set<number>();
  const walk: Walk = { volume, wanted: new Set(wanted), claims, directories, entries: 0 };
  const root = { path: SLASH, directory: null, isDirectory: true };
  await walkDirectory(walk, volume.root, root, 0);
  const owners = new Map<number, Owner>();
  for (const cluster of wanted) {
    owners.set(cluster, ownerOf(await volume.state(cluster), claims.get(cluster) ?? []));
  }
  return owners;
}

function ownerOf(state: 'used' | 'free' | 'bad' | null, claims: readonly Claim[]): Owner {
  const [claim] = claims;
  if (claim === undefined) {
    if (state === 'free') return FREE;
    if (state === 'bad') return metadata('marked as bad: no file has it');
    if (state === null) return unknown('whether it is in use cannot be read');
    return unknown('marked as in use, and no file that could be read has it');
  }
  // A record that contradicts the directory: nothing tells which of them is stale.
  if (state === 'free' || state === 'bad') {
    const name = claim.path === null ? 'a file' : claim.path.toString('utf8');
    return unknown(`marked as ${state}, though ${name} has it`);
  }
  if (claims.length > 1) return unknown('several files have it: the file system is damaged');
  const { path, directory, isDirectory } = claim;
  if (isDirectory) return metadata('a directory', path);
  if (path !== null) return ofFile(path);
  const where = directory === null ? '' : ` in ${directory.toString('utf8')}`;
  return ofFile(null, `a file${where}, whose name could not be read`);
}

async function walkDirectory(
  walk: Walk,
  directory: DirectoryEntry,
  claim: Claim,
  depth: number,
): Promise<void> {
  const { volume } = walk;
  if (depth > DEPTH_LIMIT || walk.directories.has(directory.firstCluster)) return;
  walk.directories.add(directory.firstCluster);
  const sectors: (Buffer | null)[] = [];
  if (directory.firstCluster === 0) {
    if (volume.rootPlace === null) return;
    await readSectors(volume, volume.rootPlace.fromByte, volume.rootPlace.bytes, sectors);
  } else {
    for (const cluster of await clustersOf(walk, directory, claim)) {
      await readSectors(volume, volume.byteOf(cluster), volume.clusterBytes, sectors);
    }
  }
  for (const entry of volume.parse(sectors)) {
    if (++walk.entries > ENTRY_LIMIT) return;
    const { name, isDirectory } = entry;
    const base = claim.path;
    const path =
      name === null || base === null
        ? null
        : Buffer.concat(base.length === 1 ? [base, name] : [base, SLASH, name]);
    const child = { path, directory: base, isDirectory };
    if (isDirectory) await walkDirectory(walk, entry, child, depth + 1);
    else await clustersOf(walk, entry, child);
  }
}

/** Follows its clusters as far as they can be, claims those that are wanted, and gives a directory's. */
async function clustersOf(walk: Walk, entry: DirectoryEntry, claim: Claim): Promise<number[]> {
  const { volume, wanted, claims } = walk;
  const found: number[] = [];
  const isValid = (cluster: number) => cluster >= 2 && cluster < volume.clusters + 2;
  const take = (cluster: number) => {
    if (wanted.has(cluster)) claims.set(cluster, [...(claims.get(cluster) ?? []), claim]);
    if (claim.isDirectory) found.push(cluster);
  };
  const { firstCluster, bytes, isContiguous } = entry;
  if (!isValid(firstCluster)) return found;
  if (isContiguous) {
    const count = Math.ceil(bytes / volume.clusterBytes);
    const end = Math.min(firstCluster + count, volume.clusters + 2);
    if (claim.isDirectory) for (let at = firstCluster; at < end; at++) take(at);
    else for (const at of wanted) if (at >= firstCluster && at < end) take(at);
    return found;
  }
  const seen = new Set<number>();
  let at: Link = firstCluster;
  while (typeof at === 'number' && isValid(at) && !seen.has(at)) {
    seen.add(at);
    const next: Link = await volume.link(at);
    // A chain that leads to a free cluster is a stale entry's.
    if (next === 'free' || next === 'bad') break;
    take(at);
    at = next;
  }
  return found;
}

async function readSectors(
  { bytes }: ClusterVolume,
  fromByte: number,
  length: number,
  into: (Buffer | null)[],
) {
  const whole = await bytes.at(fromByte, length);
  for (let at = 0; at < length; at += SECTOR_BYTES) {
    into.push(
      whole === null
        ? await bytes.at(fromByte + at, SECTOR_BYTES)
        : whole.subarray(at, at + SECTOR_BYTES),
    );
  }
}
