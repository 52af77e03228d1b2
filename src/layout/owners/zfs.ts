// ZFS: the labels are where they are, and of the rest zdb(8) is asked, which goes over all of a pool. It is
// believed where the pool that it knows by this name has this very member, and where it ended well and complained of
// nothing. It knows no free space: what it finds in no object may be the pool's own.

import { LABEL_BYTES, type Member, readMember } from '../filesystems/zfs.ts';
import { complaint, isQuiet } from '../proof.ts';
import type { RunTool } from '../tool.ts';
import {
  type FindOwners,
  metadata,
  type Owner,
  ofFile,
  sameForAll,
  unknown,
  type Volume,
} from './owner.ts';
import { blocksWithin, confirms, type VdevRange, type ZfsBlock } from './zdb-output.ts';

/** sys/vdev_impl.h, VDEV_LABEL_START_SIZE: two labels and the boot block. */
const FRONT_BYTES = 4 * 1024 * 1024;
/** Whose every member has a block at the same offset. Of a raidz one member has a part of each. */
const ALIKE: readonly string[] = ['disk', 'file', 'mirror', 'replacing', 'spare'];

export const findZfsOwners: FindOwners = async (volume, blocks, run) => {
  const { member, sizeBytes } = await volume.reading(async (bytes) => {
    return { member: await readMember(bytes), sizeBytes: bytes.sizeBytes };
  });
  if (member === null) return sameForAll(blocks, unknown('its labels cannot be read'));
  const { blockBytes } = volume.filesystem;
  const owners = new Map<number, Owner>();
  const open: number[] = [];
  for (const block of blocks) {
    const own = ownPlace(block * blockBytes, sizeBytes);
    if (own === null) open.push(block);
    else owners.set(block, metadata(own));
  }
  if (open.length === 0) return owners;
  const found = await byZdb(member, open, volume, run);
  for (const [block, owner] of found) owners.set(block, owner);
  return owners;
};

/** module/zfs/vdev_label.c, vdev_label_offset: two labels in front, two at the end of whole labels. */
function ownPlace(byte: number, sizeBytes: number): string | null {
  if (byte < 2 * LABEL_BYTES) return 'a label of the pool: each member has four';
  if (byte < FRONT_BYTES) return 'reserved for a boot loader';
  const end = Math.floor(sizeBytes / LABEL_BYTES) * LABEL_BYTES;
  if (byte >= end) return 'behind the end of the pool';
  return byte >= end - 2 * LABEL_BYTES ? 'a label of the pool: each member has four' : null;
}

async function byZdb(
  member: Member,
  blocks: readonly number[],
  { filesystem }: Volume,
  run: RunTool,
): Promise<Map<number, Owner>> {
  const { pool, vdev, type } = member;
  if (vdev === null || !ALIKE.includes(type)) {
    const why = `of ${type}: one member does not tell which file is where`;
    return sameForAll(blocks, unknown(why));
  }
  // "-x" would be an option of zdb's; module/zcommon/zfs_namecheck.c lets no pool be called so.
  if (!/^[A-Za-z][\w.: -]*$/.test(pool))
    return sameForAll(blocks, unknown('no pool has such a name'));
  const config = await run('zdb', ['-C', pool]);
  if (config.status !== 0 || !isQuiet('zdb', config)) {
    return sameForAll(blocks, unknown(config.trouble ?? complaint('zdb', config)));
  }
  if (!isPoolOf(config.stdout, member)) {
    const why = `the pool ${pool} that is imported here is another, or has another member`;
    return sameForAll(blocks, unknown(why));
  }
  const answer = await run('zdb', ['-dddddd', pool]);
  if (answer.status !== 0 || !isQuiet('zdb', answer)) {
    return sameForAll(blocks, unknown(answer.trouble ?? complaint('zdb', answer)));
  }
  const { blockBytes } = filesystem;
  const ranges = blocks.map((block) => {
    return { vdev, fromByte: block * blockBytes - FRONT_BYTES, bytes: blockBytes };
  });
  const found = blocksWithin(answer.stdout, ranges);
  const owners = new Map<number, Owner>();
  for (const [index, block] of blocks.entries()) {
    owners.set(block, await ownerOf(found[index]!, ranges[index]!, run));
  }
  return owners;
}

/** dump_nvlist(): "pool_guid: 123", "guid: 42", at any depth. */
function isPoolOf(config: string, { poolGuid, guid }: Member): boolean {
  const has = (name: string, value: bigint) =>
    new RegExp(`^ *${name}: ${value}$`, 'm').test(config);
  return has('pool_guid', poolGuid) && has('guid', guid);
}

/** What is in use now counts before what only a snapshot has. */
async function ownerOf(found: readonly ZfsBlock[], range: VdevRange, run: RunTool): Promise<Owner> {
  const [block] = [...found.filter(({ dataset }) => !dataset.includes('@')), ...found];
  if (block === undefined) {
    return unknown(
      'zdb found no object that has it: free, or the pool’s own (intent log, space maps)',
    );
  }
  const { dataset, object, type, level } = block;
  const isAsked = dataset === 'mos' || /^[A-Za-z][\w.:\-/@ ]*$/.test(dataset);
  if (!isAsked) return unknown('in a data set of a name that cannot be asked for');
  if (dataset !== 'mos') {
    const answer = await run('zdb', ['-dddddd', dataset, String(object)]);
    if (answer.status !== 0 || !isQuiet('zdb', answer)) {
      return unknown(answer.trouble ?? complaint('zdb', answer));
    }
    if (!confirms(answer.stdout, block, range)) {
      return unknown(
        `zdb does not say of object ${object} of ${dataset} alone what it says of all`,
      );
    }
  }
  const path = block.path === null ? null : Buffer.from(block.path, 'latin1');
  const named = `${dataset.includes('@') ? 'the snapshot' : 'the data set'} ${dataset}`;
  if (type === 'ZFS plain file' && level === 0) return ofFile(path, `in ${named}`);
  if (type === 'zvol object' && level === 0) return unknown(`in the volume ${dataset}`);
  const what = level > 0 ? `where data of ${type} are` : type;
  return metadata(`${what}, of ${named}`, path);
}
