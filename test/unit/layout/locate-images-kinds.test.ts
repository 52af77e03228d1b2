// Whose sectors are, on file systems other than ext: made by their own programs.

import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeUnless } from '../../rig/availability.ts';
import { run } from '../../rig/system.ts';
import { emptyImage, insert, lacking, MIB } from './image.ts';
import { at, brief, CONTENT, dir, lbaOf, noise, remove, tree } from './located.ts';

afterAll(remove);

mkdirSync(join(tree, 'sub'), { recursive: true });

writeFileSync(join(tree, 'sub', 'hello there.bin'), CONTENT);

writeFileSync(join(tree, 'small'), noise(100, 9));

chmodSync(tree, 0o755);

describeUnless(lacking({ 'mkfs.xfs': 'xfsprogs', xfs_db: 'xfsprogs' }), 'XFS', () => {
  const image = join(dir, 'xfs.img');

  beforeAll(() => {
    const entries = `sub d--755 0 0\nhello ---644 0 0 ${join(tree, 'sub', 'hello there.bin')}\n$\n$\n`;
    const copy = join(dir, 'copy');
    writeFileSync(copy, CONTENT);
    writeFileSync(
      join(dir, 'proto'),
      `x\n0 0\nd--755 0 0\n${entries}`.replace(join(tree, 'sub', 'hello there.bin'), copy),
    );
    run('mkfs.xfs', ['-q', '-f', '-p', join(dir, 'proto'), emptyImage(image, 400 * MIB)]);
  });

  test('a file, free space, and the file system’s own', async () => {
    const found = await at(image, [lbaOf(image, 4096), lbaOf(image, 299_520), 250_000, 0, 1]);
    expect(found.map(brief)).toEqual([
      'xfs file /sub/hello',
      'xfs file /sub/hello',
      'xfs free null',
      'xfs metadata null',
      'xfs metadata null',
    ]);
    const [log] = await at(image, [(200 * MIB) / 512 + 800]);
    expect(log).toMatchObject({ use: 'metadata', notes: ['log'] });
  });
});

describeUnless(lacking({ 'mkfs.btrfs': 'btrfs-progs', btrfs: 'btrfs-progs' }), 'Btrfs', () => {
  const image = join(dir, 'btrfs.img');

  beforeAll(() => {
    const many = join(tree, 'many');
    mkdirSync(many);
    // More than a leaf holds, so that there are nodes to go through.
    for (let index = 0; index < 400; index++) {
      writeFileSync(join(many, `a-rather-long-name-for-a-file-${index}`), noise(5000, index));
    }
    run('mkfs.btrfs', ['-q', '-r', tree, emptyImage(image, 256 * MIB)]);
  });

  test('a file, free space, and the file system’s own', async () => {
    const chunks = run('btrfs', ['inspect-internal', 'dump-tree', '-t', 'chunk', image]);
    const tree =
      Number(/type METADATA[\s\S]*?stripe 0 devid 1 offset (\d+)/.exec(chunks)?.[1]) / 512;
    const found = await at(image, [
      lbaOf(image, 0),
      lbaOf(image, 290_000 - (290_000 % 4096)),
      524_000,
      128,
      100,
      tree,
    ]);
    expect(found.map(brief)).toEqual([
      'btrfs file /sub/hello there.bin',
      'btrfs file /sub/hello there.bin',
      'btrfs free null',
      'btrfs metadata null',
      'btrfs metadata null',
      expect.stringMatching(/^btrfs (metadata|free) null$/),
    ]);
  });

  test('each of many files', async () => {
    const bytes = readFileSync(image);
    const numbers = [0, 17, 250, 399];
    const lbas = numbers.map((number) => bytes.indexOf(noise(5000, number).subarray(0, 512)) / 512);
    expect((await at(image, lbas)).map(({ file }) => file)).toEqual(
      numbers.map((number) => `/many/a-rather-long-name-for-a-file-${number}`),
    );
  });
});

describeUnless(lacking({ makefs: 'makefs' }), 'UFS', () => {
  test.each([
    [1, 'le'],
    [1, 'be'],
    [2, 'le'],
    [2, 'be'],
  ])('%i, %s: a file, free space and its own', async (version, order) => {
    const image = join(dir, `ufs${version}${order}.img`);
    const options = ['-t', 'ffs', '-s', '60m', '-B', order, '-o', `version=${version}`];
    run('makefs', [...options, image, tree]);
    const found = await at(image, [lbaOf(image, 0), lbaOf(image, 299_008), 100_000, 48, 16]);
    expect(found.map(brief)).toEqual([
      'ufs file /sub/hello there.bin',
      'ufs file /sub/hello there.bin',
      'ufs free null',
      'ufs metadata null',
      'ufs metadata null',
    ]);
  });
});

const FAT = { 'mkfs.vfat': 'dosfstools', mcopy: 'mtools', sfdisk: 'fdisk' };

describeUnless(lacking({ ...FAT }), 'FAT', () => {
  test.each(['12', '16', '32'])('FAT%s, in a partition', async (bits) => {
    const image = join(dir, `fat${bits}.img`);
    const mib = { 12: 8, 16: 64, 32: 100 }[bits]!;
    run('mkfs.vfat', ['-F', bits, emptyImage(image, mib * MIB)]);
    run('mcopy', ['-i', image, '-s', join(tree, 'sub'), '::/']);
    const found = await at(image, [lbaOf(image, 512), mib * 2048 - 10, 0, 40]);
    expect(found.map(brief)).toEqual([
      'vfat file /sub/hello there.bin',
      'vfat free null',
      'vfat metadata null',
      'vfat metadata '.concat(bits === '12' ? '/' : 'null'),
    ]);
    const disk = emptyImage(join(dir, 'fat-disk.img'), 110 * MIB);
    run('sh', ['-c', `printf 'label: gpt\\nstart=4096\\n' | sfdisk -q "${disk}"`]);
    insert(image, disk, 4096 * 512);
    const [where] = await at(disk, [4096 + lbaOf(image, 512)]);
    expect(brief(where!)).toBe('vfat file /sub/hello there.bin');
  });
});

describeUnless(lacking({ 'mkfs.ntfs': 'ntfs-3g', ntfscp: 'ntfs-3g' }), 'NTFS', () => {
  test('a file, free space, and the file system’s own', async () => {
    const image = join(dir, 'ntfs.img');
    run('mkfs.ntfs', ['-q', '-F', '-f', emptyImage(image, 32 * MIB)]);
    run('ntfscp', ['-f', image, join(tree, 'sub', 'hello there.bin'), 'hello.bin']);
    const found = await at(image, [lbaOf(image, 4096), 60_000, 0, 32]);
    expect(found.map(brief)).toEqual([
      'ntfs file /hello.bin',
      'ntfs free null',
      'ntfs metadata /$Boot',
      expect.stringMatching(/^ntfs metadata \/\$/),
    ]);
  });
});
