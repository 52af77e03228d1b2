// Whose a sector is, in images that each file system's own tools made: a file's place is known because
// its content is found there.

import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { locate } from '../../../src/layout/locate.ts';
import { openSectors } from '../../../src/layout/source.ts';
import { nothing } from '../../../src/layout/tool.ts';
import { describeUnless } from '../../rig/availability.ts';
import { run } from '../../rig/system.ts';
import { emptyImage, insert, lacking, MIB } from './image.ts';
import { at, brief, CONTENT, dir, lbaOf, noise, remove, tree } from './located.ts';

afterAll(remove);

mkdirSync(join(tree, 'sub'), { recursive: true });

writeFileSync(join(tree, 'sub', 'hello there.bin'), CONTENT);

writeFileSync(join(tree, 'small'), noise(100, 9));

chmodSync(tree, 0o755);

const EXT = { 'mkfs.ext4': 'e2fsprogs', debugfs: 'e2fsprogs', sfdisk: 'fdisk' };

describeUnless(lacking(EXT), 'ext', () => {
  const plain = join(dir, 'ext4.img');
  let last: number;

  beforeAll(() => {
    run('mkfs.ext4', ['-q', '-F', '-b', '4096', '-d', tree, emptyImage(plain, 64 * MIB)]);
    last = (64 * MIB) / 512 - 1;
  });

  test('a name that looks like an option is none to the programs', async () => {
    const paths: (string | undefined)[] = [];
    await locate(
      [lbaOf(plain, 0)],
      { address: '-w', kind: 'file', sectors: last + 1, logicalBytes: 512 },
      {
        open: (_path, logicalBytes) => openSectors(plain, logicalBytes),
        run: async (_tool, args) => {
          paths.push(args.at(-1));
          return nothing('not asked');
        },
      },
    );
    expect(new Set(paths)).toEqual(new Set([resolve('-w')]));
  });

  test('a file, free space, and the file system’s own', async () => {
    const first = lbaOf(plain, 0);
    const end = lbaOf(plain, 299_520);
    const lbas = [first, first + 3, end, last, 0, 2, 8];
    expect((await at(plain, lbas)).map(brief)).toEqual([
      'ext4 file /sub/hello there.bin',
      'ext4 file /sub/hello there.bin',
      'ext4 file /sub/hello there.bin',
      'ext4 free null',
      'ext4 metadata null',
      'ext4 metadata null',
      'ext4 metadata null',
    ]);
  });

  test('what each of its own blocks is for', async () => {
    const stats = run('debugfs', ['-R', 'stats', plain]);
    const [, bitmap, inodes, table] =
      /Group +0: block bitmap at (\d+), inode bitmap at (\d+), inode table at (\d+)/.exec(stats)!;
    const journal = run('debugfs', ['-R', 'blocks <8>', plain]).split(' ')[0];
    const directory = run('debugfs', ['-R', 'blocks /sub', plain]).split(' ')[0];
    const blocks = [0, 1, bitmap, inodes, table, journal, directory].map(Number);
    const found = await at(
      plain,
      blocks.map((block) => block * 8 + 5),
    );
    expect(found.map(({ use, notes }) => `${use}: ${notes[0]}`)).toEqual([
      'metadata: superblock',
      'metadata: group descriptors, in group 0',
      'metadata: block bitmap of group 0',
      'metadata: inode bitmap of group 0',
      'metadata: inode table of group 0, inodes 1–16',
      'metadata: journal',
      expect.stringMatching(/^metadata: inode \d+, a directory$/),
    ]);
    expect(found[6]?.file).toBe('/sub');
  });

  test.each([
    ['ext2', ['-b', '1024']],
    ['ext3', ['-b', '1024']],
  ])('%s: data and the blocks that map them', async (type, options) => {
    const image = join(dir, `${type}.img`);
    run(`mkfs.${type}`, ['-q', '-F', ...options, '-d', tree, emptyImage(image, 32 * MIB)]);
    const stat = run('debugfs', ['-R', 'stat "/sub/hello there.bin"', image]);
    const indirect = Number(/\(IND\):(\d+)/.exec(stat)?.[1]);
    const [data, map] = await at(image, [lbaOf(image, 200_000 - (200_000 % 1024)), indirect * 2]);
    expect([data, map].map((where) => brief(where!))).toEqual([
      `${type} file /sub/hello there.bin`,
      `${type} metadata /sub/hello there.bin`,
    ]);
  });

  test('a 4Kn disk’s sector, in which four blocks of 1 KiB lie', async () => {
    const image = join(dir, 'small-blocks.img');
    run('mkfs.ext4', ['-q', '-F', '-b', '1024', '-d', tree, emptyImage(image, 32 * MIB)]);
    const lba = lbaOf(image, 0);
    const inside = Math.ceil(lba / 8);
    const [whole, shared] = await at(image, [inside, inside - 1], 4096);
    expect(whole).toMatchObject({ use: 'file', file: '/sub/hello there.bin', notes: [] });
    // The file begins within a sector, whose first block is another's.
    expect(lba % 8).not.toBe(0);
    expect(JSON.stringify([shared?.file, shared?.notes])).toContain('/sub/hello there.bin');
    expect(shared?.notes[0]).toMatch(/^the same sector also has: /);
  });

  describe.each([
    ['GPT', 'label: gpt\nstart=2048, size=131072, type=linux\n', 2048, { scheme: 'gpt', index: 1 }],
    [
      'an MBR’s logical partition',
      'label: dos\nstart=2048, size=2048, type=83\nstart=4096, size=196608, type=5\nstart=8192, size=131072, type=83\n',
      8192,
      { scheme: 'mbr', index: 5, type: 'linux-data', suffix: 's5' },
    ],
  ])('in %s', (name, script, from, partition) => {
    const image = join(dir, `${partition.scheme}.img`);

    test('it is found all the same', async () => {
      const table = join(dir, `${partition.scheme}.table`);
      writeFileSync(table, script);
      run('sh', ['-c', `sfdisk -q "${emptyImage(image, 100 * MIB)}" < "${table}"`]);
      insert(plain, image, from * 512);
      const first = lbaOf(plain, 0) + from;
      const found = await at(image, [first, from + last, from, 0, 3000]);
      expect(found.map(brief)).toEqual([
        'ext4 file /sub/hello there.bin',
        'ext4 free null',
        'ext4 metadata null',
        'undefined metadata null',
        expect.stringMatching(/unknown|metadata/),
      ]);
      expect(found[0]?.partition, name).toMatchObject({
        ...partition,
        firstLba: from,
        lastLba: from + last,
      });
      expect(found[3]?.partition).toBeNull();
    });
  });

  test('a name with a line break in it does not pass for another', async () => {
    const odd = join(dir, 'odd');
    mkdirSync(join(odd, 'a\n13\t'), { recursive: true });
    writeFileSync(join(odd, 'a\n13\t', 'spoof'), CONTENT);
    writeFileSync(join(odd, 'plain "quoted" name'), noise(5000, 3));
    const image = join(dir, 'odd.img');
    run('mkfs.ext4', ['-q', '-F', '-d', odd, emptyImage(image, 16 * MIB)]);
    const quoted = readFileSync(image).indexOf(noise(5000, 3).subarray(0, 512)) / 512;
    const [spoof, plainName] = await at(image, [lbaOf(image, 0), quoted]);
    expect(spoof).toMatchObject({ use: 'file', file: '/a?13?/spoof' });
    expect(spoof?.fileBytes?.toString()).toBe('/a\n13\t/spoof');
    expect(plainName?.file).toBe('/plain "quoted" name');
  });
});

test('a missing image is said to be missing, of each LBA', async () => {
  const target = {
    address: join(dir, 'none'),
    kind: 'file',
    sectors: 10,
    logicalBytes: 512,
  } as const;
  const found = await locate([1, 2], target);
  expect(found).toMatchObject([
    { lba: 1, use: 'unknown', notes: [expect.stringContaining('ENOENT')] },
    { lba: 2, use: 'unknown' },
  ]);
});

test('a simulated disk has no files', async () => {
  const target = { address: 'size=1GB', kind: 'sim', sectors: 10, logicalBytes: 512 } as const;
  expect(await locate([5], target)).toEqual([
    {
      lba: 5,
      partition: null,
      filesystem: null,
      use: 'unknown',
      file: null,
      fileBytes: null,
      notes: [],
    },
  ]);
});
