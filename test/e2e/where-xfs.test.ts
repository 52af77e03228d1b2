// Whose a block of an XFS is, where the sector itself, or what tells, cannot be read.

import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
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

  test('what the first superblock and the headers of a group are not needed for', async () => {
    const path = image(precious);
    const at = recordsIn(path);
    const lbas = [at.get(1)![50]!, at.get(2)![50]!];
    // The superblock, of which the next group has a copy; inodes; free space; the free list; all of them.
    for (const [lost, free] of [
      [[0], 'free'],
      [[2], 'free'],
      [[1], 'unknown'],
      [[3], 'free'],
      [[0, 1, 2, 3], 'unknown'],
    ] as const) {
      const found = await whereOn(path, lbas, { alsoBad: lost });
      expect([lost, ...found.map(brief)]).toEqual([lost, 'file /precious', free]);
    }
  });

  test('a file in many pieces, its map, its attributes, a long link, names by the hundred', async () => {
    const path = image((directory) => {
      mkdirSync(join(directory, 'many'));
      for (let index = 0; index < 400; index++) {
        writeFileSync(join(directory, 'many', `a rather long name for file ${index}`), '');
      }
      const [one, other] = ['pieces', 'other'].map((name) => openSync(join(directory, name), 'w'));
      const content = records(1, 300 * 4096);
      for (let at = 0; at < content.length; at += 4096) {
        for (const [file, bytes] of [
          [one!, content.subarray(at, at + 4096)],
          [other!, Buffer.alloc(4096, 7)],
        ] as const) {
          writeSync(file, bytes);
          fsyncSync(file);
        }
      }
      for (const file of [one!, other!]) closeSync(file);
      writeFileSync(join(directory, 'many', 'last'), records(2, 5000));
      symlinkSync('t'.repeat(600), join(directory, 'link'));
    });
    const pieces = recordsIn(path).get(1)!;
    const said = run('xfs_db', ['-r', '-f', '-c', 'path /pieces', '-c', 'print u3', path]);
    const group = Number(
      run('xfs_db', ['-r', '-f', '-c', 'sb 0', '-c', 'print agblocks', path]).split('=')[1],
    );
    const shift = Number(
      run('xfs_db', ['-r', '-f', '-c', 'sb 0', '-c', 'print agblklog', path]).split('=')[1],
    );
    const [, list = ''] = /ptrs\[[\d-]+\] = (.+)/.exec(said) ?? [];
    const maps = list.split(' ').map((pair) => Number(pair.split(':').at(-1)));
    expect(maps.length).toBeGreaterThan(0);
    const mapLba = (Math.floor(maps[0]! / 2 ** shift) * group + (maps[0]! % 2 ** shift)) * 8;
    const asked = [pieces[0]!, pieces[1200]!, pieces.at(-1)!, recordsIn(path).get(2)![3]!];
    const found = await whereOn(
      path,
      [...asked, mapLba].sort((a, b) => a - b),
      { isReadable: true },
    );
    const byLba = new Map(found.map((where) => [where.lba, brief(where)]));
    expect(asked.map((lba) => byLba.get(lba))).toEqual([
      ...Array<string>(3).fill('file /pieces'),
      'file /many/last',
    ]);
    expect(byLba.get(mapLba)).toBe('metadata /pieces');
    // The map's own block cannot be read: what it says is not known, and nothing else is said.
    const blind = await whereOn(path, [pieces[0]!], { alsoBad: [mapLba] });
    expect(['unknown', 'file']).toContain(blind[0]!.use);
    expect([null, '/pieces']).toContain(blind[0]!.file);
  });

  test('blocks that two files share', async () => {
    const path = image((directory) => {
      writeFileSync(join(directory, 'precious'), records(1, 300_000));
      run('cp', ['--reflink=always', join(directory, 'precious'), join(directory, 'twin')]);
    });
    const [where] = await whereOn(path, [recordsIn(path).get(1)![50]!]);
    expect(where).toMatchObject({ use: 'file', file: '/precious' });
    expect(where!.notes.join(' ')).toMatch(/shared with \/twin/);
  });

  test.each(['crc=0', 'rmapbt=1'])('made with -m %s, by a prototype', async (option) => {
    const folder = temporaryDirectory();
    const content = join(folder, 'content');
    writeFileSync(content, records(1, 300_000));
    const proto = join(folder, 'proto');
    const lines = [
      '/',
      '0 0',
      'd--755 0 0',
      'dir d--755 0 0',
      `precious ---644 0 0 ${content}`,
      '$',
    ];
    writeFileSync(proto, [...lines, `other ---644 0 0 ${content}`, '$', ''].join('\n'));
    const path = emptyImage(join(folder, 'xfs.img'), 330 * MIB);
    run('mkfs.xfs', ['-q', '-f', '-m', option, '-p', proto, path]);
    const lbas = recordsIn(path).get(1)!;
    const [first, second] = [lbas[10]!, lbas.at(-10)!];
    const found = (await whereOn(path, [first, second])).map(brief);
    expect(found.toSorted()).toEqual(['file /dir/precious', 'file /other']);
    const free = await whereOn(path, [600_000], { isReadable: true });
    expect(free.map(brief)).toEqual(['free']);
  });
});
