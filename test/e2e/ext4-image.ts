// A disk's image with an ext4 in a partition, and in that one file of known content.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../rig/system.ts';
import { temporaryDirectory } from './fixtures.ts';

export const PARTITION_LBA = 8192;
export const PARTITION_SECTORS = 131_072;
export const DISK_SECTORS = 204_800;

/** sfdisk's words; in each table the partition lies at the same place. */
const TABLES = {
  'MBR, logical': `label: dos\nstart=4096, size=200000, type=5\nstart=${PARTITION_LBA}, size=${PARTITION_SECTORS}, type=83\n`,
  GPT: `label: gpt\nstart=${PARTITION_LBA}, size=${PARTITION_SECTORS}, type=linux, name=data\n`,
} as const;

export interface Ext4Image {
  readonly image: string;
  /** Where /var/log begins: 200,000 bytes. */
  readonly fileLba: number;
  /** In no file. */
  readonly freeLba: number;
  /** The inode table, behind the inodes that files have. */
  readonly inodeLba: number;
}

/** Ends with the test. */
export function makeExt4(table: keyof typeof TABLES = 'MBR, logical'): Ext4Image {
  const dir = temporaryDirectory();
  const tree = join(dir, 'tree');
  mkdirSync(join(tree, 'var'), { recursive: true });
  const content = Buffer.from(
    Array.from({ length: 200_000 }, (_v, at) => (at * 7919 + at / 251) & 255),
  );
  content.write('here begins the file');
  writeFileSync(join(tree, 'var', 'log'), content);
  const image = join(dir, 'disk.img');
  writeFileSync(image, '');
  run('truncate', ['-s', String(DISK_SECTORS * 512), image]);
  execFileSync('sfdisk', ['-q', image], { input: TABLES[table] });
  const options = ['-q', '-F', '-b', '4096', '-E', `offset=${PARTITION_LBA * 512}`, '-d', tree];
  run('mkfs.ext4', [...options, image, `${PARTITION_SECTORS / 2}k`]);
  const stats = run('debugfs', ['-R', 'stats', `${image}?offset=${PARTITION_LBA * 512}`]);
  const inodeTable = Number(/Group +0: .*inode table at (\d+)/.exec(stats)?.[1]);
  return {
    image,
    fileLba: readFileSync(image).indexOf('here begins the file') / 512,
    freeLba: PARTITION_LBA + PARTITION_SECTORS - 5,
    inodeLba: PARTITION_LBA + (inodeTable + 100) * 8 + 3,
  };
}
