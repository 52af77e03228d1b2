// File systems of every kind that can be made here, each with files of numbered records, some deleted.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../rig/system.ts';
import { emptyImage, lacking, MIB } from '../unit/layout/image.ts';
import { temporaryDirectory } from './fixtures.ts';
import { mounted, records, unmount } from './records.ts';

export interface Kind {
  readonly name: string;
  /** What it takes, and in which Debian package that is. */
  readonly tools: Record<string, string>;
  readonly mib: number;
  make(image: string, files: ReadonlyMap<number, string>): void;
}

/** Numbers of files that are deleted again. */
export const GONE = [3, 8];

/** Small ones, one of a single block, one of many, in directories. */
export const FILES: ReadonlyMap<number, string> = new Map([
  [1, '/first'],
  [2, '/dir/second.txt'],
  [3, '/dir/gone'],
  [4, '/dir/sub/a rather long name for a file.bin'],
  [5, '/$mine'],
  [6, '/dir/sub/six'],
  [7, '/seventh'],
  [8, '/gone too'],
  [9, '/dir/ninth'],
]);

const bytesOf = (file: number) => [300_000, 4096, 200_000, 1_500_000, 600, 70_000][file % 6]!;

function fill(directory: string): void {
  mkdirSync(join(directory, 'dir', 'sub'), { recursive: true });
  for (const [file, path] of FILES) {
    writeFileSync(join(directory, path), records(file, bytesOf(file)));
  }
  run('sync', ['-f', directory]);
  for (const file of GONE) rmSync(join(directory, FILES.get(file)!));
}

const byKernel = (tool: string, ...options: readonly string[]): Kind['make'] => {
  return (image) => {
    run(tool, [...options, image]);
    mounted(image, 'noatime', fill);
  };
};

const byFuse = (tool: string, options: readonly string[], mount: string): Kind['make'] => {
  return (image) => {
    run(tool, [...options, image]);
    const directory = join(temporaryDirectory(), 'mounted');
    mkdirSync(directory);
    const loop = run('losetup', ['-f', '--show', image]).trim();
    try {
      run(mount, [loop, directory]);
      fill(directory);
      unmount(directory);
    } finally {
      run('losetup', ['-d', loop]);
    }
  };
};

/** mtools takes no mount: FAT of every width on any kernel. */
const fat = (bits: string): Kind['make'] => {
  return (image) => {
    run('mkfs.vfat', ['-F', bits, image]);
    const tree = join(temporaryDirectory(), 'tree');
    fill(tree);
    for (const file of GONE) {
      writeFileSync(join(tree, FILES.get(file)!), records(file, bytesOf(file)));
    }
    for (const name of ['first', 'dir', '$mine', 'seventh', 'gone too']) {
      run('mcopy', ['-i', image, '-s', join(tree, name), '::/']);
    }
    for (const file of GONE) run('mdel', ['-i', image, `::${FILES.get(file)}`]);
  };
};

/** It makes nothing that is deleted. */
const ufs = (version: number, order: string): Kind['make'] => {
  return (image) => {
    const tree = join(temporaryDirectory(), 'tree');
    fill(tree);
    const options = ['-t', 'ffs', '-s', '60m', '-B', order, '-o', `version=${version}`];
    run('makefs', [...options, image, tree]);
  };
};

const raid1: Kind['make'] = (image) => {
  const other = emptyImage(`${image}.other`, 200 * MIB);
  const loops = [image, other].map((path) => run('losetup', ['-f', '--show', path]).trim());
  try {
    run('mkfs.btrfs', ['-q', '-f', '-d', 'raid1', '-m', 'raid1', ...loops]);
    const directory = join(temporaryDirectory(), 'mounted');
    mkdirSync(directory);
    for (const loop of loops) run('btrfs', ['device', 'scan', loop]);
    run('mount', ['-t', 'btrfs', loops[0]!, directory]);
    fill(directory);
    unmount(directory);
  } finally {
    for (const loop of loops) {
      run('btrfs', ['device', 'scan', '--forget', loop]);
      run('losetup', ['-d', loop]);
    }
  }
};

/** In a partition, between its tables. */
const inTable = (script: string, make: Kind['make']): Kind['make'] => {
  return (image, files) => {
    const part = emptyImage(`${image}.part`, readFileSync(image).length - 4 * MIB);
    make(part, files);
    run('sh', ['-c', `printf '${script}' | sfdisk -q ${image}`]);
    run('dd', [`if=${part}`, `of=${image}`, 'bs=1M', 'seek=2', 'conv=notrunc', 'status=none']);
  };
};

const EXT = { 'mkfs.ext4': 'e2fsprogs', debugfs: 'e2fsprogs' };
const XFS = { 'mkfs.xfs': 'xfsprogs', xfs_db: 'xfsprogs' };
const BTRFS = { 'mkfs.btrfs': 'btrfs-progs' };
const FAT = { 'mkfs.vfat': 'dosfstools', mcopy: 'mtools' };
const TABLES = { sfdisk: 'fdisk' };

const ext4 = (...options: readonly string[]) => byKernel('mkfs.ext4', '-q', '-F', ...options);
const SUPER2 = 'sparse_super2,^sparse_super,^resize_inode';
const PART = `start=4096, size=${116 * 2048}`;

export const KINDS: readonly Kind[] = [
  { name: 'ext2 1K', tools: EXT, mib: 60, make: byKernel('mkfs.ext2', '-q', '-F', '-b', '1024') },
  { name: 'ext3 1K', tools: EXT, mib: 60, make: byKernel('mkfs.ext3', '-q', '-F', '-b', '1024') },
  { name: 'ext4 4K', tools: EXT, mib: 300, make: ext4('-b', '4096') },
  { name: 'ext4 1K', tools: EXT, mib: 60, make: ext4('-b', '1024') },
  { name: 'ext4 bigalloc', tools: EXT, mib: 300, make: ext4('-O', 'bigalloc', '-C', '16384') },
  { name: 'ext4 sparse_super2', tools: EXT, mib: 60, make: ext4('-b', '1024', '-O', SUPER2) },
  { name: 'XFS', tools: XFS, mib: 330, make: byKernel('mkfs.xfs', '-q', '-f') },
  {
    name: 'XFS 1K',
    tools: XFS,
    mib: 330,
    make: byKernel('mkfs.xfs', '-q', '-f', '-b', 'size=1024'),
  },
  {
    name: 'Btrfs single',
    tools: BTRFS,
    mib: 200,
    make: byKernel('mkfs.btrfs', '-q', '-f', '-m', 'single'),
  },
  {
    name: 'Btrfs DUP',
    tools: BTRFS,
    mib: 200,
    make: byKernel('mkfs.btrfs', '-q', '-f', '-m', 'dup'),
  },
  {
    name: 'Btrfs mixed',
    tools: BTRFS,
    mib: 200,
    make: byKernel('mkfs.btrfs', '-q', '-f', '--mixed'),
  },
  { name: 'Btrfs RAID 1, one of two', tools: BTRFS, mib: 200, make: raid1 },
  { name: 'FAT12', tools: FAT, mib: 8, make: fat('12') },
  { name: 'FAT16', tools: FAT, mib: 64, make: fat('16') },
  { name: 'FAT32', tools: FAT, mib: 100, make: fat('32') },
  {
    name: 'exFAT',
    tools: { 'mkfs.exfat': 'exfatprogs', 'mount.exfat-fuse': 'exfat-fuse' },
    mib: 64,
    make: byFuse('mkfs.exfat', [], 'mount.exfat-fuse'),
  },
  {
    name: 'NTFS',
    tools: { mkntfs: 'ntfs-3g', 'ntfs-3g': 'ntfs-3g' },
    mib: 64,
    make: byFuse('mkntfs', ['-Q', '-F', '-q'], 'ntfs-3g'),
  },
  { name: 'UFS1', tools: { makefs: 'makefs' }, mib: 60, make: ufs(1, 'le') },
  { name: 'UFS2', tools: { makefs: 'makefs' }, mib: 60, make: ufs(2, 'be') },
  {
    name: 'ext4 in a GPT',
    tools: { ...EXT, ...TABLES },
    mib: 120,
    make: inTable(`label: gpt\\n${PART}\\n`, ext4('-b', '4096')),
  },
  {
    name: 'FAT32 in an MBR',
    tools: { ...FAT, ...TABLES },
    mib: 120,
    make: inTable(`label: dos\\n${PART}, type=c\\n`, fat('32')),
  },
];

/** The image; its files are as FILES and GONE say. */
export function makeKind(kind: Kind): string {
  const image = emptyImage(join(temporaryDirectory(), 'made.img'), kind.mib * MIB);
  kind.make(image, FILES);
  return image;
}

export function lacks(kind: Kind): string | null {
  return lacking(kind.tools);
}
