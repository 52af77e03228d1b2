// FreeBSD's fsdb in the words of its source: sbin/fsdb/fsdb.c (findblk, founddatablk), fsdbutil.c
// (printstat).

import { describe, expect, it } from 'vitest';
import { filesystem } from '../../../src/layout/filesystems/filesystem.ts';
import { findUfsOwners } from '../../../src/layout/owners/fsdb.ts';
import { nothing, type RunTool } from '../../../src/layout/tool.ts';

const volume = {
  filesystem: filesystem('ufs', { blockBytes: 4096, clusterBytes: 32768, blocks: 1_000_000 }),
  path: '/dev/ada0s1d',
  offsetBytes: 0,
  isImage: false,
  reading: () => Promise.reject(new Error('not read')),
  readingOthers: () => Promise.reject(new Error('not read')),
};

/** A file system in which inode 77 has `blocks` (in fragments) and `size` bytes. */
function fsdb(
  blocks: readonly number[],
  size: number,
  mode = '100644',
  asked: string[] = [],
): RunTool {
  return async (tool, args, input = '') => {
    if (tool !== 'fsdb') return nothing(`install what has ${tool}`);
    expect(args).toEqual(['-r', '/dev/ada0s1d']);
    const [command, ...numbers] = input.split('\n')[0]!.split(' ');
    const lines = ['** /dev/ada0s1d (NO WRITE)', "Examining file system `/dev/ada0s1d'"];
    if (command === 'findblk') {
      asked.push(numbers.join(' '));
      const found = numbers.filter((number) => blocks.includes(Number(number) / 8));
      lines.push(...found.map((number) => `fsdb (inum: 2)> ${number}: data block of inode 77`));
      if (numbers.includes('800')) lines.push('fsdb (inum: 2)> block 800: inode block (64-128)');
    }
    if (command === 'inode')
      lines.push('current inode: regular file', `I=77 MODE=${mode} SIZE=${size}`);
    return { stdout: lines.join('\n'), stderr: '', status: 0, trouble: null };
  };
}

const ownerOf = async (fragment: number, run: RunTool) =>
  (await findUfsOwners(volume, [fragment], run)).get(fragment);

describe('UFS through fsdb', () => {
  it('finds the file whose block begins there, and tells how to find its path', async () => {
    const owner = await ownerOf(8000, fsdb([8000], 10_000_000));
    expect(owner).toMatchObject({ use: 'file', file: null });
    expect(owner?.notes[0]).toContain('find -x MOUNTPOINT -inum 77');
  });

  it('asks for every fragment that may begin the block, in sectors of 512 bytes', async () => {
    const asked: string[] = [];
    await ownerOf(8003, fsdb([8000], 10_000_000, '100644', asked));
    expect(asked).toEqual(['64000 64008 64016 64024']);
  });

  it('knows a fragment within a whole block', async () => {
    expect(await ownerOf(8007, fsdb([8000], 10_000_000))).toMatchObject({ use: 'file' });
    expect(await ownerOf(8007, fsdb([8000], 2 * 32768))).toMatchObject({ use: 'file' });
  });

  it('claims nothing behind the end of a small file’s last block', async () => {
    const run = fsdb([8000], 5000);
    expect(await ownerOf(8001, run)).toMatchObject({ use: 'file' });
    const behind = await ownerOf(8002, run);
    expect(behind).toMatchObject({ use: 'unknown', file: null });
    expect(behind?.notes[0]).toMatch(/inode 77: that file's, or free$/);
  });

  it('takes the nearest of two files that share a block', async () => {
    expect(await ownerOf(8005, fsdb([8000, 8005], 100))).toMatchObject({ use: 'file' });
  });

  it('knows directories and inodes', async () => {
    expect(await ownerOf(8000, fsdb([8000], 512, '40755'))).toMatchObject({ use: 'metadata' });
    expect(await ownerOf(100, fsdb([], 0))).toMatchObject({ use: 'metadata', notes: ['inodes'] });
  });

  it('tells no free space from what is the file system’s own', async () => {
    expect((await ownerOf(9000, fsdb([], 0)))?.use).toBe('unknown');
  });

  it('says why it could not be read where there is no fsdb', async () => {
    const none: RunTool = async (tool) => nothing(`install what has ${tool}`);
    expect(await ownerOf(9000, none)).toEqual({
      use: 'unknown',
      file: null,
      fileBytes: null,
      notes: ['not read'],
    });
  });
});
