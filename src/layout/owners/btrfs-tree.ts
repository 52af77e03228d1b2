// Walks one of Btrfs's trees node by node with `btrfs inspect-internal dump-tree -b`: whole trees of a
// large file system are gigabytes of text.

import { complaint, type RunTool } from '../tool.ts';

/** BTRFS_MAX_LEVEL: fs/btrfs/ctree.h. */
const LEVEL_LIMIT = 8;

export interface Key {
  readonly objectid: number;
  readonly type: string;
  readonly offset: number;
}

export interface Item {
  readonly key: Key;
  /** The lines below its head: hostile where they hold names. */
  readonly body: readonly string[];
}

export class BtrfsTrouble extends Error {}

/** Throws BtrfsTrouble in words for a person. */
export async function dumpTree(run: RunTool, path: string, args: readonly string[]) {
  const answer = await run('btrfs', ['inspect-internal', 'dump-tree', ...args, path]);
  if (answer.trouble !== null) throw new BtrfsTrouble(answer.trouble);
  if (answer.status !== 0) throw new BtrfsTrouble(complaint('btrfs', answer));
  return answer.stdout;
}

/** The items of the leaf where `isAfter` first holds for the next item: that is, of the leaf that has the
 * last item which is not after what is looked for. */
export async function findLeaf(
  run: RunTool,
  path: string,
  rootBlock: string,
  isAfter: (key: Key) => boolean,
): Promise<Item[]> {
  let block = rootBlock;
  for (let level = 0; level < LEVEL_LIMIT; level++) {
    const text = await dumpTree(run, path, ['-b', block]);
    if (/^leaf \d+ /m.test(text)) return parseItems(text);
    const children = [...text.matchAll(/^\tkey \((\w+) ([\w.]+) (\w+)\) block (\d+) gen \d+$/gm)];
    const below = children.filter((child) => !isAfter(keyOf(child.slice(1, 4))));
    const next = (below.at(-1) ?? children[0])?.[4];
    if (next === undefined) break;
    block = next;
  }
  throw new BtrfsTrouble('btrfs showed a tree that makes no sense');
}

export function parseItems(text: string): Item[] {
  const items: { key: Key; body: string[] }[] = [];
  for (const line of text.split('\n')) {
    const head = /^\titem \d+ key \((\w+) ([\w.]+) (\w+)\) itemoff \d+ itemsize \d+$/.exec(line);
    if (head === null) items.at(-1)?.body.push(line.trim());
    else items.push({ key: keyOf(head.slice(1)), body: [] });
  }
  return items;
}

/** Numbers that btrfs names are of trees and other things that are not looked for: NaN. */
function keyOf([objectid, type, offset]: readonly (string | undefined)[]): Key {
  return { objectid: Number(objectid), type: type ?? '', offset: Number(offset) };
}
