// Btrfs's trees, node by node, each believed only with its checksum, address and level: btrfs_tree.h,
// btrfs_header, btrfs_item, btrfs_key_ptr.

import type { ByteReader } from '../sectors.ts';
import { isChecked } from './btrfs-checksum.ts';
import {
  type Chunk,
  parseChunk,
  placesOf,
  readSuperblock,
  type Superblock,
  systemChunks,
} from './btrfs-chunks.ts';

/** BTRFS_MAX_LEVEL: fs/btrfs/ctree.h. */
const LEVEL_LIMIT = 8;
const HEADER_BYTES = 101;
const ITEM_BYTES = 25;
const POINTER_BYTES = 33;
const NODE_LIMIT = 4096;
const ROOT_TREE = 1n;
const ROOT_ITEM = 132;
const CHUNK_ITEM = 228;

export interface Key {
  readonly objectid: bigint;
  readonly type: number;
  readonly offset: bigint;
}

export interface Item {
  readonly key: Key;
  readonly data: Buffer;
}

export interface Leaf {
  readonly owner: bigint;
  readonly items: readonly Item[];
}

interface Root {
  readonly address: number;
  readonly level: number;
}

/** Why nothing can be said, for a person. */
export class BtrfsTrouble extends Error {}

export class BtrfsTrees {
  private readonly roots = new Map<bigint, Root | null>();
  private readonly nodes = new Map<number, Buffer>();

  private constructor(
    readonly superblock: Superblock,
    /** By device: other devices of the file system as far as they are there. */
    private readonly devices: ReadonlyMap<number, ByteReader>,
    public chunks: readonly Chunk[],
  ) {}

  /** Throws BtrfsTrouble. */
  static async open(bytes: ByteReader, others: readonly ByteReader[]) {
    const superblock = await readSuperblock(bytes);
    if (superblock === null) throw new BtrfsTrouble('no superblock of it can be read');
    const devices = new Map<number, ByteReader>();
    for (const other of others) {
      const its = await readSuperblock(other);
      if (its?.id.equals(superblock.id)) devices.set(its.deviceId, other);
    }
    devices.set(superblock.deviceId, bytes);
    const trees = new BtrfsTrees(superblock, devices, systemChunks(superblock.systemChunks));
    trees.chunks = await trees.readChunks();
    return trees;
  }

  /** All of them: what is in none is free. */
  private async readChunks(): Promise<Chunk[]> {
    const chunks: Chunk[] = [];
    const open = [this.superblock.chunkTree];
    for (let count = 0; open.length > 0; count++) {
      if (count === NODE_LIMIT) throw new BtrfsTrouble('its chunk tree is too large');
      const node = await this.node(open.pop()!, 'chunk tree');
      if (levelOf(node) > 0) {
        open.push(...pointers(node).map(({ address }) => address));
        continue;
      }
      for (const { key, data } of parseLeaf(node).items) {
        if (key.type !== CHUNK_ITEM) continue;
        const chunk = parseChunk(Number(key.offset), data);
        if (chunk === null) throw new BtrfsTrouble('its chunk tree makes no sense');
        chunks.push(chunk);
      }
    }
    return chunks;
  }

  /** By its first copy that is whole. */
  private async node(address: number, what: string, level?: number): Promise<Buffer> {
    const known = this.nodes.get(address);
    if (known !== undefined) return known;
    const chunk = this.chunks.find(
      ({ logical, bytes }) => logical <= address && address < logical + bytes,
    );
    const { nodeBytes, checksumType, id, metadataId } = this.superblock;
    const places = chunk === undefined ? [] : placesOf(chunk, address);
    for (const { deviceId, offset } of places) {
      const raw = (await this.devices.get(deviceId)?.at(offset, nodeBytes)) ?? null;
      if (raw === null || Number(raw.readBigUInt64LE(48)) !== address) continue;
      const its = raw.subarray(32, 48);
      if (!id.equals(its) && !metadataId.equals(its)) continue;
      if (level !== undefined && levelOf(raw) !== level) continue;
      if (levelOf(raw) >= LEVEL_LIMIT || !isChecked(raw, checksumType)) continue;
      this.nodes.set(address, raw);
      return raw;
    }
    const isElsewhere = places.every(({ deviceId }) => !this.devices.has(deviceId));
    const where = isElsewhere ? ' lies on a device that is not there' : ' cannot be read';
    throw new BtrfsTrouble(`a node of its ${what}${where}`);
  }

  async leaf(address: number): Promise<Leaf> {
    return parseLeaf(await this.node(address, 'file tree', 0));
  }

  /** The last item that does not come behind `key`, in tree `id`; null: there is none. */
  async lastBefore(id: bigint, key: Key): Promise<Item | null> {
    const { items } = await this.leafOf(id, key);
    return items.findLast((item) => compare(item.key, key) <= 0) ?? null;
  }

  /** The leaf where `key` is, or would be. */
  private async leafOf(id: bigint, key: Key): Promise<Leaf> {
    const root = await this.root(id);
    const what = NAMES.get(id) ?? `file tree ${id}`;
    if (root === null) throw new BtrfsTrouble(`its ${what} is not there`);
    let { address } = root;
    for (let level = root.level; level > 0; level--) {
      const children = pointers(await this.node(address, what, level));
      const next = children.findLast((child) => compare(child.key, key) <= 0) ?? children[0];
      if (next === undefined) throw new BtrfsTrouble(`its ${what} makes no sense`);
      address = next.address;
    }
    return parseLeaf(await this.node(address, what, 0));
  }

  /** All items with this number and this type, as long as they are in one leaf with the first. */
  async itemsOf(id: bigint, objectid: bigint, type: number, offset = 0n): Promise<Item[]> {
    const { items } = await this.leafOf(id, { objectid, type, offset: 0xffff_ffff_ffff_ffffn });
    const found = items.filter(({ key }) => key.objectid === objectid && key.type === type);
    return found.filter(({ key }) => key.offset >= offset);
  }

  private async root(id: bigint): Promise<Root | null> {
    if (id === ROOT_TREE) {
      const node = await this.node(this.superblock.rootTree, 'root tree');
      return { address: this.superblock.rootTree, level: levelOf(node) };
    }
    const known = this.roots.get(id);
    if (known !== undefined) return known;
    const key = { objectid: id, type: ROOT_ITEM, offset: 0xffff_ffff_ffff_ffffn };
    const item = await this.lastBefore(ROOT_TREE, key);
    const isIt = item?.key.objectid === id && item.key.type === ROOT_ITEM;
    const data = isIt && item.data.length >= 239 ? item.data : null;
    const root = data && { address: Number(data.readBigUInt64LE(176)), level: data[238]! };
    this.roots.set(id, root);
    return root;
  }
}

const NAMES: ReadonlyMap<bigint, string> = new Map([
  [1n, 'root tree'],
  [2n, 'extent tree'],
  [5n, 'file tree'],
]);

export function compare(a: Key, b: Key): number {
  if (a.objectid !== b.objectid) return a.objectid < b.objectid ? -1 : 1;
  if (a.type !== b.type) return a.type - b.type;
  return a.offset === b.offset ? 0 : a.offset < b.offset ? -1 : 1;
}

function keyAt(raw: Buffer, at: number): Key {
  return {
    objectid: raw.readBigUInt64LE(at),
    type: raw[at + 8]!,
    offset: raw.readBigUInt64LE(at + 9),
  };
}

function levelOf(node: Buffer): number {
  return node[100]!;
}

function countOf(node: Buffer, bytes: number): number {
  return Math.min(node.readUInt32LE(96), Math.floor((node.length - HEADER_BYTES) / bytes));
}

function pointers(node: Buffer): { key: Key; address: number }[] {
  return Array.from({ length: countOf(node, POINTER_BYTES) }, (_v, index) => {
    const at = HEADER_BYTES + index * POINTER_BYTES;
    return { key: keyAt(node, at), address: Number(node.readBigUInt64LE(at + 17)) };
  });
}

function parseLeaf(node: Buffer): Leaf {
  const items = Array.from({ length: countOf(node, ITEM_BYTES) }, (_v, index) => {
    const at = HEADER_BYTES + index * ITEM_BYTES;
    const from = HEADER_BYTES + node.readUInt32LE(at + 17);
    return { key: keyAt(node, at), data: node.subarray(from, from + node.readUInt32LE(at + 21)) };
  });
  return { owner: node.readBigUInt64LE(88), items };
}
