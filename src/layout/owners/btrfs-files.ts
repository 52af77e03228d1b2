// From an extent of Btrfs to the file that has a certain block of it, and to that file's path: btrfs_tree.h,
// btrfs_extent_item and its references, btrfs_file_extent_item, btrfs_inode_ref, btrfs_root_ref.

import { type BtrfsTrees, BtrfsTrouble, type Item } from './btrfs-tree.ts';

const INODE_REF = 12;
const INODE_EXTREF = 13;
const EXTENT_DATA = 108;
const ROOT_BACKREF = 144;
const EXTENT_DATA_REF = 178;
const SHARED_DATA_REF = 184;
/** A reference's bytes behind its type. */
const INLINE_BYTES: ReadonlyMap<number, number> = new Map([
  [176, 8], // TREE_BLOCK_REF
  [182, 8], // SHARED_BLOCK_REF
  [EXTENT_DATA_REF, 28],
  [SHARED_DATA_REF, 12],
  [172, 8], // EXTENT_OWNER_REF
]);
const REFERENCE_LIMIT = 64;
/** BTRFS_MAX_UNCOMPRESSED. */
const COMPRESSED_BYTES = 131_072n;
/** BTRFS_FS_TREE_OBJECTID, BTRFS_FIRST_FREE_OBJECTID. */
export const TOP_TREE = 5n;
const ROOT_INODE = 256n;
const DEPTH_LIMIT = 256;

export interface FileReference {
  readonly tree: bigint;
  readonly inode: bigint;
  /** Where in the file the extent would begin if all of it were used; may be below 0. */
  readonly offset: bigint;
}

export interface References {
  readonly files: readonly FileReference[];
  /** Leaves whose items name the extent: what snapshots share. */
  readonly leaves: readonly number[];
}

/** All references of a data extent, those in items of their own as well. */
export async function referencesOf(trees: BtrfsTrees, extent: Item): Promise<References> {
  const files: FileReference[] = [];
  const leaves: number[] = [];
  for (let at = 24; at < extent.data.length; ) {
    const type = extent.data[at]!;
    const length = INLINE_BYTES.get(type);
    if (length === undefined) throw new BtrfsTrouble(`an extent has a reference of type ${type}`);
    const raw = extent.data.subarray(at + 1, at + 1 + length);
    if (type === EXTENT_DATA_REF) files.push(fileReference(raw));
    if (type === SHARED_DATA_REF) leaves.push(Number(raw.readBigUInt64LE(0)));
    at += 1 + length;
  }
  const { objectid } = extent.key;
  for (const { data } of await trees.itemsOf(2n, objectid, EXTENT_DATA_REF)) {
    files.push(fileReference(data));
  }
  for (const { key } of await trees.itemsOf(2n, objectid, SHARED_DATA_REF)) {
    leaves.push(Number(key.offset));
  }
  return { files: files.slice(0, REFERENCE_LIMIT), leaves: leaves.slice(0, REFERENCE_LIMIT) };
}

function fileReference(raw: Buffer): FileReference {
  return {
    tree: raw.readBigUInt64LE(0),
    inode: raw.readBigUInt64LE(8),
    offset: BigInt.asIntN(64, raw.readBigUInt64LE(16)),
  };
}

/** Whether the file still uses the byte at `within` of the extent: it may have written parts of it anew,
 * elsewhere. */
export async function usesByte(
  trees: BtrfsTrees,
  { tree, inode, offset }: FileReference,
  extent: bigint,
  within: bigint,
): Promise<boolean> {
  const itemAt = async (position: bigint) => {
    if (position < 0n) return null;
    const key = { objectid: inode, type: EXTENT_DATA, offset: position };
    const item = await trees.lastBefore(tree, key);
    return item?.key.objectid === inode && item.key.type === EXTENT_DATA ? item : null;
  };
  const there = await itemAt(offset + within);
  if (there !== null && fileExtent(there, extent)?.has(within)) return true;
  // What is compressed is read as a whole, wherever in it the parts are that the file still has.
  let position = offset + COMPRESSED_BYTES - 1n;
  for (let count = 0; count < REFERENCE_LIMIT && position >= offset; count++) {
    const item = await itemAt(position);
    if (item === null) return false;
    if (fileExtent(item, extent)?.isCompressed) return true;
    position = item.key.offset - 1n;
  }
  return false;
}

function fileExtent({ data }: Item, extent: bigint) {
  if (data.length < 53 || data[20] === 0 || data.readBigUInt64LE(21) !== extent) return null;
  const [from, bytes] = [data.readBigUInt64LE(37), data.readBigUInt64LE(45)];
  return {
    isCompressed: data[16] !== 0,
    has: (within: bigint) => from <= within && within < from + bytes,
  };
}

/** The files in a leaf that use the byte. */
export async function usersInLeaf(
  trees: BtrfsTrees,
  address: number,
  extent: bigint,
  within: bigint,
): Promise<{ tree: bigint; inode: bigint }[]> {
  const { owner, items } = await trees.leaf(address);
  const users = items.filter((item) => {
    const use = item.key.type === EXTENT_DATA ? fileExtent(item, extent) : null;
    return use !== null && (use.isCompressed || use.has(within));
  });
  return users.map(({ key }) => ({ tree: owner, inode: key.objectid }));
}

/** From the root of the whole file system; null: not found. */
export async function filePath(
  trees: BtrfsTrees,
  tree: bigint,
  inode: bigint,
): Promise<Buffer | null> {
  const names: Buffer[] = [];
  let at = { tree, inode };
  for (let depth = 0; depth < DEPTH_LIMIT; depth++) {
    if (at.inode === ROOT_INODE && at.tree === TOP_TREE) {
      return Buffer.concat(names.flatMap((name) => [Buffer.from('/'), name]));
    }
    const up =
      at.inode === ROOT_INODE ? await aboveTree(trees, at.tree) : await aboveInode(trees, at);
    if (up === null) return null;
    names.unshift(up.name);
    at = up;
  }
  return null;
}

async function aboveInode(trees: BtrfsTrees, { tree, inode }: { tree: bigint; inode: bigint }) {
  const [reference] = await trees.itemsOf(tree, inode, INODE_REF);
  if (reference !== undefined) {
    const name = nameAt(reference.data, 8);
    return name && { tree, inode: reference.key.offset, name };
  }
  const [extended] = await trees.itemsOf(tree, inode, INODE_EXTREF);
  const name = extended === undefined ? null : nameAt(extended.data, 16);
  return name && { tree, inode: extended!.data.readBigUInt64LE(0), name };
}

/** The directory that a subvolume hangs in. */
async function aboveTree(trees: BtrfsTrees, tree: bigint) {
  const [reference] = await trees.itemsOf(1n, tree, ROOT_BACKREF);
  const name = reference === undefined ? null : nameAt(reference.data, 16);
  const inode = reference?.data.readBigUInt64LE(0);
  return name && { tree: reference!.key.offset, inode: inode!, name };
}

function nameAt(data: Buffer, at: number): Buffer | null {
  if (data.length < at + 2) return null;
  const name = data.subarray(at + 2, at + 2 + data.readUInt16LE(at));
  return name.length === 0 ? null : name;
}
