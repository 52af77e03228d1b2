// The rig tells the truth, or no test that stands on it does.

import { spawn } from 'node:child_process';
import {
  closeSync,
  constants,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { describeWithDisks } from './availability.ts';
import { bad, holdAfter, outage, slow, weak } from './faults.ts';
import { type FaultyDisk, type FaultyDiskOptions, openFaultyDisk } from './faulty-disk.ts';
import { mbr } from './mbr.ts';
import { run } from './system.ts';

let disk: FaultyDisk | null = null;

async function open(options: FaultyDiskOptions): Promise<FaultyDisk> {
  disk = await openFaultyDisk(options);
  return disk;
}

function temporaryFile(content: Buffer): string {
  const directory = mkdtempSync(join(tmpdir(), 'surfscan-rig-test-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const path = join(directory, 'contents');
  writeFileSync(path, content);
  return path;
}

/** The error code, or the first number in the sector. */
function read(path: string, lba: number, sectors = 1, sectorBytes = 512): string | bigint {
  const fd = openSync(path, constants.O_RDONLY | constants.O_DIRECT);
  try {
    const room = Buffer.alloc(sectors * sectorBytes + 4096); // O_DIRECT wants it aligned
    for (let skew = 0; skew < 4096; skew += 8) {
      try {
        const view = room.subarray(skew, skew + sectors * sectorBytes);
        readSync(fd, view, 0, view.length, lba * sectorBytes);
        return view.readBigUInt64LE();
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EINVAL') throw error;
      }
    }
    throw new Error('no aligned buffer');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  } finally {
    closeSync(fd);
  }
}

afterEach(async () => {
  await disk?.close();
  disk = null;
});

describeWithDisks('the faulty disk', () => {
  test('fails exactly the sector it is told to, and counts it', async () => {
    const { path } = await open({ sectors512: 20_000, pattern: true, faults: [bad(1000)] });
    expect(read(path, 999)).toBe(999n);
    expect(read(path, 1000)).toBe('EIO');
    expect(read(path, 1001)).toBe(1001n);
    expect(read(path, 896, 256)).toBe('EIO');
    const stats = await disk!.stats();
    expect(stats).toEqual({ reads: 4, failed: 2, delayed: 0, sectors: 259 });
  });

  test('is as large as it is told to, to the last sector, far beyond 2 TiB', async () => {
    const sectors512 = 18e12 / 512;
    const { path } = await open({ sectors512, pattern: true, faults: [bad(sectors512 - 2)] });
    expect(run('blockdev', ['--getsize64', path])).toBe('18000000000000');
    expect(read(path, sectors512 - 1)).toBe(BigInt(sectors512 - 1));
    expect(read(path, sectors512 - 2)).toBe('EIO');
  });

  test('has 4096-byte sectors when it is told to', async () => {
    const { path } = await open({ sectors512: 8000, logicalBytes: 4096, faults: [bad(808)] });
    expect(run('blockdev', ['--getss', path])).toBe('4096');
    expect([100, 101, 102].map((lba) => read(path, lba, 1, 4096))).toEqual([0n, 'EIO', 0n]);
  });

  test('holds what a file holds, zeros behind its end, and faults all the same', async () => {
    const contents = temporaryFile(Buffer.alloc(100 * 512 + 8, 'surfscan'));
    const before = readFileSync(contents);
    const word = Buffer.from('surfscan').readBigUInt64LE();
    const { path } = await open({ sectors512: 8000, contents, faults: [bad(5)] });
    const seen = [0, 4, 5, 6, 99, 100, 101, 7999].map((lba) => read(path, lba));
    expect(seen).toEqual([word, word, 'EIO', word, word, word, 0n, 0n]);
    expect(read(path, 64, 64)).toBe(word);
    expect(readFileSync(contents).equals(before)).toBe(true);
  });

  test('has the partitions of the table that it holds', async () => {
    const contents = temporaryFile(
      mbr([
        { from: 2048, sectors: 1000 },
        { from: 63, sectors: 1001 },
      ]),
    );
    const { path } = await open({
      sectors512: 8000,
      contents,
      partitions: true,
      faults: [bad(69)],
    });
    const sizes = [1, 2].map((index) => run('blockdev', ['--getsz', `${path}p${index}`]));
    expect(sizes).toEqual(['1000', '1001']);
    expect([5, 6, 7].map((lba) => read(`${path}p2`, lba))).toEqual([0n, 'EIO', 0n]);
    await disk!.close();
    expect(existsSync(`/sys/class/block/${path.slice('/dev/'.length)}p1`)).toBe(false);
  });

  test('weak sectors fail so many reads each, then read', async () => {
    const { path } = await open({ sectors512: 8000, pattern: true, faults: [weak(100, 101, 2)] });
    expect([100, 100, 100].map((lba) => read(path, lba))).toEqual(['EIO', 'EIO', 100n]);
    expect([101, 101, 101].map((lba) => read(path, lba))).toEqual(['EIO', 'EIO', 101n]);
  });

  test('slow sectors are slow, as often as they are told to', async () => {
    const { path } = await open({ sectors512: 8000, faults: [slow(64, 71, 80, 1)] });
    const begin = performance.now();
    for (const lba of [0, 64, 64]) read(path, lba);
    expect(performance.now() - begin).toBeGreaterThanOrEqual(79);
    expect(await disk!.stats()).toMatchObject({ reads: 3, delayed: 1 });
  });

  test('takes other faults while it runs', async () => {
    const { path } = await open({ sectors512: 8000, pattern: true, faults: [bad(5)] });
    await disk!.setFaults([bad(6)]);
    expect([read(path, 5), read(path, 6)]).toEqual([5n, 'EIO']);
  });

  test('an outage fails reads by their number, wherever they are', async () => {
    const { path } = await open({ sectors512: 8000, pattern: true, faults: [outage(2, 3)] });
    expect([7, 8, 9, 10].map((lba) => read(path, lba))).toEqual([7n, 'EIO', 'EIO', 10n]);
  });

  test('holds reads back until the faults are set again', async () => {
    const { path } = await open({ sectors512: 8000, pattern: true, faults: [holdAfter(1)] });
    expect(read(path, 7)).toBe(7n);
    const waiting = spawn('dd', [`if=${path}`, 'of=/dev/null', 'iflag=direct', 'count=2']);
    let ended: number | null = null;
    waiting.once('exit', (code) => {
      ended = code;
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect([ended, (await disk!.stats()).reads]).toEqual([null, 1]);
    await disk!.setFaults([bad(5)]);
    await expect.poll(() => ended, { timeout: 120_000 }).toBe(0);
    expect([read(path, 5), read(path, 6)]).toEqual(['EIO', 6n]);
  });

  test('fails everything once its server is killed, and leaves nothing behind', async () => {
    const { path } = await open({ sectors512: 8000 });
    const file = run('losetup', ['--noheadings', '--output', 'BACK-FILE', path]).trim();
    expect(readFileSync('/proc/self/mounts', 'utf8')).toContain(` ${file} `);
    disk!.kill('SIGKILL');
    await expect.poll(() => read(path, 0)).toBe('EIO');
    await disk!.close();
    expect(run('losetup', ['-a'])).not.toContain(`${path}:`);
    expect(readFileSync('/proc/self/mounts', 'utf8')).not.toContain(file);
  });
});
