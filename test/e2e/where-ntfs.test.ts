// Whose a cluster of an NTFS is, where the sector itself, or what tells, cannot be read.

import { mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { canMakeDisks, describeUnless } from '../rig/availability.ts';
import { run } from '../rig/system.ts';
import { emptyImage, lacking, MIB } from '../unit/layout/image.ts';
import { temporaryDirectory } from './fixtures.ts';
import { brief, records, recordsIn, unmount, whereOn } from './records.ts';

const lacks = lacking({ mkntfs: 'ntfs-3g', 'ntfs-3g': 'ntfs-3g', ntfsinfo: 'ntfs-3g' });

describeUnless(lacks ?? canMakeDisks(), 'an NTFS', () => {
  function image(): string {
    const dir = temporaryDirectory();
    const path = emptyImage(join(dir, 'ntfs.img'), 64 * MIB);
    run('mkntfs', ['-Q', '-F', '-q', path]);
    const mounted = join(dir, 'mounted');
    mkdirSync(mounted);
    run('ntfs-3g', [path, mounted]);
    mkdirSync(join(mounted, '$RECYCLE.BIN', 'S-1'), { recursive: true });
    writeFileSync(join(mounted, '$RECYCLE.BIN', 'S-1', '$R1.jpg'), records(1, 300_000));
    writeFileSync(join(mounted, 'sp ace'), records(2, 300_000));
    writeFileSync(join(mounted, 'gone'), records(3, 300_000));
    unlinkSync(join(mounted, 'gone'));
    unmount(mounted);
    return path;
  }

  /** "0x0  0x807  0x1": the first run. */
  const lbaOfRecord = (path: string, record: number) => {
    const said = run('ntfsinfo', ['-i', String(record), '-v', path]);
    return Number(/Runlist:.*\n\s+0x0\s+(0x[0-9a-f]+)/i.exec(said)?.[1]) * 8;
  };

  test('files whose names begin with "$", and free space', async () => {
    const path = image();
    const at = recordsIn(path);
    const lbas = [1, 2, 3].map((file) => at.get(file)![50]!);
    expect((await whereOn(path, lbas)).map(brief)).toEqual([
      'file /$RECYCLE.BIN/S-1/$R1.jpg',
      'file /sp ace',
      'free',
    ]);
  });

  test('nothing is free where the bitmap cannot be read', async () => {
    const path = image();
    const at = recordsIn(path);
    const bitmap = lbaOfRecord(path, 6);
    const lbas = [bitmap, at.get(2)![50]!, at.get(3)![50]!];
    const alsoBad = [1, 2, 3].map((sector) => bitmap + sector);
    expect((await whereOn(path, lbas, { alsoBad })).map(brief)).toEqual([
      'metadata /$Bitmap',
      'file /sp ace',
      'unknown',
    ]);
  });

  test('the copies of its first record and of its boot sector are enough', async () => {
    const path = image();
    const file = recordsIn(path).get(2)![50]!;
    const table = Number(readFileSync(path).readBigUInt64LE(48)) * 8;
    const [first] = await whereOn(path, [file], { alsoBad: [table, table + 1] });
    expect(brief(first!)).toBe('file /sp ace');
  });
});
