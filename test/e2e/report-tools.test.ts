// The programs that reports are written for take them, and understand what was meant.

import { execFileSync } from 'node:child_process';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { writeLines } from '../../src/cli/terminal-output.ts';
import {
  badblockLines,
  ddrescueLines,
  inspectTarget,
  Run,
  type ScanResult,
  type StoredScan,
} from '../../src/index.ts';
import { SEED } from '../property/seed.ts';
import { canMakeDisks, describeUnless } from '../rig/availability.ts';
import { bad } from '../rig/faults.ts';
import { mbr } from '../rig/mbr.ts';
import { isThere } from '../rig/server-binary.ts';
import { run, tryRun } from '../rig/system.ts';
import { drawnScan } from '../unit/report/drawn-scan.ts';
import { exact, failed, stored } from '../unit/report/stored.ts';
import { MIB, openDisk, temporaryDirectory } from './fixtures.ts';

const DDRESCUE =
  isThere('ddrescuelog') && isThere('ddrescue')
    ? null
    : 'ddrescue is not there (package gddrescue)';
const EXT2 =
  isThere('mke2fs') && isThere('dumpe2fs') && isThere('e2fsck')
    ? null
    : 'mke2fs, dumpe2fs or e2fsck is not there (package e2fsprogs)';
const NO_PARTX = isThere('partx') ? null : 'partx is not there (package util-linux)';
const PARTITIONS = canMakeDisks() ?? EXT2 ?? NO_PARTX;
const UNC = 247;

function textOf(lines: Iterable<string>): string {
  const pieces: string[] = [];
  writeLines((text) => pieces.push(text) > 0, lines, '\n');
  return pieces.join('');
}

function numbers(text: string): number[] {
  return text.split(/\s+/).filter(Boolean).map(Number);
}

describeUnless(DDRESCUE, 'ddrescuelog', () => {
  const ddrescuelog = (scan: StoredScan, ...args: string[]) =>
    execFileSync('ddrescuelog', [...args, '-'], {
      input: textOf(ddrescueLines(scan)),
      encoding: 'utf8',
    });

  test('--show-status says what the scan came to', () => {
    const scan = stored({
      sectors: 100,
      range: [10, 90],
      blockSectors: 10,
      bytes: [1, UNC, 0, UNC, 1, 1, 1, 1],
      bad: [exact(21, 22), exact(25, 28), failed(40, 50)],
    });
    const said = ddrescuelog(scan, '--show-status').replace(/ +/g, ' ');
    expect(said).toContain('current status: copying');
    expect(said).toContain('mapfile extent: 51200 B, in 10 area(s)');
    expect(said).toContain('non-tried: 15360 B, in 3 area(s)');
    expect(said).toContain('rescued: 28672 B, in 4 area(s)');
    expect(said).toContain('non-trimmed: 5120 B, in 1 area(s)');
    expect(said).toContain('non-scraped: 0 B, in 0 area(s)');
    expect(said).toContain('bad-sector: 2048 B, in 2 area(s)');
  });

  test('--done-status: only what was read well as a whole is done', () => {
    const isDone = (bytes: number[], ...list: ReturnType<typeof exact>[]) => {
      try {
        ddrescuelog(stored({ sectors: 20, blockSectors: 10, bytes, bad: list }), '--done-status');
        return true;
      } catch (error) {
        expect(error).toMatchObject({ status: 1 });
        return false;
      }
    };
    expect(isDone([1, 239])).toBe(true);
    expect(isDone([1, UNC]), 'a weak block').toBe(true);
    expect(isDone([1, 0])).toBe(false);
    expect(isDone([1, UNC], exact(10, 11))).toBe(false);
    expect(isDone([1, UNC], failed(10, 20))).toBe(false);
  });

  test('--list-blocks names each sector as it came out, whatever the scan', () => {
    const types = { unread: '?', failed: '*', bad: '-', good: '+' } as const;
    fc.assert(
      fc.property(drawnScan, ({ scan, truth }) => {
        const size = `--block-size=${scan.result.device.logicalBytes}`;
        for (const [state, type] of Object.entries(types)) {
          const expected = truth.flatMap((each, lba) => (each === state ? [lba] : []));
          expect(numbers(ddrescuelog(scan, size, `--list-blocks=${type}`))).toEqual(expected);
        }
      }),
      { numRuns: 25, seed: SEED },
    );
  });

  test('ddrescue -m copies the good sectors, and no others', () => {
    const sectors = 4000;
    const scan = stored({
      sectors,
      range: [300, 3700],
      blockSectors: 1000,
      bytes: [1, UNC, 0, UNC],
      bad: [exact(1004, 1009), failed(3000, 3700)],
    });
    const isGood = (lba: number) => lba >= 300 && lba < 2000 && !(lba >= 1004 && lba < 1009);
    const sector = (lba: number) => Buffer.alloc(512, `sector ${lba},`);
    const disk = Buffer.concat(Array.from({ length: sectors }, (_, lba) => sector(lba)));
    const directory = temporaryDirectory();
    const [image, domain, copy] = ['disk', 'domain', 'copy'].map((name) => join(directory, name));
    writeFileSync(image!, disk);
    writeFileSync(domain!, textOf(ddrescueLines(scan)));
    run('ddrescue', ['-q', '-m', domain!, image!, copy!, join(directory, 'rescued')]);
    const copied = readFileSync(copy!);
    for (let lba = 0; lba < sectors; lba++) {
      const there = copied.subarray(lba * 512, (lba + 1) * 512);
      if (isGood(lba)) expect(there.equals(sector(lba)), `sector ${lba}`).toBe(true);
      else
        expect(
          there.every((byte) => byte === 0),
          `sector ${lba}`,
        ).toBe(true);
    }
  });
});

describeUnless(EXT2, 'mke2fs -l', () => {
  test.each([
    [1024, 512],
    [4096, 512],
    [1024, 4096],
    [4096, 4096],
  ])('keeps blocks of %i bytes off the bad sectors of %i, and no others', (blockSize, logicalBytes) => {
    const bytes = 64 << 20;
    const sectors = bytes / logicalBytes;
    const firstLba = (32 << 20) / logicalBytes;
    const list = [exact(firstLba + 1, firstLba + 2), failed(firstLba + 100, firstLba + 137)];
    const ends = [...list, exact(sectors - 1, sectors)];
    const scan = stored({ sectors, logicalBytes, blockSectors: sectors, bytes: [UNC], bad: ends });
    const expected = new Set<number>();
    for (const { from, to } of ends)
      for (let byte = from * logicalBytes; byte < to * logicalBytes; byte += 512)
        expected.add(Math.floor(byte / blockSize));

    const directory = temporaryDirectory();
    const [image, file] = [join(directory, 'disk.img'), join(directory, 'bad')];
    writeFileSync(image, '');
    truncateSync(image, bytes);
    writeFileSync(file, textOf(badblockLines(scan, { blockSize })));
    run('mke2fs', ['-q', '-F', '-b', String(blockSize), '-l', file, image]);
    expect(numbers(run('dumpe2fs', ['-b', image]))).toEqual([...expected]);
  });
});

describeUnless(PARTITIONS, 'a file system on a partition of a faulty disk', () => {
  // Not aligned to the blocks of a disk's scan, nor of a file system.
  const PARTITION = { index: 1, firstLba: 2051, lastLba: 2051 + 60 * MIB - 1 };

  test('avoids the bad sectors that a scan of the whole disk found', async () => {
    const contents = join(temporaryDirectory(), 'contents');
    const sectors512 = 64 * MIB;
    writeFileSync(contents, mbr([{ from: PARTITION.firstLba, sectors: 60 * MIB }]));
    truncateSync(contents, sectors512 * 512);
    const disk = await openDisk({ sectors512, contents, partitions: true });
    const partition = `${disk.path}p1`;
    readNothingAhead(disk.path);

    // Where mke2fs puts what it cannot do without, the disk becomes bad.
    format(contents);
    const layout = run('dumpe2fs', [partition]);
    const blocks = ['Inode bitmap', 'Inode table'].map((what) =>
      Number(new RegExp(`${what} at (\\d+)`).exec(layout)![1]),
    );
    expect(isSound(partition)).toBe(true);
    const faults = blocks.map((block) => bad(PARTITION.firstLba + block * 8 + 3));
    await disk.setFaults([
      ...faults,
      bad(0),
      bad(PARTITION.firstLba - 1),
      bad(PARTITION.lastLba + 1),
    ]);
    expect(isSound(partition), 'its faults are where they hurt').toBe(false);

    const scan = await scanned(disk.path);
    expect(scan.result.bad).toHaveLength(5);
    const list = join(temporaryDirectory(), 'bad');
    writeFileSync(list, textOf(badblockLines(scan, { blockSize: 4096, partition: 1 })));
    format(contents, '-l', list);
    forget(partition);
    expect(numbers(run('dumpe2fs', ['-b', partition]))).toEqual(blocks);
    expect(isSound(partition)).toBe(true);
  });

  /** The kernel reads ahead in pieces of many blocks (large folios), and where one of them is bad, it
   * has none of them. */
  function readNothingAhead(path: string): void {
    const before = run('blockdev', ['--getra', path]);
    run('blockdev', ['--setra', '0', path]);
    onTestFinished(() => {
      tryRun('blockdev', ['--setra', before, path]);
    });
  }

  /** What the kernel has read of the disk, it reads again. */
  function forget(partition: string): void {
    run('blockdev', ['--flushbufs', partition]);
  }

  /** Writes to the file below the disk, which itself cannot be written. */
  function format(contents: string, ...more: string[]): void {
    const offset = `offset=${PARTITION.firstLba * 512},lazy_itable_init=0,nodiscard`;
    // What resize_inode sets aside lies where it lies, bad or not.
    const options = ['-q', '-F', '-t', 'ext2', '-O', '^resize_inode', '-b', '4096', '-E', offset];
    run('mke2fs', [...options, ...more, contents, String((60 << 20) / 4096)]);
  }

  function isSound(partition: string): boolean {
    forget(partition);
    return tryRun('e2fsck', ['-f', '-n', partition]);
  }

  async function scanned(path: string): Promise<StoredScan> {
    const scanning = await Run.plan([await inspectTarget(path)], {});
    const [result] = await scanning.scan();
    const { grid, map } = scanning.scans[0]!;
    return { grid, map, result: result as ScanResult, partitions: [PARTITION] };
  }
});
