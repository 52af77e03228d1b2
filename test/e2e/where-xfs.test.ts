// Whose a block of an XFS is, where the sector itself, or what tells, cannot be read.

import { mkdirSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { canMakeDisks, describeUnless } from '../rig/availability.ts';
import { run } from '../rig/system.ts';
import { emptyImage, lacking, MIB } from '../unit/layout/image.ts';
import { temporaryDirectory } from './fixtures.ts';
import { brief, mounted, records, recordsIn, whereOn } from './records.ts';

const lacks = lacking({ 'mkfs.xfs': 'xfsprogs', xfs_db: 'xfsprogs' });

describeUnless(lacks ?? canMakeDisks(), 'an XFS', () => {
  function image(fill: (directory: string) => void, ...options: readonly string[]): string {
    const path = emptyImage(join(temporaryDirectory(), 'xfs.img'), 330 * MIB);
    run('mkfs.xfs', ['-q', '-f', ...options, path]);
    mounted(path, 'noatime', fill);
    return path;
  }

  const precious = (directory: string) => {
    writeFileSync(join(directory, 'precious'), records(1, 300_000));
    writeFileSync(join(directory, 'gone'), records(2, 300_000));
    run('sync', ['-f', directory]);
    unlinkSync(join(directory, 'gone'));
  };

  test.each([4096, 1024])('blocks of %i bytes that cannot be read', async (blockBytes) => {
    const path = image(precious, '-b', `size=${blockBytes}`);
    const at = recordsIn(path);
    const lbas = [0, 1, 2, 3, at.get(1)![50]!, at.get(2)![50]!];
    const own = ['metadata', 'metadata', 'metadata', 'metadata'];
    for (const isReadable of [false, true]) {
      const found = await whereOn(path, lbas.slice(isReadable ? 0 : 4), { isReadable });
      const names = ['file /precious', 'free'];
      expect(found.map(brief)).toEqual(isReadable ? [...own, ...names] : names);
    }
  });

  test('names with line breaks, and bytes that are no UTF-8, are not another file’s', async () => {
    const names = ['victim', 'victim\nx', 'victim\ry', 'victim\u2028z', 'sp ace '].map((name) =>
      Buffer.from(name),
    );
    names.push(Buffer.from([0x66, 0xff, 0x66]));
    const path = image((directory) => {
      for (const [index, name] of names.entries()) {
        writeFileSync(Buffer.concat([Buffer.from(`${directory}/`), name]), records(index, 6000));
      }
    });
    const at = recordsIn(path);
    const lbas = names.map((_name, index) => at.get(index)![3]!);
    const found = await whereOn(path, lbas);
    expect(found.map(({ file }) => file)).toEqual([
      '/victim',
      '/victim?x',
      '/victim?y',
      '/victim?z',
      '/sp ace ',
      '/f\ufffdf',
    ]);
    const exact = names.map((name) => Buffer.concat([Buffer.from('/'), name]));
    const kept = [null, exact[1], exact[2], exact[3], null, exact[5]];
    expect(found.map(({ fileBytes }) => fileBytes)).toEqual(kept);
  });

  test('no file without the directory that has it', async () => {
    const path = image((directory) => {
      mkdirSync(join(directory, 'dir'));
      // More than its inode holds, so that the root has a block.
      for (let index = 0; index < 40; index++) {
        writeFileSync(join(directory, `a rather long name for a file ${index}`), '');
      }
      writeFileSync(join(directory, 'dir', 'precious'), records(1, 300_000));
    });
    const said = run('xfs_db', ['-r', '-f', '-c', 'inode 128', '-c', 'bmap', path]);
    const root = Number(/startblock (\d+)/.exec(said)?.[1]) * 8;
    expect(root).toBeGreaterThan(0);
    const [where] = await whereOn(path, [recordsIn(path).get(1)![50]!], { alsoBad: [root] });
    expect([null, '/dir/precious']).toContain(where?.file);
    expect(where?.use).toBe('file');
  });
});
