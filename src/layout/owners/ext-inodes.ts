// From a block of an ext file system to its inode and its path, through debugfs(8), which opens for reading
// only unless told otherwise.

import { complaint, isQuiet } from '../proof.ts';
import type { RunTool, ToolAnswer } from '../tool.ts';
import { type Ask, attempts } from './ext-ask.ts';
import { pathsOf } from './ext-paths.ts';
import type { ExtSuper } from './ext-super.ts';
import { metadata, type Owner, ofFile, unknown } from './owner.ts';

/** A path costs a debugfs of its own. */
const INODE_LIMIT = 64;

/** e2fsprogs' lib/ext2fs/ext2_fs.h, special inode numbers; files begin at 11. */
const SPECIAL: ReadonlyMap<number, string> = new Map([
  [1, 'in the list of bad blocks: no file has it'],
  [3, 'user quotas'],
  [4, 'group quotas'],
  [5, 'boot loader'],
  [6, 'undelete directory'],
  [7, 'reserved for group descriptors'],
  [8, 'journal'],
  [9, 'excluded from snapshots'],
  [10, 'replica'],
]);

/** Blocks that no inode has are left out. */
export async function inodeOwners(
  run: RunTool,
  device: string,
  superblock: ExtSuper,
  blocks: readonly number[],
): Promise<Map<number, Owner>> {
  const asks = attempts(run, device, superblock);
  const owners = new Map<number, Owner>();
  const inodes = new Map<number, number>();
  let last: ToolAnswer | null = null;
  for (const ask of asks) {
    last = await ask(`icheck ${blocks.join(' ')}`);
    for (const [block, inode] of parseInodes(last)) inodes.set(block, inode);
    if (last.trouble !== null || isQuiet('debugfs', last) || inodes.size === blocks.length) break;
  }
  if (last !== null && inodes.size < blocks.length && !isQuiet('debugfs', last)) {
    const why = last.trouble ?? complaint('debugfs', last);
    for (const block of blocks) owners.set(block, unknown(why));
  }
  const special = new Map([...SPECIAL, ...superblock.hiddenInodes]);
  const files = [...new Set(inodes.values())].filter((inode) => !special.has(inode));
  const known = new Map<number, InodeFacts>();
  const paths = await pathsOf(asks, files.slice(0, INODE_LIMIT));
  for (const inode of files.slice(0, INODE_LIMIT)) {
    known.set(inode, { ...(await readInode(asks, inode)), path: paths.get(inode) ?? null });
  }
  for (const [block, inode] of inodes) {
    const purpose = special.get(inode);
    owners.set(block, purpose === undefined ? ownerOf(block, inode, known) : metadata(purpose));
  }
  return owners;
}

/** "debugfs: icheck 5" is its echo, "5\t12" the answer. */
function parseInodes(answer: ToolAnswer): Map<number, number> {
  const found = answer.stdout.matchAll(/^(\d+)\t(\d+)$/gm);
  return new Map([...found].map(([, block, inode]) => [Number(block), Number(inode)]));
}

interface InodeFacts extends InodeBlocks {
  readonly path: Buffer | null;
}

export interface InodeBlocks {
  readonly type: string | null;
  /** Blocks of data, both inclusive. */
  readonly data: readonly (readonly [number, number])[];
  /** Blocks that say where data are, and that of the attributes. */
  readonly own: ReadonlySet<number>;
  readonly isWhole: boolean;
}

const NOTHING: InodeBlocks = { type: null, data: [], own: new Set(), isWhole: false };

function ownerOf(block: number, inode: number, known: ReadonlyMap<number, InodeFacts>): Owner {
  const facts = known.get(inode);
  if (facts === undefined) return unknown(`inode ${inode} has it: too many to look up at once`);
  const { type, path, data, own } = facts;
  if (type === 'directory') return metadata(`inode ${inode}, a directory`, path);
  if (data.some(([from, to]) => from <= block && block <= to)) {
    return ofFile(path, ...(path === null ? [`inode ${inode}, whose path is not known`] : []));
  }
  if (own.has(block)) {
    return metadata(`where the data or the attributes of inode ${inode} are`, path);
  }
  // A list that ends where it could not be read does not tell what a block is for.
  return unknown(`inode ${inode} has it, as what cannot be read`);
}

/** debugfs' "stat" of the first way that tells all; else of the one that tells most. */
async function readInode(asks: readonly Ask[], inode: number): Promise<InodeBlocks> {
  let best = NOTHING;
  for (const ask of asks) {
    const answer = await ask(`stat <${inode}>`);
    const facts = { ...parseStat(answer.stdout), isWhole: isQuiet('debugfs', answer) };
    if (facts.type !== null && (best.type === null || facts.data.length > best.data.length)) {
      best = facts;
    }
    if (answer.trouble !== null || (facts.isWhole && facts.type !== null)) break;
  }
  return best;
}

/** debugfs' "stat": the type stands in its first line, the blocks behind the last heading, so that
 * nothing that a file's owner wrote (a link's target, attributes) is taken for either. */
export function parseStat(text: string): Omit<InodeBlocks, 'isWhole'> {
  const type = /^Inode: \d+ +Type: (\w+)/m.exec(text)?.[1] ?? null;
  const heading = Math.max(text.lastIndexOf('\nEXTENTS:\n'), text.lastIndexOf('\nBLOCKS:\n'));
  const list = heading < 0 ? '' : text.slice(heading);
  const data: [number, number][] = [];
  // "(0-292):4387-4679, (293):5000"; what is not data is "(IND):…", "(ETB0):…".
  for (const match of list.matchAll(/\(\d+(?:-\d+)?(?:\[u\])?\):(\d+)(?:-(\d+))?/g)) {
    data.push([Number(match[1]), Number(match[2] ?? match[1])]);
  }
  const maps = [...list.matchAll(/\((?:[DT]?IND|ETB\d+)\):(\d+)/g)];
  const attributes = /^File ACL: (\d+)$/m.exec(text.slice(0, Math.max(0, heading)))?.[1];
  return {
    type,
    data,
    own: new Set([...maps.map(([, at]) => Number(at)), Number(attributes ?? 0)]),
  };
}
