// Superblocks that each system's own tools wrote, and what cannot be made here by hand.

import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { identify } from '../../../src/layout/filesystems/identify.ts';
import { describeUnless } from '../../rig/availability.ts';
import { run } from '../../rig/system.ts';
import { emptyImage, imageReader, lacking, MIB, scratch } from './image.ts';

const { dir, remove } = scratch();

afterAll(remove);

interface Made {
  tool: string;
  debian: string;
  args: string[];
  mib: number;
  expected: object;
}

const UUID = '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d';

const MADE: Record<string, Made> = {
  f2fs: {
    tool: 'mkfs.f2fs',
    debian: 'f2fs-tools',
    args: ['-q'],
    mib: 64,
    expected: { type: 'f2fs' },
  },
  jfs: { tool: 'mkfs.jfs', debian: 'jfsutils', args: ['-q'], mib: 32, expected: { type: 'jfs' } },
  reiserfs: {
    tool: 'mkfs.reiserfs',
    debian: 'reiserfsprogs',
    args: ['-q', '-f', '-f'],
    mib: 64,
    expected: { type: 'reiserfs' },
  },
  nilfs2: {
    tool: 'mkfs.nilfs2',
    debian: 'nilfs-tools',
    args: ['-q', '-L', 'logs'],
    mib: 160,
    expected: { type: 'nilfs2', label: 'logs' },
  },
  udf: {
    tool: 'mkfs.udf',
    debian: 'udftools',
    args: ['--media-type=hd'],
    mib: 32,
    expected: { type: 'udf' },
  },
  minix: {
    tool: 'mkfs.minix',
    debian: 'util-linux',
    args: ['-3'],
    mib: 8,
    expected: { type: 'minix' },
  },
  hfs: { tool: 'hformat', debian: 'hfsutils', args: [], mib: 8, expected: { type: 'hfs' } },
  ext2: {
    tool: 'mkfs.ext2',
    debian: 'e2fsprogs',
    args: ['-q', '-F', '-U', UUID, '-L', 'old'],
    mib: 8,
    expected: { type: 'ext2', uuid: UUID, label: 'old', blockBytes: 1024, blocks: 8192 },
  },
  ext3: {
    tool: 'mkfs.ext3',
    debian: 'e2fsprogs',
    args: ['-q', '-F', '-b', '4096'],
    mib: 32,
    expected: { type: 'ext3', blockBytes: 4096, blocks: 8192 },
  },
  ext4: {
    tool: 'mkfs.ext4',
    debian: 'e2fsprogs',
    args: ['-q', '-F', '-L', 'röot'],
    mib: 32,
    expected: { type: 'ext4', label: 'röot' },
  },
  xfs: {
    tool: 'mkfs.xfs',
    debian: 'xfsprogs',
    args: ['-q', '-f', '-L', 'data', '-m', `uuid=${UUID}`],
    mib: 320,
    expected: { type: 'xfs', label: 'data', uuid: UUID, blockBytes: 4096, blocks: 81920 },
  },
  btrfs: {
    tool: 'mkfs.btrfs',
    debian: 'btrfs-progs',
    args: ['-q', '-f', '-L', 'pool', '-U', UUID],
    mib: 128,
    expected: { type: 'btrfs', label: 'pool', uuid: UUID, blockBytes: 4096, blocks: 32768 },
  },
  FAT12: {
    tool: 'mkfs.vfat',
    debian: 'dosfstools',
    args: ['-F', '12', '-i', '1a2b3c4d'],
    mib: 2,
    expected: { type: 'vfat', uuid: '1A2B-3C4D', label: null, notes: ['FAT12'] },
  },
  FAT16: {
    tool: 'mkfs.vfat',
    debian: 'dosfstools',
    args: ['-F', '16', '-n', 'STICK'],
    mib: 64,
    expected: { type: 'vfat', label: 'STICK', notes: ['FAT16'] },
  },
  'FAT32 of 4096-byte sectors': {
    tool: 'mkfs.vfat',
    debian: 'dosfstools',
    args: ['-F', '32', '-S', '4096', '-s', '1', '-n', 'EFI'],
    mib: 300,
    expected: { type: 'vfat', label: 'EFI', blockBytes: 4096, notes: ['FAT32'] },
  },
  exFAT: {
    tool: 'mkfs.exfat',
    debian: 'exfatprogs',
    args: [],
    mib: 16,
    expected: { type: 'exfat', blockBytes: 512, blocks: 32768 },
  },
  NTFS: {
    tool: 'mkfs.ntfs',
    debian: 'ntfs-3g',
    args: ['-q', '-F', '-f', '-s', '512', '-p', '0', '-H', '0', '-S', '0'],
    mib: 16,
    expected: { type: 'ntfs', blockBytes: 4096, blocks: 4095 },
  },
  swap: {
    tool: 'mkswap',
    debian: 'util-linux',
    args: ['-q', '-L', 'swp', '-U', UUID],
    mib: 8,
    expected: { type: 'swap', label: 'swp', uuid: UUID },
  },
  LUKS: {
    tool: 'cryptsetup',
    debian: 'cryptsetup-bin',
    args: [
      'luksFormat',
      '-q',
      '--type',
      'luks2',
      '--label',
      'vault',
      '--uuid',
      UUID,
      '--pbkdf',
      'pbkdf2',
      '--pbkdf-force-iterations',
      '1000',
      '--key-file',
      '/etc/hostname',
    ],
    mib: 20,
    expected: { type: 'crypto_LUKS', label: 'vault', uuid: UUID },
  },
};

for (const [name, { tool, debian, args, mib, expected }] of Object.entries(MADE)) {
  describeUnless(lacking({ [tool]: debian }), `${name}, as ${tool} makes it`, () => {
    test('is told by its superblock', async () => {
      const path = emptyImage(join(dir, 'image'), mib * MIB);
      run(tool, [...args, path]);
      const image = imageReader(path);
      expect(await identify(image.read, image)).toMatchObject({ filesystem: expected, notes: [] });
      const large = imageReader(path, 4096);
      expect(await identify(large.read, large)).toMatchObject({ filesystem: expected });
    });
  });
}

describeUnless(
  lacking({ makefs: 'makefs', mksquashfs: 'squashfs-tools' }),
  'images of a tree',
  () => {
    test.each([
      [
        'UFS1',
        ['-t', 'ffs', '-s', '64m', '-o', 'version=1'],
        { type: 'ufs', notes: ['UFS1'], blockBytes: 1024 },
      ],
      ['UFS2', ['-t', 'ffs', '-s', '64m', '-o', 'version=2'], { type: 'ufs', notes: ['UFS2'] }],
      [
        'big-endian UFS2',
        ['-t', 'ffs', '-s', '64m', '-B', 'be', '-o', 'version=2'],
        { type: 'ufs', notes: ['UFS2'] },
      ],
      ['ISO 9660', ['-t', 'cd9660', '-o', 'label=DISC'], { type: 'iso9660', label: 'DISC' }],
    ])('%s, as makefs makes it', async (_name, args, expected) => {
      const path = join(dir, 'tree.img');
      run('makefs', [...args, path, 'src/layout']);
      const image = imageReader(path);
      expect((await identify(image.read, image)).filesystem).toMatchObject(expected);
    });

    test('squashfs', async () => {
      const path = join(dir, 'tree.squashfs');
      run('mksquashfs', ['src/layout', path, '-quiet', '-no-progress', '-noappend']);
      const image = imageReader(path);
      expect((await identify(image.read, image)).filesystem).toMatchObject({ type: 'squashfs' });
    });
  },
);
