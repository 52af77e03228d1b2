// XFS through xfsprogs' xfs_db(8) -r. It has to walk the whole file system to know whose a block is.

import { freemem } from 'node:os';
import { UNIT_BYTES } from '../../vocabulary/units.ts';
import { complaint } from '../tool.ts';
import {
  type FindOwners,
  FREE,
  metadata,
  type Owner,
  ofFile,
  sameForAll,
  unknown,
} from './owner.ts';

/** db/check.c, init: a byte and a pointer a block. */
const MEMORY_PER_BLOCK = 9;
const BLOCK_LIMIT = 512;

/** db/check.c, typename: what is neither free nor a file's. */
const PURPOSES: ReadonlyMap<string, string> = new Map([
  ['agf', 'free space header'],
  ['agfl', 'free list'],
  ['agi', 'inode header'],
  ['attr', 'extended attributes'],
  ['bmapbta', 'map of extended attributes'],
  ['bmapbtd', "map of a file's data"],
  ['bnobt', 'free space tree'],
  ['cntbt', 'free space tree'],
  ['btbno', 'free space tree'],
  ['btcnt', 'free space tree'],
  ['btino', 'inode tree'],
  ['btfino', 'free inode tree'],
  ['btrmap', 'reverse map'],
  ['btrefc', 'reference counts'],
  ['dir', 'directory'],
  ['inode', 'inodes'],
  ['log', 'log'],
  ['quota', 'quotas'],
  ['rtbitmap', 'realtime bitmap'],
  ['rtsum', 'realtime summary'],
  ['sb', 'superblock'],
  ['symlink', 'symbolic link'],
]);

export const findXfsOwners: FindOwners = async (volume, blocks, run) => {
  const { blockBytes, blocks: size } = volume.filesystem;
  if (volume.offsetBytes !== 0) {
    const how = 'attach the image with "losetup -r -P" to have one';
    return sameForAll(blocks, unknown(`xfs_db needs a node of the partition's own: ${how}`));
  }
  if (size * MEMORY_PER_BLOCK > freemem() / 2) {
    const gib = Math.ceil((size * MEMORY_PER_BLOCK) / 1024 ** 3);
    return sameForAll(blocks, unknown(`xfs_db would take ${gib} GiB of memory: not tried`));
  }
  const asked = blocks.slice(0, BLOCK_LIMIT);
  const at = (block: number) => ['-c', `daddr ${(block * blockBytes) / UNIT_BYTES}`, '-c'];
  const answer = await run('xfs_db', [
    '-r',
    ...(volume.isImage ? ['-f'] : []),
    ...['-c', 'blockget -n'],
    // Without names first: a name may have line breaks, and look like answers.
    ...asked.flatMap((block) => [...at(block), 'blockuse']),
    ...asked.flatMap((block) => [...at(block), 'blockuse -n']),
    volume.path,
  ]);
  if (answer.trouble !== null) return sameForAll(asked, unknown(answer.trouble));
  const lines = [
    ...answer.stdout.matchAll(/^block \d+ \(\d+\/\d+\) type (\w+)(?: inode (\d+)(?: (.*))?)?$/gm),
  ];
  if (lines.length < asked.length) return sameForAll(asked, unknown(complaint('xfs_db', answer)));
  const isPlain = lines.length === 2 * asked.length;
  return new Map(
    asked.map((block, index) => {
      const [, type, inode] = lines[index]!;
      const name = isPlain ? (lines[asked.length + index]![3] ?? null) : null;
      return [block, ownerOf(type!, inode ?? null, name)];
    }),
  );
};

function ownerOf(type: string, inode: string | null, name: string | null): Owner {
  const path = name === null ? null : `/${name.replace(/^\/+/, '')}`;
  if (type.startsWith('free')) return FREE;
  if (type === 'data' || type === 'rtdata') {
    return path === null ? ofFile(null, `inode ${inode}`) : ofFile(path);
  }
  const purpose = PURPOSES.get(type);
  const whose = inode === null ? '' : ` of inode ${inode}`;
  return purpose === undefined
    ? unknown(`xfs_db says "${type}"`)
    : metadata(`${purpose}${whose}`, path);
}
