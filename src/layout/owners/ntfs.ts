// NTFS: whose a cluster is, by its allocation bitmap and the runs of all records of the master file table.

import type { ByteReader } from '../sectors.ts';
import { ATTRIBUTE_LIST, DATA, type Run } from './ntfs-record.ts';
import { MftTable } from './ntfs-table.ts';
import {
  type FindOwners,
  FREE,
  metadata,
  type Owner,
  ofFile,
  sameForAll,
  unknown,
} from './owner.ts';

/** Its record in the table: layout.h, FILE_Bitmap. */
const BITMAP = 6;

interface Claim {
  readonly record: number;
  readonly type: number;
  readonly stream: string;
}

interface Claims {
  readonly byCluster: ReadonlyMap<number, readonly Claim[]>;
  readonly directories: ReadonlySet<number>;
}

export const findNtfsOwners: FindOwners = (volume, blocks) =>
  volume.reading(async (bytes) => {
    const boot = await readBoot(bytes);
    const { blockBytes } = volume.filesystem;
    const table = boot === null ? null : await MftTable.open(bytes, boot, blockBytes);
    if (table === null) {
      return sameForAll(blocks, unknown('its master file table cannot be read'));
    }
    const claims = await claimsOf(table, blocks);
    const bitmap = (await table.attributes(BITMAP))
      .filter(({ type, name }) => type === DATA && name === '')
      .flatMap(({ runs }) => runs);
    const owners = new Map<number, Owner>();
    for (const block of blocks) {
      const isUsed = await bitAt(table, bitmap, block);
      owners.set(block, await ownerOf(table, claims, block, isUsed));
    }
    return owners;
  });

/** The first sector, or its copy in the last. */
async function readBoot(bytes: ByteReader): Promise<Buffer | null> {
  for (const at of [0, Math.floor(bytes.sizeBytes / 512) * 512 - 512]) {
    const sector = await bytes.at(at, 512);
    if (sector?.toString('latin1', 3, 11) === 'NTFS    ') return sector;
  }
  return null;
}

async function claimsOf(table: MftTable, blocks: readonly number[]): Promise<Claims> {
  const byCluster = new Map<number, Claim[]>();
  const directories = new Set<number>();
  for (let number = 0; number < table.count; number++) {
    const record = await table.record(number);
    if (record === null || !record.isInUse) continue;
    if (record.isDirectory && record.base === null) directories.add(number);
    for (const { type, name, runs } of record.attributes) {
      const owner = record.base === null ? number : await baseOf(table, record.base);
      if (owner === null) continue;
      for (const block of blocksIn(runs, blocks)) {
        const claim = { record: owner, type, stream: name };
        byCluster.set(block, [...(byCluster.get(block) ?? []), claim]);
      }
    }
  }
  return { byCluster, directories };
}

/** Null: what it extended is gone. */
async function baseOf(table: MftTable, { record, sequence }: { record: number; sequence: number }) {
  const base = await table.record(record);
  // One that cannot be read is believed to be there: the claim is as good as it.
  if (base === null) return record;
  return base.isInUse && base.sequence === sequence ? record : null;
}

function blocksIn(runs: readonly Run[], blocks: readonly number[]): number[] {
  return runs.flatMap(({ lcn, count }) =>
    lcn === null ? [] : blocks.filter((block) => block >= lcn && block < lcn + count),
  );
}

/** Null: the record cannot be read. */
async function bitAt(table: MftTable, runs: readonly Run[], block: number) {
  const raw = await table.data(runs, Math.floor(block / 8), 1);
  return raw === null ? null : ((raw[0]! >> (block % 8)) & 1) === 1;
}

async function ownerOf(
  table: MftTable,
  { byCluster, directories }: Claims,
  block: number,
  isUsed: boolean | null,
): Promise<Owner> {
  const [claim, ...more] = byCluster.get(block) ?? [];
  if (claim === undefined) {
    if (isUsed === false) return FREE;
    if (isUsed === null) return unknown('whether it is in use cannot be read');
    return unknown('marked as in use, and no file that could be read has it');
  }
  if (more.length > 0) return unknown('several files have it: the file system is damaged');
  if (isUsed === false) {
    return unknown(`marked as free, though record ${claim.record} of the file table has it`);
  }
  const { path, isSystem } = await table.path(claim.record);
  if (isSystem) return metadata("the file system's own", path);
  if (directories.has(claim.record)) return metadata('a directory', path);
  if (claim.type === ATTRIBUTE_LIST) return metadata('the list of attributes of a file', path);
  if (claim.type !== DATA) return metadata('attributes of a file', path);
  const notes = claim.stream === '' ? [] : [`its stream "${claim.stream}"`];
  if (path !== null) return ofFile(path, ...notes);
  const number = `record ${claim.record} of the file table, whose path is not known`;
  return ofFile(null, number, ...notes);
}
