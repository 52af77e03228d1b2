// Whose a sector of a FAT or an exFAT is, where the sector itself, or what tells, cannot be read.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { canMakeDisks, describeUnless } from '../rig/availability.ts';
import { run } from '../rig/system.ts';
import { emptyImage, lacking, MIB } from '../unit/layout/image.ts';
import { temporaryDirectory } from './fixtures.ts';
import { brief, records, recordsIn, unmount, whereOn } from './records.ts';

const lacksFat = lacking({ 'mkfs.vfat': 'dosfstools', mcopy: 'mtools' });
const lacksExfat = lacking({ 'mkfs.exfat': 'exfatprogs', 'mount.exfat-fuse': 'exfat-fuse' });

describeUnless(lacksFat ?? canMakeDisks(), 'a FAT', () => {
  function image(bits: string): string {
    const dir = temporaryDirectory();
    const path = emptyImage(join(dir, 'fat.img'), { 12: 8, 16: 64, 32: 100 }[bits]! * MIB);
    run('mkfs.vfat', ['-F', bits, path]);
    run('mmd', ['-i', path, '::/$RECYCLE.BIN']);
    const file = join(dir, 'file');
    for (const [index, name] of [
      '$RECYCLE.BIN/photo.jpg',
      '$mine.txt',
      'a rather long name.txt',
    ].entries()) {
      writeFileSync(file, records(index, 60_000));
      run('mcopy', ['-i', path, file, `::/${name}`]);
    }
    writeFileSync(file, records(3, 60_000));
    run('mcopy', ['-i', path, file, '::/gone.txt']);
    run('mdel', ['-i', path, '::/gone.txt']);
    return path;
  }

  test.each(['12', '16', '32'])('FAT%s: names that begin with "$" are files', async (bits) => {
    const path = image(bits);
    const at = recordsIn(path);
    const lbas = [0, 1, 2, 3].map((file) => at.get(file)![50]!);
    expect((await whereOn(path, lbas)).map(brief)).toEqual([
      'file /$RECYCLE.BIN/photo.jpg',
      'file /$mine.txt',
      'file /a rather long name.txt',
      'free',
    ]);
  });

  test.each(['12', '16', '32'])('FAT%s: one FAT is enough, none is too few', async (bits) => {
    const path = image(bits);
    const boot = readFileSync(path).subarray(0, 512);
    const reserved = boot.readUInt16LE(14);
    const perFat = boot.readUInt16LE(22) || boot.readUInt32LE(36);
    const at = recordsIn(path);
    const lbas = [at.get(1)![50]!, at.get(3)![50]!];
    const one = await whereOn(path, lbas, { alsoBad: [reserved] });
    expect(one.map(brief)).toEqual(['file /$mine.txt', 'free']);
    const starts = [0, 1, 2, 3].flatMap((sector) => [0, perFat].map((copy) => copy + sector));
    const alsoBad = starts.map((sector) => reserved + sector);
    const none = await whereOn(path, lbas, { alsoBad });
    for (const { use } of none) expect(use).toBe('unknown');
  });
});

describeUnless(lacksExfat ?? canMakeDisks(), 'an exFAT', () => {
  function image(): { path: string; bitmap: number } {
    const dir = temporaryDirectory();
    const path = emptyImage(join(dir, 'exfat.img'), 64 * MIB);
    run('mkfs.exfat', [path]);
    const mounted = join(dir, 'mounted');
    mkdirSync(mounted);
    const loop = run('losetup', ['-f', '--show', path]);
    try {
      run('mount.exfat-fuse', [loop, mounted]);
      writeFileSync(join(mounted, 'precious'), records(1, 300_000));
      unmount(mounted);
    } finally {
      run('losetup', ['-d', loop]);
    }
    return { path, bitmap: readFileSync(path).readUInt32LE(88) };
  }

  test('a file, free space, and neither where the bitmap cannot be read', async () => {
    const { path, bitmap } = image();
    const file = recordsIn(path).get(1)![100]!;
    const free = 120_000;
    expect((await whereOn(path, [file, free])).map(brief)).toEqual(['file /precious', 'free']);
    // Its first sector tells of the first 4096 clusters, 16 MiB.
    const near = bitmap + 20_000;
    const found = await whereOn(path, [bitmap, file, near]);
    expect(found.map(brief)).toEqual(['metadata', 'file /precious', 'unknown']);
    expect(found[2]?.notes[0]).toBe('whether it is in use cannot be read');
  });
});
