// Which partition a sector is in, where its tables cannot be read.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { locate } from '../../src/layout/locate.ts';
import { canMakeDisks, describeUnless } from '../rig/availability.ts';
import { bad } from '../rig/faults.ts';
import { run, tryRun } from '../rig/system.ts';
import { emptyImage, insert, lacking, MIB } from '../unit/layout/image.ts';
import { DISK_SECTORS, makeExt4, PARTITION_LBA, PARTITION_SECTORS } from './ext4-image.ts';
import { openDisk, temporaryDirectory } from './fixtures.ts';
import { brief, whereOn } from './records.ts';

const lacks = lacking({
  'mkfs.ext4': 'e2fsprogs',
  sfdisk: 'fdisk',
  sgdisk: 'gdisk',
  addpart: 'util-linux',
});

describeUnless(lacks ?? canMakeDisks(), 'a disk whose tables cannot be read', () => {
  const last = DISK_SECTORS - 1;

  test.each([
    ['GPT, both headers', 'GPT', [1, last], 'gpt'],
    ['GPT, all of it', 'GPT', [0, 1, last], null],
    ['MBR', 'MBR, logical', [0], 'mbr'],
  ] as const)('%s: the system has its partitions', async (_what, table, lost, scheme) => {
    const { image, fileLba } = makeExt4(table);
    const faults = [...lost, fileLba].sort((a, b) => a - b).map((lba) => bad(lba));
    const disk = await openDisk({ sectors512: DISK_SECTORS, contents: image, faults });
    const target = { address: disk.path, kind: 'block', sectors: disk.sectors } as const;
    const look = () => locate([fileLba], { ...target, logicalBytes: 512 });
    const [before] = await look();
    expect(before).toMatchObject({ partition: null, use: 'unknown' });
    run('addpart', [disk.path, '1', String(PARTITION_LBA), String(PARTITION_SECTORS)]);
    const [where] = await look();
    tryRun('delpart', [disk.path, '1']);
    expect(where).toMatchObject({ use: 'file', file: '/var/log' });
    if (scheme === null) expect(where?.partition).toBeNull();
    else expect(where?.partition).toMatchObject({ scheme, index: 1, firstLba: PARTITION_LBA });
  });

  test('an old FAT in LBA 0 hides no table that was made over it', async () => {
    const { image: source, fileLba } = makeExt4();
    for (const make of ['sgdisk', 'sfdisk']) {
      const path = emptyImage(join(temporaryDirectory(), 'stick.img'), 100 * MIB);
      run('mkfs.vfat', ['-F', '32', '-I', '--mbr=n', path]);
      const end = PARTITION_LBA + PARTITION_SECTORS - 1;
      if (make === 'sgdisk') run('sgdisk', ['-g', '-n', `1:${PARTITION_LBA}:${end}`, path]);
      else {
        const line = `start=${PARTITION_LBA},size=${PARTITION_SECTORS},type=83`;
        run('sh', ['-c', `printf 'label: dos\\n${line}\\n' | sfdisk -q ${path}`]);
      }
      const part = emptyImage(join(temporaryDirectory(), 'part.img'), PARTITION_SECTORS * 512);
      const place = ['bs=512', `skip=${PARTITION_LBA}`, `count=${PARTITION_SECTORS}`];
      run('dd', [`if=${source}`, `of=${part}`, ...place, 'status=none']);
      insert(part, path, PARTITION_LBA * 512);
      expect(readFileSync(path).subarray(82, 87).toString()).toBe('FAT32');
      const [where] = await whereOn(path, [fileLba]);
      expect(brief(where!), make).toBe('file /var/log');
    }
  });
});
