// What libblkid says beside our own signs.

import { expect, test } from 'vitest';
import { filesystem } from '../../../src/layout/filesystems/filesystem.ts';
import { mayTouch, withSecondWitness } from '../../../src/layout/second-witness.ts';
import { nothing, type RunTool } from '../../../src/layout/tool.ts';

const volume = {
  path: '/dev/sda',
  isImage: false,
  node: null,
  sectors: 1000,
  logicalBytes: 512,
  offsetBytes: 4096,
  startByte: 4096,
  read: async () => null,
};

const EXT4 = { filesystem: filesystem('ext4'), notes: [] };
const NONE = { filesystem: null, notes: [] };

function says(type: string, status = 0): RunTool {
  return async (_tool, args) => {
    expect(args).toEqual(expect.arrayContaining(['-O', '4096', '-S', '512000', '/dev/sda']));
    return { stdout: `${type}\n`, stderr: '', status, trouble: null };
  };
}

test('one that agrees, is silent, cannot tell or is not there changes nothing', async () => {
  expect(await withSecondWitness(EXT4, volume, says('ext4'))).toBe(EXT4);
  expect(await withSecondWitness(EXT4, volume, says('xfs', 8))).toBe(EXT4);
  expect(await withSecondWitness(EXT4, volume, says('two\nlines'))).toBe(EXT4);
  expect(await withSecondWitness(EXT4, volume, async () => nothing('not there'))).toBe(EXT4);
});

test('one that contradicts leaves neither', async () => {
  const identity = await withSecondWitness(EXT4, volume, says('xfs'));
  expect(identity.filesystem).toBeNull();
  expect(identity.notes[0]).toMatch(/^signs of ext4, and libblkid takes it for xfs/);
});

test('what it alone knows is told, and not believed', async () => {
  const identity = await withSecondWitness(NONE, volume, says('ocfs2'));
  expect(identity).toEqual({ filesystem: null, notes: ['libblkid takes it for ocfs2'] });
});

test('it is not asked to decide between signs that disagree', async () => {
  const torn = { filesystem: null, notes: ['signs of xfs and of ext4'] };
  const asked: RunTool = async () => Promise.reject(new Error('asked'));
  expect(await withSecondWitness(torn, volume, asked)).toBe(torn);
});

test('it is not asked where it would read what fails: near the ends, where signs lie', () => {
  const MIB = 1024 * 1024;
  const large = { sectors: 2048 * 100, logicalBytes: 512 };
  expect(mayTouch([4 * MIB, 50 * MIB, 95 * MIB], large)).toBe(false);
  expect(mayTouch([50 * MIB, 4 * MIB - 512], large)).toBe(true);
  expect(mayTouch([96 * MIB], large)).toBe(true);
});
