// From a block of an ext file system to its inode and its path.

import { complaint } from '../proof.ts';
import type { RunTool, ToolAnswer } from '../tool.ts';
import { metadata, type Owner, ofFile, unknown } from './owner.ts';

/** A path costs a debugfs of its own. */
const INODE_LIMIT = 64;

/** With direct reads: Linux's cache fails a page, or several, for one bad sector in it. Not at first,
 * because of a mounted file system the cache knows more than the disk. */
const PAST_CACHE = ['-c', '-D', '-R'];
const ATTEMPTS = [['-c', '-R'], PAST_CACHE];

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
  blocks: readonly number[],
): Promise<Map<number, Owner>> {
  const owners = new Map<number, Owner>();
  const say = (owner: Owner) => {
    for (const block of blocks) owners.set(block, owner);
    return owners;
  };
  const command = `icheck ${blocks.join(' ')}`;
  let answer = await run('debugfs', ['-c', '-R', command, device]);
  const inodes = parseInodes(answer);
  if (answer.trouble === null && inodes.size < blocks.length && hasFailedReads(answer)) {
    answer = await run('debugfs', [...PAST_CACHE, command, device]);
    for (const [block, inode] of parseInodes(answer)) inodes.set(block, inode);
  }
  if (answer.trouble !== null && inodes.size === 0) return say(unknown(answer.trouble));
  if (!answer.stdout.startsWith('Block') && inodes.size === 0) {
    return say(unknown(complaint('debugfs', answer)));
  }

  const files = [...new Set(inodes.values())].filter((inode) => !SPECIAL.has(inode));
  const paths = await readPaths(run, device, files.slice(0, INODE_LIMIT));
  const known = new Map<number, InodeFacts>();
  for (const inode of files.slice(0, INODE_LIMIT)) {
    known.set(inode, await readInode(run, device, inode, paths.get(inode) ?? []));
  }
  for (const [block, inode] of inodes) {
    const special = SPECIAL.get(inode);
    owners.set(block, special === undefined ? ownerOf(block, inode, known) : metadata(special));
  }
  return owners;
}

function ownerOf(block: number, inode: number, known: ReadonlyMap<number, InodeFacts>): Owner {
  const facts = known.get(inode);
  if (facts === undefined) return ofFile(null, `inode ${inode}`);
  const { type, path } = facts;
  const where = path === null ? [`inode ${inode}, whose path is not known`] : [];
  if (type === 'directory') return metadata(`inode ${inode}, a directory`, path);
  if (facts.data.some(([from, to]) => from <= block && block <= to)) return ofFile(path, ...where);
  if (type === null) return unknown(`inode ${inode} has it, as what is not known`);
  return metadata(`where the data or the attributes of inode ${inode} are`, path);
}

interface InodeFacts {
  readonly type: string | null;
  readonly path: string | null;
  /** Blocks of data, both inclusive. */
  readonly data: readonly (readonly [number, number])[];
}

/** A name may have a line break and look like two answers, so a path is only what leads back to its
 * inode. */
async function readInode(
  run: RunTool,
  device: string,
  inode: number,
  paths: readonly string[],
): Promise<InodeFacts> {
  for (const path of paths) {
    const text = await stat(run, device, `"${path.replaceAll('"', '""')}"`);
    if (text.startsWith(`Inode: ${inode} `)) return { ...parseStat(text), path };
  }
  return { ...parseStat(await stat(run, device, `<${inode}>`)), path: null };
}

/** debugfs' "stat"; empty where there is no such file. */
async function stat(run: RunTool, device: string, file: string): Promise<string> {
  for (const options of ATTEMPTS) {
    const { stdout } = await run('debugfs', [...options, `stat ${file}`, device]);
    if (stdout.startsWith('Inode: ')) return stdout;
  }
  return '';
}

/** Up to two paths an inode: a file may have thousands of hard links. */
async function readPaths(run: RunTool, device: string, inodes: readonly number[]) {
  const paths = new Map<number, string[]>();
  // It says nothing of a directory that it could not read, so each that is missing is looked for again.
  for (const options of ATTEMPTS) {
    const missing = inodes.filter((inode) => !paths.has(inode));
    if (missing.length === 0) break;
    const answer = await run('debugfs', [...options, `ncheck ${missing.join(' ')}`, device]);
    for (const [, number, path] of answer.stdout.matchAll(/^(\d+)\t\/*(\/.*)$/gm)) {
      const known = paths.get(Number(number)) ?? [];
      if (known.length < 2) paths.set(Number(number), [...known, path!]);
    }
  }
  return paths;
}

function parseInodes(answer: ToolAnswer): Map<number, number> {
  const found = answer.stdout.matchAll(/^(\d+)\t(\d+)$/gm);
  return new Map([...found].map(([, block, inode]) => [Number(block), Number(inode)]));
}

function hasFailedReads(answer: ToolAnswer): boolean {
  return answer.stderr.includes('while ');
}

/** debugfs' "stat": the type stands in its first line, the blocks behind the last heading, so that
 * nothing that a file's owner wrote (a link's target, attributes) is taken for either. */
export function parseStat(text: string): Pick<InodeFacts, 'type' | 'data'> {
  const type = /^Inode: \d+ +Type: (\w+)/.exec(text)?.[1] ?? null;
  const heading = Math.max(text.lastIndexOf('\nEXTENTS:\n'), text.lastIndexOf('\nBLOCKS:\n'));
  const data: [number, number][] = [];
  // "(0-292):4387-4679, (293):5000"; what is not data is "(IND):…", "(ETB0):…".
  for (const match of heading < 0
    ? []
    : text.slice(heading).matchAll(/\(\d+(?:-\d+)?(?:\[u\])?\):(\d+)(?:-(\d+))?/g)) {
    data.push([Number(match[1]), Number(match[2] ?? match[1])]);
  }
  return { type, data };
}
