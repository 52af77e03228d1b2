// Whose the bad sectors of a faulty disk are, by tables and file systems.

import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeUnless, describeWithDisks } from '../rig/availability.ts';
import { bad, hang } from '../rig/faults.ts';
import type { FaultyDisk } from '../rig/faulty-disk.ts';
import { isThere } from '../rig/server-binary.ts';
import { run, tryRun, until } from '../rig/system.ts';
import { MemoryDisk } from '../unit/layout/memory-disk.ts';
import { GUIDS, putBsdLabel, putGpt, putMbr } from '../unit/layout/tables.ts';
import { check, checkRun, startCheck } from './check-cli.ts';
import { DISK_SECTORS, makeExt4, PARTITION_LBA, PARTITION_SECTORS } from './ext4-image.ts';
import { openDisk, temporaryDirectory } from './fixtures.ts';
import { badExtent } from './report-shape.ts';

const nameOf = ({ path }: FaultyDisk) => path.replace('/dev/', '');

function logFile(...lines: string[]): string {
  const path = join(temporaryDirectory(), 'messages');
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
  return path;
}

/** One that has been there for longer than it takes where the disk answers. */
function debugfsBelow(pid: number): number | undefined {
  const found = spawnSync('pgrep', ['-P', String(pid), '-O', '1', '-x', 'debugfs'], {
    encoding: 'utf8',
  });
  return found.stdout === '' ? undefined : Number(found.stdout);
}

/** PF_EXITING of include/linux/sched.h: killed, though it may have to wait for its last read. */
const EXITING = 0x4;

function isRunning(pid: number): boolean {
  try {
    // proc(5): behind the name state, ppid, pgrp, session, tty_nr, tpgid, flags.
    const words = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    return (Number(words[6]) & EXITING) === 0;
  } catch {
    return false;
  }
}

const missing = ['debugfs', 'mkfs.ext4', 'sfdisk', 'strace'].filter((tool) => !isThere(tool));

const reason = missing.length > 0 ? `${missing.join(', ')} not there` : null;

describeUnless(reason, 'whose the bad sectors are', () => {
  describeWithDisks('on a faulty disk', () => {
    test.each([
      ['MBR, logical', 'mbr', 5, true],
      ['GPT', 'gpt', 1, true],
      ['GPT', 'gpt', 1, false],
    ] as const)('%s: a file, free space and the inode table', async (table, scheme, index, partitions) => {
      const { image, fileLba, freeLba, inodeLba } = makeExt4(table);
      const lbas = [inodeLba, fileLba + 10, freeLba];
      const faults = lbas.map((lba) => bad(lba));
      const disk = await openDisk({
        sectors512: DISK_SECTORS,
        contents: image,
        faults,
        partitions,
      });
      if (partitions && table === 'MBR, logical') {
        tryRun('partx', ['--add', '--nr', '5', disk.path]);
      }
      const { status, check: report } = await check([disk.path, ...lbas]);
      expect(status).toBe(1);
      const sorted = [...lbas].sort((a, b) => a - b);
      expect(report.bad).toEqual(sorted.map((lba) => badExtent(lba, lba, 3)));
      const found = new Map(report.where.map((where) => [where.lba, where]));
      const range = { from: PARTITION_LBA, to: PARTITION_LBA + PARTITION_SECTORS - 1 };
      for (const lba of lbas) {
        expect(found.get(lba)).toMatchObject({
          partition: { scheme, index, ...range },
          filesystem: 'ext4',
        });
      }
      expect(lbas.map((lba) => [found.get(lba)!.use, found.get(lba)!.file])).toEqual([
        ['metadata', null],
        ['file', '/var/log'],
        ['free', null],
      ]);
      const said = report.explanation.join('\n');
      expect(said).toContain('the file /var/log');
      expect(said).toMatch(/inode table of group 0/);
      expect(said).toMatch(/ddrescue -d \/dev\/loop\d+/);
    });

    test('a log of the partition: its numbers are counted from its start', async () => {
      const { image, fileLba } = makeExt4('GPT');
      const faults = [bad(fileLba)];
      const contents = { sectors512: DISK_SECTORS, contents: image, faults };
      const disk = await openDisk({ ...contents, partitions: true });
      const own = fileLba - PARTITION_LBA;
      const lines = (name: string) => [
        `Buffer I/O error on dev ${name}, logical block ${Math.floor(own / 8)}, async page read`,
        `g_vfs_done():${name}[READ(offset=${own * 512}, length=4096)]error = 5`,
      ];
      // As it is called here, and as FreeBSD called it then.
      for (const [name, options] of [
        [`${nameOf(disk)}p1`, []],
        ['ada3p1', ['--log-device', 'ada3']],
        ['gpt/data', []],
      ] as const) {
        const log = logFile(lines(name)[1]!);
        const { status, check: report } = await check([disk.path, '--log', log, ...options]);
        expect(status, name).toBe(1);
        expect(report.suspects, name).toMatchObject([{ from: fileLba, to: fileLba + 7 }]);
        expect(report.bad).toEqual([badExtent(fileLba, fileLba, 3)]);
        expect(report.explanation.join('\n')).toContain(
          `+ ${PARTITION_LBA}, where ${name} begins, = LBA ${fileLba}`,
        );
      }
      const buffer = await check([disk.path, '--log', logFile(lines(`${nameOf(disk)}p1`)[0]!)]);
      expect(buffer.check.bad).toEqual([badExtent(fileLba, fileLba, 3)]);
    });

    test('a partition as the target, and a log of its disk', async () => {
      const { image, fileLba } = makeExt4('GPT');
      const contents = { sectors512: DISK_SECTORS, contents: image, faults: [bad(fileLba)] };
      const disk = await openDisk({ ...contents, partitions: true });
      const log = logFile(
        `I/O error, dev ${nameOf(disk)}, sector ${fileLba} op 0x0:(READ) flags 0x0`,
        `I/O error, dev ${nameOf(disk)}, sector 100 op 0x0:(READ) flags 0x0`,
      );
      const { status, check: report } = await check([`${disk.path}p1`, '--log', log]);
      expect(status).toBe(1);
      const own = fileLba - PARTITION_LBA;
      expect(report.suspects).toMatchObject([{ from: own }]);
      expect(report.bad).toEqual([badExtent(own, own, 3)]);
      expect(report.where).toMatchObject([{ lba: own, use: 'file', file: '/var/log' }]);
      expect(report.explanation.join('\n')).toMatch(
        /line 2\. What it names does not lie on the target/,
      );
    });

    test('Ctrl-C while they are looked up: the result at once, and no program left behind', async () => {
      const { image, fileLba } = makeExt4('GPT');
      const badLba = fileLba + 388;
      // The directories before the file, which debugfs reads and the check itself does not.
      const silent = hang(fileLba - 200, fileLba - 1, 20_000);
      const contents = { sectors512: DISK_SECTORS, contents: image };
      const disk = await openDisk({ ...contents, faults: [bad(badLba), silent] });
      const running = startCheck([disk.path, badLba]);
      const pid = running.child.pid!;
      await until('debugfs', () => debugfsBelow(pid) !== undefined, 120_000);
      const debugfs = debugfsBelow(pid)!;
      running.child.kill('SIGINT');
      const { status, check: report } = checkRun(await running.finished);
      expect([status, report.where], 'not that no time was left').toEqual([1, []]);
      expect(report.bad).toEqual([badExtent(badLba, badLba, 3)]);
      await until('the end of debugfs', () => !isRunning(debugfs), 60_000);
    });

    test('nothing is opened but for reading, neither by us nor by the programs', async () => {
      const { image, fileLba } = makeExt4('GPT');
      const contents = { sectors512: DISK_SECTORS, contents: image, faults: [bad(fileLba)] };
      const disk = await openDisk({ ...contents, partitions: true });
      const calls = join(temporaryDirectory(), 'calls');
      const trace = '?open,openat,?openat2,?creat,truncate,ftruncate,fallocate,?unlink,unlinkat';
      const wrapper = ['strace', '-f', '-qq', '-e', `trace=${trace}`, '-s', '4096', '-o', calls];
      const { check: report } = await check([disk.path, fileLba], { wrapper });
      expect(report.where).toMatchObject([{ file: '/var/log' }]);
      const opens = run('cat', [calls])
        .split('\n')
        .filter((line) => line.includes('/dev/loop'));
      expect(opens.length).toBeGreaterThan(3);
      for (const line of opens)
        expect(line).not.toMatch(/O_RDWR|O_WRONLY|O_CREAT|truncate|fallocate/);
    });
  });
});

/** What was put on a disk in memory, as a file. */
function imageOf(disk: MemoryDisk): string {
  const path = join(temporaryDirectory(), 'disk.img');
  const file = openSync(path, 'w');
  for (const lba of disk.lbas) writeSync(file, disk.sector(lba), 0, 512, lba * 512);
  closeSync(file);
  run('truncate', ['-s', String(disk.sectors * 512), path]);
  return path;
}

describeWithDisks('tables of FreeBSD', () => {
  test('a BSD label in a slice: ad16s1a', async () => {
    const memory = new MemoryDisk(200_000);
    putMbr(memory, [{ type: 0xa5, from: 63, sectors: 190_000 }]);
    putBsdLabel(memory, 63, {
      a: { sectors: 100_000, offset: 16, type: 7 },
      b: { sectors: 80_000, offset: 100_016, type: 1 },
      c: { sectors: 190_000, offset: 0, type: 0 },
    });
    const contents = imageOf(memory);
    const disk = await openDisk({ sectors512: 200_000, contents, faults: [bad(5079)] });
    const log = logFile('g_vfs_done():ad16s1a[READ(offset=2555904, length=16384)]error = 5');
    const args = [disk.path, '--log', log, '--log-device', 'ad16'];
    const { status, check: report } = await check(args);
    expect(status).toBe(1);
    // 2555904 / 512 = 4992, and the slice begins at 63, and in it "a" at 16.
    expect(report.suspects).toMatchObject([{ from: 5071, to: 5102 }]);
    expect(report.bad).toEqual([badExtent(5079, 5079, 3)]);
    expect(report.where).toMatchObject([
      { partition: { scheme: 'bsd', index: 1, type: 'freebsd-ufs', from: 79, to: 100_078 } },
    ]);
    expect(report.explanation.join('\n')).toMatch(
      /= sector 4992 \+ 79, where ad16s1a begins, = LBA 5071.*the bad sector is 5079, the 9th of 32/,
    );
  });

  test('a GPT with freebsd-zfs', async () => {
    const memory = new MemoryDisk(200_000);
    putGpt(memory, [{ type: GUIDS.freebsdZfs, from: 2048, to: 150_000, name: 'zroot' }]);
    const contents = imageOf(memory);
    const disk = await openDisk({ sectors512: 200_000, contents, faults: [bad(10_000)] });
    const { check: report } = await check([disk.path, '9990-10010']);
    expect(report.where).toMatchObject([
      { lba: 10_000, partition: { scheme: 'gpt', index: 1, type: 'freebsd-zfs', label: 'zroot' } },
    ]);
  });

  test('an image of the disk: the slice is known there, too', async () => {
    const memory = new MemoryDisk(200_000);
    putMbr(memory, [{ type: 0xa5, from: 63, sectors: 190_000 }]);
    putBsdLabel(memory, 63, {
      a: { sectors: 100_000, offset: 16, type: 7 },
      c: { sectors: 190_000, offset: 0, type: 0 },
    });
    const log = logFile('g_vfs_done():ad16s1a[READ(offset=2555904, length=16384)]error = 5');
    const { status, check: report } = await check([imageOf(memory), '--log', log]);
    expect(status).toBe(0);
    expect(report.suspects).toMatchObject([{ from: 5071, to: 5102 }]);
  });
});
