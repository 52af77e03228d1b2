// UFS: what the file system's own structures leave open, FreeBSD's fsdb(8) -r is asked for:
// sbin/fsdb/fsdb.c.

import { cleanText } from '../../vocabulary/text.ts';
import { UNIT_BYTES } from '../../vocabulary/units.ts';
import type { Filesystem } from '../filesystems/filesystem.ts';
import { complaint } from '../proof.ts';
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
import { findOwnUfsOwners } from './ufs.ts';

/** findblk takes 32 numbers (fsdb.c, cmds), and a block of 8 fragments is asked for with 8. */
const BLOCK_LIMIT = 4;
/** Only a file this small ends in less than a block: ufs/dinode.h, UFS_NDADDR. */
const DIRECT_BLOCKS = 12;

export const findUfsOwners: FindOwners = async (volume, blocks, run) => {
  const own = await findOwnUfsOwners(volume, blocks, run).catch((error: Error) =>
    sameForAll(blocks, unknown(cleanText(error.message, 200))),
  );
  const owners = new Map(own);
  const open = blocks.filter((block) => (owners.get(block)?.use ?? 'unknown') === 'unknown');
  if (volume.offsetBytes !== 0 || open.length === 0) return owners;
  const fsdb = await run('fsdb', ['-r', volume.path], 'quit\n');
  if (fsdb.status === null) return owners; // not FreeBSD
  for (const block of open.slice(0, BLOCK_LIMIT)) {
    owners.set(block, await ownerOf(volume, block, run));
  }
  return owners;
};

/** findblk compares with where each block of a file begins, so all fragments of the block that could
 * begin one are asked for; and it knows no free space. */
async function ownerOf(volume: Volume, fragment: number, run: RunTool): Promise<Owner> {
  const { blockBytes, clusterBytes } = volume.filesystem;
  const diskBlocks = blockBytes / UNIT_BYTES;
  const blockStart = fragment - (fragment % (clusterBytes / blockBytes));
  const starts: number[] = [];
  for (let at = blockStart; at <= fragment; at++) starts.push(at * diskBlocks);
  const answer = await run('fsdb', ['-r', volume.path], `findblk ${starts.join(' ')}\nquit\n`);
  if (answer.trouble !== null) return unknown(answer.trouble);
  if (/block \d+: inode block/.test(answer.stdout)) return metadata('inodes');
  const found = [...answer.stdout.matchAll(/(\d+): data block of inode (\d+)$/gm)]
    .map(([, at, inode]) => ({ fragment: Number(at) / diskBlocks, inode: Number(inode) }))
    .sort((a, b) => b.fragment - a.fragment);
  const [nearest] = found;
  if (nearest === undefined) {
    const said = answer.status === 0 ? 'fsdb found no file that has it' : complaint('fsdb', answer);
    return unknown(`${said}: free, or the file system's own`);
  }
  const { inode } = nearest;
  const facts = await run('fsdb', ['-r', volume.path], `inode ${inode}\nquit\n`);
  const size = Number(/\bSIZE=(\d+)/.exec(facts.stdout)?.[1] ?? Number.NaN);
  const mode = /\bMODE=(\d+)/.exec(facts.stdout)?.[1];
  if (!reaches(fragment - nearest.fragment, size, volume.filesystem)) {
    return unknown(`in the block that begins with data of inode ${inode}: that file's, or free`);
  }
  const name = `inode ${inode}: "find -x MOUNTPOINT -inum ${inode}" tells its path`;
  return mode?.startsWith('4') && mode.length === 5
    ? metadata(`directory, ${name}`)
    : ofFile(null, name);
}

/** Whether data of a file of `size` bytes go on for `fragments` more fragments, wherever the block is
 * in it: all but its last block are whole. */
function reaches(fragments: number, size: number, { blockBytes, clusterBytes }: Filesystem) {
  if (fragments === 0 || size > DIRECT_BLOCKS * clusterBytes) return true;
  const inLast = size % clusterBytes;
  return inLast === 0 ? size > 0 : fragments < Math.ceil(inLast / blockBytes);
}
