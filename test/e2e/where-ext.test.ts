// Whose a block of an ext file system is, where what tells cannot be read.

import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { canMakeDisks, describeUnless } from '../rig/availability.ts';
import { run } from '../rig/system.ts';
import { emptyImage, lacking, MIB } from '../unit/layout/image.ts';
import { temporaryDirectory } from './fixtures.ts';
import { brief, mounted, records, recordsIn, whereOn } from './records.ts';

const lacks = lacking({ 'mkfs.ext4': 'e2fsprogs', debugfs: 'e2fsprogs' });

describeUnless(lacks ?? canMakeDisks(), 'an ext file system', () => {
  function image(mib: number, options: readonly string[], bytes: number): string {
    const path = emptyImage(join(temporaryDirectory(), 'ext.img'), mib * MIB);
    run('mkfs.ext4', ['-q', '-F', ...options, path]);
    mounted(path, 'noatime', (directory) => {
      writeFileSync(join(directory, 'a'), records(1, bytes));
    });
    return path;
  }

  test('sparse_super2: two copies of the superblock, and none where others have one', async () => {
    const features = 'sparse_super2,^sparse_super,^resize_inode';
    const path = image(100, ['-b', '1024', '-O', features], 60 * MIB);
    const file = new Set(recordsIn(path).get(1));
    const starts = [2, 3, 4, 5, 6, 7, 8, 9].map((group) => (group * 8192 + 1) * 2);
    const lbas = starts.filter((lba) => file.has(lba));
    expect(lbas.length).toBeGreaterThan(3);
    const found = await whereOn(path, [2 * (8192 + 1), ...lbas]);
    expect(found.map(brief)).toEqual(['metadata', ...lbas.map(() => 'file /a')]);
    expect(found[0]?.notes[0]).toBe('copy of the superblock, group 1');
  });

  test('without its first superblock, or its first descriptors, or both', async () => {
    const path = image(300, ['-b', '4096'], 300_000);
    const file = recordsIn(path).get(1)![50]!;
    const free = 500_000;
    for (const alsoBad of [[2], [8], [2, 8], [0, 2, 3, 8]]) {
      const found = await whereOn(path, [file, free], { alsoBad });
      expect(found.map(brief), alsoBad.join()).toEqual([
        'file /a',
        expect.stringMatching(/^(free|unknown)$/),
      ]);
    }
    expect((await whereOn(path, [0])).map(brief)).toEqual(['metadata']);
    expect((await whereOn(path, [8])).map(brief)).toEqual(['metadata']);
    expect((await whereOn(path, [2])).map(brief)).toEqual(['metadata']);
    expect((await whereOn(path, [free])).map(brief)).toEqual(['free']);
  });

  test('a bitmap that cannot be read hides nothing of the other groups', async () => {
    const path = image(300, ['-b', '4096'], 300_000);
    const stats = run('debugfs', ['-R', 'stats', path]);
    const bitmap = Number(/Group +0: block bitmap at (\d+)/.exec(stats)?.[1]) * 8;
    const alsoBad = [0, 1, 2, 3, 4, 5, 6, 7].map((sector) => bitmap + sector);
    const lbas = [32_000 * 8, 40_000 * 8];
    expect((await whereOn(path, lbas, { alsoBad })).map(brief)).toEqual(['unknown', 'free']);
  });

  test('a list of extents that cannot be read to its end makes no data metadata', async () => {
    const path = emptyImage(join(temporaryDirectory(), 'ext.img'), 64 * MIB);
    run('mkfs.ext4', ['-q', '-F', '-b', '4096', path]);
    mounted(path, 'noatime', (directory) => {
      // With holes, so that it has more extents than its inode holds.
      const file = openSync(join(directory, 'f1'), 'w');
      const content = records(1, 400 * 4096);
      for (let block = 0; block < 400; block++) {
        writeSync(file, content, block * 4096, 4096, block * 8192);
      }
      closeSync(file);
    });
    const stat = run('debugfs', ['-R', 'stat /f1', path]);
    const maps = [...stat.matchAll(/\(ETB0\):(\d+)/g)].map(([, block]) => Number(block) * 8);
    expect(maps.length).toBeGreaterThan(0);
    const at = recordsIn(path).get(1)!;
    const lbas = [at[10]!, at[1600]!, at[3000]!];
    const found = await whereOn(path, lbas, { alsoBad: maps });
    for (const { use } of found) expect(use).not.toMatch(/metadata|free/);
    expect((await whereOn(path, [maps[0]!], { isReadable: true })).map(brief)).toEqual([
      'metadata /f1',
    ]);
  });

  test('names as they are: line breaks, no UTF-8, quotes', async () => {
    const names = ['victim', 'victim\nx', 'victim\ry', '"q" ', 'é'].map((name) =>
      Buffer.from(name),
    );
    names.push(Buffer.from([0x66, 0xff, 0x66]));
    const path = emptyImage(join(temporaryDirectory(), 'ext.img'), 64 * MIB);
    run('mkfs.ext4', ['-q', '-F', path]);
    mounted(path, 'noatime', (directory) => {
      for (const [index, name] of names.entries()) {
        writeFileSync(Buffer.concat([Buffer.from(`${directory}/`), name]), records(index, 6000));
      }
    });
    const at = recordsIn(path);
    const found = await whereOn(
      path,
      names.map((_name, index) => at.get(index)![3]!),
    );
    const exact = found.map(({ file, fileBytes }) => fileBytes ?? Buffer.from(file ?? ''));
    expect(exact).toEqual(names.map((name) => Buffer.concat([Buffer.from('/'), name])));
  });
});
