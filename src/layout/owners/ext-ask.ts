// How debugfs(8) is asked.

import type { RunTool, ToolAnswer } from '../tool.ts';
import type { ExtSuper } from './ext-super.ts';

/** debugfs with one command; what it says may be partial. */
export type Ask = (command: string) => Promise<ToolAnswer>;

/** How debugfs is asked, one after the other until it complains of nothing. -c leaves the bitmaps alone: a
 * bad sector in one of them must not hide all the rest. -D reads past Linux's cache, which fails a page,
 * or several, for one bad sector in it; not at first, because of a mounted file system the cache knows
 * more than the disk. -s takes a copy of the superblock, and the descriptors behind it. */
export function attempts(run: RunTool, device: string, superblock: ExtSuper): Ask[] {
  const { blockBytes, blocksPerGroup, firstBlock, groups, copyBlock, backupGroups } = superblock;
  const copy = copyBlock ?? firstBlock + (backupGroups?.[0] ?? 1) * blocksPerGroup;
  const spare = groups < 2 ? [] : [['-b', `${blockBytes}`, '-s', `${copy}`]];
  const ways = [[], ...spare].flatMap((options) => [options, ['-D', ...options]]);
  return ways.map((options) => (command) => {
    // By its input: arguments cannot hold names that are no UTF-8.
    return run('debugfs', ['-c', ...options, '-f', '-', device], `${command}\n`);
  });
}
