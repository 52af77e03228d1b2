// Btrfs through btrfs-progs' inspect-internal, mounted or not: device address → chunk → logical address
// → extent → inode → path.

import { BTRFS_SUPERBLOCKS } from '../filesystems/linux.ts';
import type { RunTool } from '../tool.ts';
import { type Chunk, chunkAt, logicalAddress, parseChunks } from './btrfs-chunks.ts';
import { type BtrfsPath, inodePath } from './btrfs-paths.ts';
import { BtrfsTrouble, dumpTree, findLeaf, type Item, type Key } from './btrfs-tree.ts';
import {
  type FindOwners,
  FREE,
  metadata,
  type Owner,
  ofFile,
  sameForAll,
  unknown,
  type Volume,
} from './owner.ts';

/** Each costs a handful of programs started. */
const BLOCK_LIMIT = 64;
const SUPERBLOCK_BYTES = 4096;
/** Nothing is put there: BTRFS_DEVICE_RANGE_RESERVED. */
const RESERVED_BYTES = 1024 ** 2;

const EXTENTS: ReadonlySet<string> = new Set(['EXTENT_ITEM', 'METADATA_ITEM']);
const SEARCH_LIMIT = 8;
const DATA_REFERENCE = /extent data backref root (\w+) objectid (\d+) offset \d+ count \d+$/;

interface Trees {
  readonly chunks: readonly Chunk[];
  readonly deviceId: number;
  readonly nodeBytes: number;
  /** The text of `dump-tree -r`: where each tree's root is. */
  readonly roots: string;
}

export const findBtrfsOwners: FindOwners = async (volume, blocks, run) => {
  if (volume.offsetBytes !== 0) {
    const how = 'attach the image with "losetup -r -P" to have one';
    return sameForAll(blocks, unknown(`btrfs needs a node of the partition's own: ${how}`));
  }
  const owners = new Map<number, Owner>();
  try {
    const trees = await readTrees(run, volume);
    for (const block of blocks.slice(0, BLOCK_LIMIT)) {
      owners.set(block, await ownerOf(run, volume, trees, block * volume.filesystem.blockBytes));
    }
  } catch (error) {
    if (!(error instanceof BtrfsTrouble)) throw error;
    for (const block of blocks) if (!owners.has(block)) owners.set(block, unknown(error.message));
  }
  return owners;
};

async function readTrees(run: RunTool, volume: Volume): Promise<Trees> {
  const { path } = volume;
  const chunks = await dumpTree(run, path, ['-t', 'chunk']);
  const superblock = await run('btrfs', ['inspect-internal', 'dump-super', path]);
  const field = (name: string) =>
    Number(new RegExp(`^${name}\\s+(\\d+)`, 'm').exec(superblock.stdout)?.[1] ?? Number.NaN);
  const roots = await dumpTree(run, path, ['-r']);
  const [deviceId, nodeBytes] = [field('dev_item.devid'), field('nodesize')];
  if (Number.isNaN(deviceId + nodeBytes)) throw new BtrfsTrouble('btrfs showed no superblock');
  return { chunks: parseChunks(chunks), deviceId, nodeBytes, roots };
}

async function ownerOf(run: RunTool, volume: Volume, trees: Trees, at: number): Promise<Owner> {
  const copy = BTRFS_SUPERBLOCKS.findIndex((from) => at >= from && at < from + SUPERBLOCK_BYTES);
  if (copy >= 0) return metadata(copy === 0 ? 'superblock' : 'copy of the superblock');
  if (at < RESERVED_BYTES) return metadata('reserved at the start of the device');
  const chunk = chunkAt(trees.chunks, trees.deviceId, at);
  if (chunk === null) return FREE;
  const logical = logicalAddress(chunk, trees.deviceId, at);
  if (logical === null) return unknown(`in a chunk of type ${chunk.type}, which is striped`);
  const extent = await extentAt(run, volume, trees, logical);
  if (extent === null) return FREE;
  if (!chunk.type.startsWith('DATA')) return metadata(`${chunk.type} chunk, logical ${logical}`);
  return dataOwner(run, volume, trees, extent);
}

/** The extent item that covers `logical`; null: there is none, so it is free. The last extent before it
 * may end the leaf before the one where the search ends, which then begins with that extent's references. */
async function extentAt(run: RunTool, volume: Volume, trees: Trees, logical: number) {
  const root = rootOf(trees, 'EXTENT_TREE');
  let last = logical;
  for (let steps = 0; steps < SEARCH_LIMIT; steps++) {
    const items = await findLeaf(run, volume.path, root, isBehind(last));
    const extent = items.findLast(({ key }) => EXTENTS.has(key.type) && key.objectid <= logical);
    if (extent !== undefined) {
      const { key } = extent;
      const bytes = key.type === 'EXTENT_ITEM' ? key.offset : trees.nodeBytes;
      return logical < key.objectid + bytes ? extent : null;
    }
    const first = items[0]?.key.objectid;
    if (first === undefined || first > logical || (steps > 0 && first >= last)) return null;
    last = first;
  }
  throw new BtrfsTrouble('btrfs showed an extent tree that makes no sense');
}

/** Keys are ordered by number, then type: an extent's references and its block group come behind it. */
function isBehind(logical: number) {
  return ({ objectid, type }: Key) =>
    objectid > logical || (objectid === logical && !EXTENTS.has(type));
}

async function dataOwner(run: RunTool, volume: Volume, trees: Trees, extent: Item): Promise<Owner> {
  const found = extent.body
    .map((line) => DATA_REFERENCE.exec(line))
    .filter((match) => match !== null);
  const [first] = found;
  if (first === undefined) return ofFile(null, 'an extent whose files btrfs names elsewhere');
  const [, tree, inode] = first;
  const path: BtrfsPath = await inodePath(run, volume.path, rootOf(trees, tree!), Number(inode));
  const notes = [
    ...(path.path === null ? [`inode ${inode}, whose path is not known`] : []),
    ...(tree === 'FS_TREE' ? [] : [`in subvolume ${tree}: the path begins there`]),
    ...(found.length > 1 ? [`and ${found.length - 1} more files share it`] : []),
  ];
  return ofFile(path.path, ...notes);
}

/** "fs tree key (FS_TREE ROOT_ITEM 0) 30441472 level 0" */
function rootOf(trees: Trees, name: string): string {
  const pattern = new RegExp(`key \\(${name} ROOT_ITEM \\d+\\) (\\d+) level \\d+$`, 'm');
  const block = pattern.exec(trees.roots)?.[1];
  if (block === undefined) throw new BtrfsTrouble(`btrfs showed no root of the tree ${name}`);
  return block;
}
