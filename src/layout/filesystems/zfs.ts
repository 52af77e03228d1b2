// A ZFS member says on its own which pool and which vdev it is of: OpenZFS module/zfs/vdev_label.c.

import { cleanText } from '../../vocabulary/text.ts';
import type { ByteReader } from '../sectors.ts';
import { filesystem, type Probe } from './filesystem.ts';
import { type NvList, parseNvlist } from './nvlist.ts';

export const LABEL_BYTES = 256 * 1024;
/** vdev_impl.h: 8 KiB blank, 8 KiB boot header, then the list, with a checksum of 40 bytes behind it. */
const LIST_OFFSET = 16 * 1024;
const LIST_BYTES = 112 * 1024 - 40;
const TEXT_LIMIT = 255;
const DEPTH_LIMIT = 8;
/** SPA_MINBLOCKSHIFT: what places in a pool are multiples of. */
const BLOCK_BYTES = 512;

/** Which member of which pool it is. */
export interface Member {
  readonly pool: string;
  readonly poolGuid: bigint;
  readonly guid: bigint;
  /** The number of the top-level vdev that it is of; null: unknown. */
  readonly vdev: number | null;
  /** Of that: "disk", "mirror", "raidz", … */
  readonly type: string;
}

/** null: no label can be read. */
export async function readMember(bytes: ByteReader): Promise<Member | null> {
  const list = await readLabel(bytes);
  const [pool, poolGuid, guid] = ['name', 'pool_guid', 'guid'].map((name) => list?.get(name));
  const tree = list?.get('vdev_tree');
  const isWhole =
    typeof pool === 'string' && typeof poolGuid === 'bigint' && typeof guid === 'bigint';
  if (!isWhole || !(tree instanceof Map)) return null;
  const [id, type] = [tree.get('id'), tree.get('type')];
  return {
    pool,
    poolGuid,
    guid,
    vdev: typeof id === 'bigint' && id < 2n ** 32n ? Number(id) : null,
    type: typeof type === 'string' ? cleanText(type, 20) : 'unknown',
  };
}

export const probeZfs: Probe = async (bytes) => {
  const list = await readLabel(bytes);
  const pool = list?.get('name');
  const guid = list?.get('guid');
  if (list === null || typeof pool !== 'string' || typeof guid !== 'bigint') return null;
  const poolGuid = list.get('pool_guid');
  const label = cleanText(pool, TEXT_LIMIT);
  return filesystem('zfs_member', {
    label,
    blockBytes: BLOCK_BYTES,
    blocks: Math.floor(bytes.sizeBytes / BLOCK_BYTES),
    uuid: typeof poolGuid === 'bigint' ? String(poolGuid) : null,
    notes: [
      `${vdevWords(list.get('vdev_tree'), guid)} of the ZFS pool ${label}: "zpool scrub" reads all that is ` +
        'in use there, and "zpool status -v" names the files it could not mend',
    ],
  });
};

/** Two labels stand at the front, in case one is lost. */
async function readLabel(bytes: ByteReader): Promise<NvList | null> {
  for (const label of [0, LABEL_BYTES]) {
    const magic = await bytes.at(label + LIST_OFFSET, 4);
    if (magic === null || magic[0] !== 1 || (magic[1] !== 0 && magic[1] !== 1)) continue;
    const list = await bytes.at(label + LIST_OFFSET, LIST_BYTES);
    const parsed = list === null ? null : parseNvlist(list);
    if (parsed?.has('vdev_tree')) return parsed;
  }
  return null;
}

/** "the member /dev/ada0p3 of mirror-0" */
function vdevWords(tree: unknown, guid: bigint): string {
  const found = tree instanceof Map ? findVdev(tree as NvList, guid, 0) : null;
  const path = found?.leaf.get('path');
  const name = typeof path === 'string' ? `the member ${cleanText(path, TEXT_LIMIT)}` : 'a member';
  const parent = found?.parent ?? null;
  const type = parent?.get('type');
  if (typeof type !== 'string' || type === 'root') return name;
  const id = parent?.get('id');
  return `${name} of ${cleanText(type, 20)}${typeof id === 'bigint' ? `-${id}` : ''}`;
}

function findVdev(
  vdev: NvList,
  guid: bigint,
  depth: number,
  parent: NvList | null = null,
): { leaf: NvList; parent: NvList | null } | null {
  const children = vdev.get('children');
  if (!Array.isArray(children)) return vdev.get('guid') === guid ? { leaf: vdev, parent } : null;
  if (depth > DEPTH_LIMIT) return null;
  for (const child of children as NvList[]) {
    const found = findVdev(child, guid, depth + 1, vdev);
    if (found !== null) return found;
  }
  return null;
}
