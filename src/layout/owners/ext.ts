// ext2, ext3, ext4 through e2fsprogs' debugfs(8), which opens for reading only unless told otherwise.

import { complaint } from '../proof.ts';
import type { RunTool, ToolAnswer } from '../tool.ts';
import { inodeOwners } from './ext-inodes.ts';
import { blockPurpose, parseStats } from './ext-stats.ts';
import { type FindOwners, FREE, metadata, type Owner, sameForAll, unknown } from './owner.ts';

/** One line of debugfs' input holds 8191 characters, and a list of blocks goes in one: each goes over
 * all inodes. */
const BLOCK_LIMIT = 512;

export const findExtOwners: FindOwners = async (volume, blocks, run) => {
  if (volume.path.includes('?')) {
    // libext2fs takes what follows for options: lib/ext2fs/openfs.c.
    return sameForAll(blocks, unknown('debugfs takes no path with a question mark'));
  }
  const offset = volume.offsetBytes === 0 ? '' : `?offset=${volume.offsetBytes}`;
  const device = `${volume.path}${offset}`;
  const asked = blocks.slice(0, BLOCK_LIMIT);
  const owners = new Map<number, Owner>();

  const bitmap = await readBitmap(run, device, asked);
  if (bitmap.trouble !== null) return sameForAll(blocks, unknown(bitmap.trouble));
  const taken = asked.filter((block) => bitmap.used.get(block) !== false);
  for (const block of asked) if (bitmap.used.get(block) === false) owners.set(block, FREE);
  if (taken.length === 0) return owners;

  // -c leaves the bitmaps alone: a bad sector in one of them must not hide all the rest.
  const stats = await run('debugfs', ['-c', '-R', 'stats', device]);
  const groups = parseStats(stats.stdout);
  const rest: number[] = [];
  for (const block of taken) {
    const purpose = blockPurpose(groups, block);
    if (purpose === null) rest.push(block);
    else owners.set(block, metadata(purpose));
  }
  if (rest.length === 0) return owners;
  const byInode = await inodeOwners(run, device, rest);
  for (const block of rest) {
    const owner = byInode.get(block) ?? unknown('no inode has it');
    const isUsed = bitmap.used.get(block) === true;
    const note = isUsed ? 'marked as in use' : 'whether it is in use cannot be read';
    owners.set(block, owner.use === 'unknown' ? unknown(note, ...owner.notes) : owner);
  }
  return owners;
};

interface Bitmap {
  readonly used: ReadonlyMap<number, boolean>;
  readonly trouble: string | null;
}

/** Empty where the bitmaps cannot be read, which reading inodes does not need. */
async function readBitmap(
  run: RunTool,
  device: string,
  blocks: readonly number[],
): Promise<Bitmap> {
  const commands = blocks.map((block) => `testb ${block}\n`).join('');
  let answer = await run('debugfs', ['-f', '-', device], commands);
  if (answer.trouble !== null) return { used: new Map(), trouble: answer.trouble };
  let used = parseBitmap(answer);
  if (used.size === 0) {
    // Past the cache: a bad sector beside a bitmap fails that too.
    answer = await run('debugfs', ['-D', '-f', '-', device], commands);
    used = parseBitmap(answer);
  }
  if (used.size > 0) return { used, trouble: null };
  const probe = await run('debugfs', ['-c', '-R', 'stats -h', device]);
  const isReadable = probe.stdout.includes('Block count:');
  return { used, trouble: isReadable ? null : complaint('debugfs', answer) };
}

function parseBitmap({ stdout }: ToolAnswer): Map<number, boolean> {
  const lines = stdout.matchAll(/^Block (\d+) (marked|not) in use$/gm);
  return new Map([...lines].map(([, block, word]) => [Number(block), word === 'marked']));
}
