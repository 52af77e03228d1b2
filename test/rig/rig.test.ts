// The rig tells the truth, or no test that stands on it does.

import { closeSync, constants, openSync, readFileSync, readSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { describeWithDisks } from './availability.ts';
import { bad, slow, weak } from './faults.ts';
import { type FaultyDisk, type FaultyDiskOptions, openFaultyDisk } from './faulty-disk.ts';
import { run } from './system.ts';

let disk: FaultyDisk | null = null;

async function open(options: FaultyDiskOptions): Promise<FaultyDisk> {
  disk = await openFaultyDisk(options);
  return disk;
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

  test('weak sectors fail so many reads each, then read', async () => {
    const { path } = await open({ sectors512: 8000, pattern: true, faults: [weak(100, 101, 2)] });
    expect([100, 100, 100].map((lba) => read(path, lba))).toEqual(['EIO', 'EIO', 100n]);
    expect([101, 101, 101].map((lba) => read(path, lba))).toEqual(['EIO', 'EIO', 101n]);
  });

  test('slow sectors are slow, as often as they are told to', async () => {
    const { path } = await open({ sectors512: 8000, faults: [slow(64, 71, 80, 1)] });
    const took = [0, 64, 64].map((lba) => {
      const begin = performance.now();
      read(path, lba);
      return performance.now() - begin;
    });
    expect(took[0]).toBeLessThan(60);
    expect(took[1]).toBeGreaterThanOrEqual(79);
    expect(took[2]).toBeLessThan(60);
  });

  test('takes other faults while it runs', async () => {
    const { path } = await open({ sectors512: 8000, pattern: true, faults: [bad(5)] });
    await disk!.setFaults([bad(6)]);
    expect([read(path, 5), read(path, 6)]).toEqual([5n, 'EIO']);
  });

  test('fails everything once its server is killed, and leaves nothing behind', async () => {
    const { path } = await open({ sectors512: 8000 });
    disk!.kill('SIGKILL');
    await expect.poll(() => read(path, 0)).toBe('EIO');
    await disk!.close();
    expect(run('losetup', ['-a'])).not.toContain(`${path}:`);
    expect(readFileSync('/proc/self/mounts', 'utf8')).not.toContain('surfscan-rig');
  });
});
