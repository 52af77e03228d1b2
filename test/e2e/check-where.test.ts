// Whose the sectors are that a check found: weak ones, and a run that begins in one file and ends in the next.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { canMakeDisks, describeUnless } from '../rig/availability.ts';
import { bad, weak } from '../rig/faults.ts';
import { run } from '../rig/system.ts';
import { emptyImage, lacking, MIB } from '../unit/layout/image.ts';
import { check } from './check-cli.ts';
import { DISK_SECTORS, makeExt4 } from './ext4-image.ts';
import { openDisk, temporaryDirectory } from './fixtures.ts';
import { records, recordsIn } from './records.ts';

const lacks = lacking({ 'mkfs.vfat': 'dosfstools', mcopy: 'mtools' });
const SECTORS = (64 * MIB) / 512;

describeUnless(lacks ?? canMakeDisks(), 'a bad run over two files', () => {
  test.each([
    ['short: each sector is looked up', 3],
    ['long: one place in each 4 KiB', 60],
  ])('%s', async (_what, beside) => {
    const folder = temporaryDirectory();
    const image = emptyImage(join(folder, 'fat.img'), 64 * MIB);
    run('mkfs.vfat', ['-F', '16', '-s', '4', image]);
    mkdirSync(join(folder, 'files'));
    for (const file of [1, 2]) {
      const path = join(folder, 'files', `file${file}`);
      writeFileSync(path, records(file, 100 * 2048));
      run('mcopy', ['-i', image, path, '::/']);
    }
    const at = recordsIn(image);
    const [end, begin] = [at.get(1)!.at(-1)!, at.get(2)![0]!];
    expect(begin).toBe(end + 1);
    const [from, to] = [end - beside, begin + beside];
    const faults = Array.from({ length: to - from + 1 }, (_v, index) => bad(from + index));
    const disk = await openDisk({ sectors512: SECTORS, contents: image, faults });
    const { status, check: report } = await check([disk.path, `${from}-${to}`, '--reads', 1]);
    expect(status).toBe(1);
    expect(report.bad.map((extent) => [extent.from, extent.to])).toEqual([[from, to]]);
    for (const { lba, use, file } of report.where) {
      expect([lba, use, file]).toEqual([lba, 'file', lba <= end ? '/file1' : '/file2']);
    }
    expect(new Set(report.where.map(({ file }) => file))).toEqual(new Set(['/file1', '/file2']));
    const said = report.explanation.join('\n');
    for (const file of ['/file1', '/file2']) expect(said).toContain(`the file ${file}`);
  });
});

const lacksExt = lacking({ 'mkfs.ext4': 'e2fsprogs', debugfs: 'e2fsprogs', sfdisk: 'fdisk' });

describeUnless(lacksExt ?? canMakeDisks(), 'weak sectors', () => {
  test('of a file, of free space and of the inode table', async () => {
    const { image, fileLba, freeLba, inodeLba } = makeExt4('GPT');
    const lbas = [inodeLba, fileLba + 10, freeLba].sort((a, b) => a - b);
    const faults = lbas.map((lba) => weak(lba, lba, 2));
    const contents = { sectors512: DISK_SECTORS, contents: image, faults };
    const disk = await openDisk({ ...contents, partitions: true });
    const { status, check: report } = await check([disk.path, ...lbas]);
    expect([status, report.verdict, report.bad]).toEqual([1, 'weak', []]);
    expect(report.weak.map(({ from }) => from)).toEqual(lbas);
    const told = new Map(report.where.map(({ lba, use, file }) => [lba, { use, file }]));
    expect(told.get(inodeLba)).toEqual({ use: 'metadata', file: null });
    expect(told.get(fileLba + 10)).toEqual({ use: 'file', file: '/var/log' });
    expect(told.get(freeLba)).toEqual({ use: 'free', file: null });
    expect(report.explanation.join('\n')).toContain('the file /var/log');
  });
});
