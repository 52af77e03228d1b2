// Paths of UFS inodes, by walking the directories from the root: FreeBSD's sys/ufs/ufs/dir.h.

import type { ByteReader } from '../sectors.ts';
import { inodeBytes, inodePlace, parseUfsInode, runsOf } from './ufs-inodes.ts';
import type { UfsSuper } from './ufs-super.ts';

const ROOT = 2;
const DIRECTORY = 4;
/** DIRBLKSIZ: no entry goes past the end of one, so each is read by itself. */
const DIRECTORY_BYTES = 512;
const DIRECTORY_LIMIT = 1_000_000;
const SLASH = Buffer.from('/');

interface Entry {
  readonly inode: number;
  readonly isDirectory: boolean;
  readonly name: Buffer;
}

export async function ufsPaths(
  bytes: ByteReader,
  superblock: UfsSuper,
  wanted: ReadonlySet<number>,
): Promise<Map<number, Buffer>> {
  const found = new Map<number, Buffer>();
  if (wanted.has(ROOT)) found.set(ROOT, SLASH);
  const seen = new Set<number>([ROOT]);
  const open: { inode: number; path: Buffer }[] = [{ inode: ROOT, path: Buffer.alloc(0) }];
  while (open.length > 0 && found.size < wanted.size && seen.size < DIRECTORY_LIMIT) {
    const { inode, path } = open.pop()!;
    for (const entry of await entriesOf(bytes, superblock, inode)) {
      const child = Buffer.concat([path, SLASH, entry.name]);
      if (wanted.has(entry.inode) && !found.has(entry.inode)) found.set(entry.inode, child);
      if (!entry.isDirectory || seen.has(entry.inode)) continue;
      seen.add(entry.inode);
      open.push({ inode: entry.inode, path: child });
    }
  }
  return found;
}

async function entriesOf(bytes: ByteReader, superblock: UfsSuper, number: number) {
  const { fragmentBytes } = superblock;
  const raw = await bytes.at(inodePlace(superblock, number), inodeBytes(superblock));
  const inode = raw === null ? null : parseUfsInode(raw, superblock, number);
  if (inode?.kind !== 'directory') return [];
  const entries: Entry[] = [];
  for (const { from, fragments, data } of await runsOf(bytes, superblock, inode)) {
    if (data === null) continue;
    const length = fragments * fragmentBytes;
    for (let at = 0; at < length; at += DIRECTORY_BYTES) {
      const block = await bytes.at(from * fragmentBytes + at, DIRECTORY_BYTES);
      if (block !== null) entries.push(...parseEntries(block, superblock.isLittle));
    }
  }
  return entries;
}

function parseEntries(block: Buffer, isLittle: boolean): Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at + 8 <= block.length; ) {
    const inode = isLittle ? block.readUInt32LE(at) : block.readUInt32BE(at);
    const length = isLittle ? block.readUInt16LE(at + 4) : block.readUInt16BE(at + 4);
    const [type, nameBytes] = [block[at + 6]!, block[at + 7]!];
    if (length < 8 || at + length > block.length || nameBytes > length - 8) break;
    const name = block.subarray(at + 8, at + 8 + nameBytes);
    const isDots = nameBytes <= 2 && name.every((byte) => byte === 0x2e);
    if (inode !== 0 && nameBytes > 0 && !isDots) {
      entries.push({ inode, isDirectory: type === DIRECTORY, name });
    }
    at += length;
  }
  return entries;
}
