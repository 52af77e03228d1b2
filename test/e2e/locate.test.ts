// The file behind a bad sector, on real block devices that cannot read it: by the partition's own node,
// with the sector that accuses the file unreadable to the programs that find it.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listDisks } from '../../src/layout/list-disks.ts';
import { locate } from '../../src/layout/locate.ts';
import type { Location } from '../../src/layout/location.ts';
import { bundled } from '../bundled.ts';
import { canMakeDisks, describeUnless } from '../rig/availability.ts';
import { bad, hang } from '../rig/faults.ts';
import type { FaultyDisk } from '../rig/faulty-disk.ts';
import { isThere } from '../rig/server-binary.ts';
import { run, tryRun } from '../rig/system.ts';
import { DISK_SECTORS, makeExt4, PARTITION_LBA, PARTITION_SECTORS } from './ext4-image.ts';
import { openDisk, temporaryDirectory } from './fixtures.ts';

const missing = ['debugfs', 'mkfs.ext4', 'sfdisk', 'strace'].filter((tool) => !isThere(tool));
const reason = missing.length > 0 ? `${missing.join(', ')} not there` : canMakeDisks();

const at = (disk: FaultyDisk, lbas: readonly number[]): Promise<Location[]> =>
  locate(lbas, { address: disk.path, kind: 'block', sectors: disk.sectors, logicalBytes: 512 });

describeUnless(reason, 'whose a bad sector is', () => {
  test.each([
    ['with partitions that the system knows', true],
    ['by offset, where it knows none', false],
  ])('a file, free space and an inode table, %s', async (_how, partitions) => {
    const { image, fileLba, freeLba, inodeLba } = makeExt4();
    const lbas = [fileLba + 10, freeLba, inodeLba];
    const faults = lbas.map((lba) => bad(lba));
    const disk = await openDisk({ sectors512: DISK_SECTORS, contents: image, faults, partitions });
    if (partitions) tryRun('partx', ['--add', '--nr', '5', disk.path]);
    expect(existsSync(`${disk.path}p5`)).toBe(partitions);
    const found = await at(disk, lbas);
    expect(found.map(({ use, file }) => [use, file])).toEqual([
      ['file', '/var/log'],
      ['free', null],
      ['metadata', null],
    ]);
    expect(found[2]?.notes[0]).toMatch(/^inode table of group 0/);
    for (const { partition, filesystem } of found) {
      expect(partition).toMatchObject({ scheme: 'mbr', index: 5, firstLba: PARTITION_LBA });
      expect(filesystem?.type).toBe('ext4');
    }
  });

  test('a file, where the bitmap of its group cannot be read', async () => {
    const { image, fileLba, freeLba } = makeExt4();
    const stats = run('debugfs', ['-R', 'stats', `${image}?offset=${PARTITION_LBA * 512}`]);
    const bitmap = PARTITION_LBA + Number(/block bitmap at (\d+)/.exec(stats)?.[1]) * 8;
    const contents = { sectors512: DISK_SECTORS, contents: image };
    const faults = [bad(bitmap, bitmap + 7), bad(fileLba)].sort((a, b) => a.from - b.from);
    const disk = await openDisk({ ...contents, faults });
    const found = await at(disk, [bitmap, fileLba, freeLba]);
    expect(found[0]).toMatchObject({ use: 'metadata', notes: ['block bitmap of group 0'] });
    expect(found[1]).toMatchObject({ use: 'file', file: '/var/log' });
    // What no file has may be free or not: the bitmap alone knows.
    expect(found[2]).toMatchObject({ use: 'unknown' });
    expect(found[2]?.notes[0]).toBe('whether it is in use cannot be read');
  });

  test('partition and file system, where a neighbour of each sector that tells them is bad', async () => {
    const { image, fileLba } = makeExt4();
    const faults = [1, 4097, 8191, PARTITION_LBA, PARTITION_LBA + 4].map((lba) => bad(lba));
    const disk = await openDisk({ sectors512: DISK_SECTORS, contents: image, faults });
    const [where] = await at(disk, [fileLba]);
    expect(where?.partition).toMatchObject({ index: 5 });
    expect(where?.filesystem).toMatchObject({ type: 'ext4' });
  });

  test('a disk that hangs is not waited for', async () => {
    const { image, fileLba } = makeExt4();
    // Behind its superblocks, where its inodes are.
    const faults = [hang(PARTITION_LBA + 600, PARTITION_LBA + 20_000, 4000)];
    const disk = await openDisk({ sectors512: DISK_SECTORS, contents: image, faults });
    const target = {
      address: disk.path,
      kind: 'block',
      sectors: disk.sectors,
      logicalBytes: 512,
    } as const;
    const began = performance.now();
    const [where] = await locate([fileLba], target, { timeoutMs: 1000 });
    expect(performance.now() - began).toBeLessThan(200_000);
    expect(where).toMatchObject({ use: 'unknown', file: null });
    // Where the first superblocks took it all, nothing was begun.
    expect(where?.notes.join()).toMatch(
      /was given 1 s and did not finish|no time was left to read it/,
    );
  });

  test('the list tells scheme, type and file system of a disk that udev does not know', async () => {
    const { image } = makeExt4();
    const contents = { sectors512: DISK_SECTORS, contents: image };
    const disk = await openDisk({ ...contents, faults: [bad(100)], partitions: true });
    tryRun('partx', ['--add', '--nr', '5', disk.path]);
    const listed = (await listDisks()).find(({ device }) => device.path === disk.path);
    expect(listed?.partitions.at(-1)).toMatchObject({
      path: `${disk.path}p5`,
      scheme: 'mbr',
      index: 5,
      type: 'linux-data',
      firstLba: PARTITION_LBA,
      lastLba: PARTITION_LBA + PARTITION_SECTORS - 1,
      filesystem: 'ext4',
    });
  });

  test('nothing is opened but for reading, neither by us nor by the programs', async () => {
    const module = await bundled('layout/locate.ts');
    const { image, fileLba } = makeExt4();
    const calls = join(temporaryDirectory(), 'calls');
    const target = { address: image, kind: 'file', sectors: DISK_SECTORS, logicalBytes: 512 };
    const script = `import { locate } from ${JSON.stringify(module)};
      console.log(JSON.stringify(await locate([${fileLba}], ${JSON.stringify(target)})));`;
    const before = readFileSync(image);
    const traced = [
      '-f',
      '-qq',
      '-e',
      'trace=open,openat,truncate,ftruncate',
      '-s',
      '4096',
      '-o',
      calls,
    ];
    const said = run('strace', [...traced, process.execPath, '--input-type=module', '-e', script]);
    expect(JSON.parse(said)[0].file).toBe('/var/log');
    const opens = readFileSync(calls, 'utf8')
      .split('\n')
      .filter((line) => line.includes(image));
    expect(opens.length).toBeGreaterThan(3);
    for (const line of opens) expect(line).not.toMatch(/O_RDWR|O_WRONLY|O_CREAT|truncate/);
    expect(readFileSync(image).equals(before)).toBe(true);
  });
});
