// ext2, ext3, ext4. Bitmaps and group descriptors are read here, each by itself and with its copies:
// debugfs(8) knows no bitmap at all where one cannot be read. Inodes and names are debugfs' answers.

import { cleanText } from '../../vocabulary/text.ts';
import type { ByteReader } from '../sectors.ts';
import { blockPurpose, type ExtGroups, isBlockUsed, readGroups } from './ext-groups.ts';
import { inodeOwners } from './ext-inodes.ts';
import { type ExtSuper, readExtSuper } from './ext-super.ts';
import { type FindOwners, FREE, metadata, type Owner, sameForAll, unknown } from './owner.ts';

/** One line of debugfs' input holds 8191 characters, and a list of blocks goes in one: each goes over
 * all inodes. */
const BLOCK_LIMIT = 512;

export const findExtOwners: FindOwners = async (volume, blocks, run) => {
  const read = await volume.reading((bytes) => readOwn(bytes, blocks));
  if (read === null) return sameForAll(blocks, unknown('none of its superblocks can be read'));
  const { superblock, owners, used } = read;
  const rest = blocks.filter((block) => !owners.has(block)).slice(0, BLOCK_LIMIT);
  if (rest.length === 0) return owners;
  const { path, offsetBytes } = volume;
  if (path.includes('?')) {
    // libext2fs takes what follows for options: lib/ext2fs/openfs.c.
    const none = unknown('debugfs takes no path with a question mark');
    return new Map([...sameForAll(rest, none), ...owners]);
  }
  const device = `${path}${offsetBytes === 0 ? '' : `?offset=${offsetBytes}`}`;
  const byInode = await inodeOwners(run, device, superblock, rest);
  for (const block of rest) {
    const owner = byInode.get(block) ?? unknown('no inode has it');
    const isUsed = used.get(block) === true;
    const note = isUsed ? 'marked as in use' : 'whether it is in use cannot be read';
    owners.set(block, owner.use === 'unknown' ? unknown(note, ...owner.notes) : owner);
  }
  return owners;
};

interface Own {
  readonly superblock: ExtSuper;
  readonly owners: Map<number, Owner>;
  readonly used: ReadonlyMap<number, boolean | null>;
}

/** What needs no inode. */
async function readOwn(bytes: ByteReader, blocks: readonly number[]): Promise<Own | null> {
  const superblock = await readExtSuper(bytes);
  if (superblock === null) return null;
  const groups: ExtGroups = await readGroups(bytes, superblock);
  const owners = new Map<number, Owner>();
  const used = new Map<number, boolean | null>();
  for (const block of blocks) {
    const purpose = blockPurpose(superblock, groups, block);
    if (purpose !== null) {
      owners.set(block, metadata(cleanText(purpose)));
      continue;
    }
    const isUsed = await isBlockUsed(bytes, superblock, groups, block);
    used.set(block, isUsed);
    if (isUsed === false) owners.set(block, FREE);
  }
  return { superblock, owners, used };
}
