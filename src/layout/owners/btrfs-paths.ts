// From an inode of a Btrfs subvolume to its path, by the references to its parents.

import type { RunTool } from '../tool.ts';
import { findLeaf, type Item, type Key } from './btrfs-tree.ts';

/** The subvolume's own directory: BTRFS_FIRST_FREE_OBJECTID. */
const ROOT_INODE = 256;
const DEPTH_LIMIT = 64;
/** btrfs_tree.h, BTRFS_INODE_ITEM_KEY and BTRFS_INODE_REF_KEY; the others come behind. */
const BEFORE_REFERENCES: ReadonlySet<string> = new Set(['INODE_ITEM', 'INODE_REF']);

export interface BtrfsPath {
  /** From the subvolume's root; null: not found, or a name has a line break in it. */
  readonly path: string | null;
}

export async function inodePath(
  run: RunTool,
  device: string,
  rootBlock: string,
  inode: number,
): Promise<BtrfsPath> {
  const names: string[] = [];
  let at = inode;
  while (at !== ROOT_INODE) {
    if (names.length === DEPTH_LIMIT) return { path: null };
    const items = await findLeaf(run, device, rootBlock, isAfterReference(at));
    const reference = items.find(({ key }) => key.objectid === at && key.type === 'INODE_REF');
    const name = reference === undefined ? null : nameOf(reference);
    if (reference === undefined || name === null) return { path: null };
    names.unshift(name);
    at = reference.key.offset;
  }
  return { path: `/${names.join('/')}` };
}

function isAfterReference(inode: number) {
  return ({ objectid, type }: Key) =>
    objectid > inode || (objectid === inode && !BEFORE_REFERENCES.has(type));
}

/** "index 4 namelen 3 name: sub": only a name of the length it says was shown whole. */
function nameOf({ body }: Item): string | null {
  const [, length, name] = /^index \d+ namelen (\d+) name: (.*)$/.exec(body[0] ?? '') ?? [];
  return name !== undefined && Buffer.byteLength(name) === Number(length) ? name : null;
}
