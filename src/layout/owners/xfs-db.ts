// XFS through xfsprogs' xfs_db(8) -r. It has to walk the whole file system to know whose a block is, and
// tells of the blocks that "blockget -b" names as it comes by them: no block is read for being asked about.

import { randomBytes } from 'node:crypto';
import { freemem } from 'node:os';
import { complaint, isQuiet } from '../proof.ts';
import type { RunTool } from '../tool.ts';
import { FREE, metadata, type Owner, ofFile, sameForAll, unknown, type Volume } from './owner.ts';
import type { XfsSuper } from './xfs-super.ts';

/** db/check.c, init: a byte and a pointer a block. */
const MEMORY_PER_BLOCK = 9;
/** Each is compared with each block of the walk. */
const BLOCK_LIMIT = 128;

/** db/check.c, typename: what is neither free nor a file's. */
const PURPOSES: ReadonlyMap<string, string> = new Map([
  ['agf', 'free space header'],
  ['agfl', 'free list'],
  ['agi', 'inode header'],
  ['attr', 'extended attributes'],
  ['bmapbta', 'map of extended attributes'],
  ['bmapbtd', "map of a file's data"],
  ['bnobt', 'free space tree'],
  ['btbno', 'free space tree'],
  ['btcnt', 'free space tree'],
  ['btfino', 'free inode tree'],
  ['btino', 'inode tree'],
  ['btrefc', 'reference counts'],
  ['btrmap', 'reverse map'],
  ['cntbt', 'free space tree'],
  ['cowdata', 'kept for copy on write'],
  ['dir', 'directory'],
  ['freelist', 'free list'],
  ['inode', 'inodes'],
  ['log', 'log'],
  ['missing', 'missing'],
  ['quota', 'quotas'],
  ['rmapbt', 'reverse map'],
  ['rtbitmap', 'realtime bitmap'],
  ['rtsum', 'realtime summary'],
  ['sb', 'superblock'],
  ['symlink', 'symbolic link'],
]);

const FILE_DATA: ReadonlySet<string> = new Set(['data', 'rldata', 'rtdata']);

type Geometry = Pick<XfsSuper, 'groupBlocks' | 'groupShift'>;

interface Fate {
  /** In the order in which the walk came by: "free1" by place, "free2" by size. */
  readonly types: string[];
  readonly inodes: string[];
}

/** Of those that it can tell; others are unknown, with the reason. */
export async function askXfsDb(
  volume: Volume,
  geometry: Geometry,
  blocks: readonly number[],
  run: RunTool,
): Promise<ReadonlyMap<number, Owner>> {
  const why = whyNot(volume);
  if (why !== null) return sameForAll(blocks, unknown(why));
  return askedOwners(volume, geometry, blocks.slice(0, BLOCK_LIMIT), run);
}

function whyNot({ offsetBytes, filesystem }: Volume): string | null {
  if (offsetBytes !== 0) {
    const how = 'attach the image with "losetup -r -P" to have one';
    return `xfs_db needs a node of the partition's own: ${how}`;
  }
  const bytes = filesystem.blocks * MEMORY_PER_BLOCK;
  if (bytes <= freemem() / 2) return null;
  return `xfs_db would take ${Math.ceil(bytes / 1024 ** 3)} GiB of memory: not tried`;
}

async function askedOwners(
  volume: Volume,
  { groupBlocks, groupShift }: Geometry,
  asked: readonly number[],
  run: RunTool,
): Promise<Map<number, Owner>> {
  const keyOf = (block: number) => `${Math.floor(block / groupBlocks)}/${block % groupBlocks}`;
  const numberOf = (block: number) =>
    Math.floor(block / groupBlocks) * 2 ** groupShift + (block % groupBlocks);
  const wanted = asked.map((block) => `-b ${numberOf(block)}`).join(' ');
  const image = volume.isImage ? ['-f'] : [];
  const args = ['-r', ...image, '-c', `blockget ${wanted}`, volume.path];
  const answer = await run('xfs_db', args);
  if (answer.trouble !== null) return sameForAll(asked, unknown(answer.trouble));
  const fates = parseFates(answer.stdout);
  const inodes = [...new Set([...fates.values()].flatMap((fate) => fate.inodes.slice(-1)))];
  const names = await namesOf(inodes, [...image], volume.path, run);
  const note = isQuiet('xfs_db', answer) ? 'its walk did not come by' : complaint('xfs_db', answer);
  return new Map(
    asked.map((block) => {
      const fate = fates.get(keyOf(block));
      return [block, fate === undefined ? unknown(note) : ownerOf(fate, names)];
    }),
  );
}

/** db/check.c, set_dbmap and set_inomap. No name is in it. */
function parseFates(text: string): Map<string, Fate> {
  const fates = new Map<string, Fate>();
  const fateOf = (key: string) => {
    const fate = fates.get(key) ?? { types: [], inodes: [] };
    fates.set(key, fate);
    return fate;
  };
  for (const line of text.split('\n')) {
    const type = /^setting block (\d+\/\d+) to (\w+)$/.exec(line);
    if (type !== null) fateOf(type[1]!).types.push(type[2]!);
    const inode = /^setting inode to (\d+) for block (\d+\/\d+)$/.exec(line);
    if (inode !== null) fateOf(inode[2]!).inodes.push(inode[1]!);
  }
  return fates;
}

/** Each between two lines that nobody who named a file could foresee: names have line breaks. One walk
 * with all names; where it complained of anything, a name may be of another directory. */
async function namesOf(
  inodes: readonly string[],
  image: readonly string[],
  path: string,
  run: RunTool,
): Promise<ReadonlyMap<string, Buffer>> {
  const names = new Map<string, Buffer>();
  if (inodes.length === 0) return names;
  const mark = `mark${randomBytes(12).toString('hex')}`;
  const asked = inodes.flatMap((inode) => ['-c', `ncheck -i ${inode}`, '-c', mark]);
  const args = ['-r', ...image, '-c', 'blockget -n', '-c', mark, ...asked, path];
  const answer = await run('xfs_db', args);
  const parts = answer.stdout.split(`command ${mark} not found\n`);
  if (parts.length !== inodes.length + 2 || !isQuiet('xfs_db', answer, parts[0])) return names;
  for (const [index, inode] of inodes.entries()) {
    const [, number, name] = /^ *(\d+) ([\s\S]+)\n$/.exec(parts[index + 1]!) ?? [];
    if (number !== inode || name === undefined) continue;
    names.set(inode, Buffer.from(`/${name.replace(/^\/+/, '')}`, 'latin1'));
  }
  return names;
}

function ownerOf({ types, inodes }: Fate, names: ReadonlyMap<string, Buffer>): Owner {
  const type = types.at(-1)!;
  const inode = inodes.at(-1);
  const path = inode === undefined ? null : (names.get(inode) ?? null);
  // Both trees of free space have to say so.
  if (type.startsWith('free')) {
    const isBoth = types.includes('free1') && types.includes('free2');
    return isBoth ? FREE : unknown('only one of the two trees of free space says that it is free');
  }
  if (FILE_DATA.has(type)) {
    const shared = type === 'rldata' ? ['other files may share it'] : [];
    if (path !== null) return ofFile(path, ...shared);
    return ofFile(null, `inode ${inode}, whose path is not known`, ...shared);
  }
  const purpose = PURPOSES.get(type);
  const whose = inode === undefined ? '' : ` of inode ${inode}`;
  if (purpose === undefined) return unknown(`xfs_db says "${type}"`);
  const directory = path?.subarray(-2).toString('latin1') === '/.' ? path.subarray(0, -2) : path;
  return metadata(`${purpose}${whose}`, directory?.length === 0 ? '/' : directory);
}
