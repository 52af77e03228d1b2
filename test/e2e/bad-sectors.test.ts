// Random or chosen, what is put into a disk comes out of the scan: exactly those sectors, no others.

import { expect, test } from 'vitest';
import { describeWithDisks } from '../rig/availability.ts';
import { bad } from '../rig/faults.ts';
import { disk4Kn, diskOf, MIB } from './fixtures.ts';
import { badExtent } from './report-shape.ts';
import { scan } from './run-cli.ts';

describeWithDisks('bad sectors', () => {
  test('a good disk: nothing found, everything read, exit 0', async () => {
    const disk = await diskOf(64 * MIB);
    const run = await scan(disk.path);
    expect(run.status).toBe(0);
    expect(run.json.verdict).toBe('pass');
    expect(run.scan.device).toMatchObject({ path: disk.path, kind: 'block', sectors: 64 * MIB });
    expect(run.scan.coverage).toEqual({ total: 64 * MIB, good: 64 * MIB, bad: 0, unread: 0 });
    expect([run.scan.bad, run.scan.weak, run.scan.slow]).toEqual([[], [], []]);
    const { sectors, failed } = await disk.stats();
    expect(failed).toBe(0);
    expect(sectors, 'every sector once, and one untimed read before').toBeGreaterThanOrEqual(
      64 * MIB,
    );
    expect(sectors).toBeLessThanOrEqual(65 * MIB);
  });

  test('one bad sector is named, and nothing beside it', async () => {
    const disk = await diskOf(64 * MIB, bad(97_656));
    const run = await scan(disk.path);
    expect(run.status).toBe(1);
    expect(run.json.verdict).toBe('fail');
    expect(run.scan.bad).toEqual([badExtent(97_656)]);
    expect(run.scan.coverage).toEqual({
      total: 64 * MIB,
      good: 64 * MIB - 1,
      bad: 1,
      unread: 0,
    });
    expect(run.scan.blocks.IO).toBe(1);
    expect(run.scan.rules).toContainEqual({ rule: 'bad>0', value: 1, failed: true });
  });

  test('failing reads: one per failed block and one per bad sector, no more', async () => {
    const faults = [bad(1000), bad(5000, 5003), bad(70_000), bad(70_010), bad(100_000, 100_600)];
    const disk = await diskOf(64 * MIB, ...faults);
    const run = await scan(disk.path);
    expect(run.scan.bad).toEqual(faults.map(({ from, to }) => badExtent(from, to)));
    const failedBlocks = run.scan.blocks.IO!;
    expect(failedBlocks).toBe(3 + 3); // 100 000 … 100 600 lies in three blocks
    const { failed } = await disk.stats();
    expect(failed).toBe(run.scan.coverage.bad + failedBlocks);
  });

  test('the first and the last sector', async () => {
    const last = 64 * MIB - 1;
    const disk = await diskOf(64 * MIB, bad(0), bad(last));
    const run = await scan(disk.path);
    expect(run.status).toBe(1);
    expect(run.scan.bad).toEqual([badExtent(0), badExtent(last)]);
  });

  test('a disk whose size is no multiple of the block, its last sector bad', async () => {
    const disk = await diskOf(64 * MIB + 8 * 13, bad(64 * MIB - 1, 64 * MIB), bad(64 * MIB + 103));
    const run = await scan(disk.path);
    expect(run.scan.coverage.total).toBe(64 * MIB + 104);
    expect(run.scan.bad).toEqual([badExtent(64 * MIB - 1, 64 * MIB), badExtent(64 * MIB + 103)]);
  });

  test('a disk smaller than one block', async () => {
    const disk = await diskOf(8 * 3, bad(11, 12));
    const run = await scan(disk.path);
    expect(run.scan.bad).toEqual([badExtent(11, 12)]);
    expect(run.scan.coverage).toEqual({ total: 24, good: 22, bad: 2, unread: 0 });
  });

  test('a run over block borders is one extent', async () => {
    const disk = await diskOf(64 * MIB, bad(25_599, 25_856));
    const run = await scan(disk.path);
    expect(run.scan.bad).toEqual([badExtent(25_599, 25_856)]);
    expect(run.scan.blocks.IO).toBe(3);
  });

  test('neighbouring blocks with a bad sector each stay apart', async () => {
    const faults = Array.from({ length: 20 }, (_, i) => bad(10_240 + i * 256 + i * 7));
    const disk = await diskOf(64 * MIB, ...faults);
    const run = await scan(disk.path);
    expect(run.scan.bad).toEqual(faults.map(({ from }) => badExtent(from)));
  });

  for (const length of [4096, 20_000]) {
    test(`a run of ${length} bad sectors is damage, not a disk that left`, async () => {
      const from = 50_001;
      const disk = await diskOf(64 * MIB, bad(from, from + length - 1));
      const run = await scan(disk.path);
      expect(run.status).toBe(1);
      expect(run.scan.error).toBeUndefined();
      expect(run.scan.bad).toEqual([badExtent(from, from + length - 1)]);
      expect(run.scan.coverage.unread).toBe(0);
      const { failed } = await disk.stats();
      expect(failed).toBe(length + run.scan.blocks.IO!);
    });
  }

  test('a long run in a disk of one block', async () => {
    const disk = await diskOf(2048, bad(1000, 1100));
    const run = await scan(disk.path, '--block', 2048);
    expect(run.scan.bad).toEqual([badExtent(1000, 1100)]);
    expect(run.scan.error).toBeUndefined();
    expect(run.status).toBe(1);
  });

  test('a long run from the first sector', async () => {
    const disk = await diskOf(64 * MIB, bad(0, 20_000));
    const run = await scan(disk.path, '--jobs', 1);
    expect(run.scan.bad).toEqual([badExtent(0, 20_000)]);
    expect(run.scan.coverage.unread).toBe(0);
  });

  test('a long run up to the end of the disk', async () => {
    const disk = await diskOf(64 * MIB, bad(64 * MIB - 12_345, 64 * MIB - 1));
    const run = await scan(disk.path);
    expect(run.scan.bad).toEqual([badExtent(64 * MIB - 12_345, 64 * MIB - 1)]);
    expect(run.scan.coverage.unread).toBe(0);
  });
});

describeWithDisks('bad sectors on a 4Kn disk', () => {
  test('LBAs count its sectors of 4096 bytes', async () => {
    const disk = await disk4Kn(64 * MIB, bad(8 * 1234), bad(8 * 5000, 8 * 5003 + 7));
    const run = await scan(disk.path);
    expect(run.status).toBe(1);
    expect(run.scan.device).toMatchObject({ sectors: 8 * MIB, logical_bytes: 4096 });
    expect(run.scan.mode.block_sectors).toBe(32);
    expect(run.scan.bad).toEqual([badExtent(1234), badExtent(5000, 5003)]);
  });

  test('one bad eighth makes the sector bad', async () => {
    const disk = await disk4Kn(64 * MIB, bad(8 * 777 + 5));
    const run = await scan(disk.path);
    expect(run.scan.bad).toEqual([badExtent(777)]);
    expect((await disk.stats()).failed).toBe(2);
  });

  test('the first and the last sector of an odd size', async () => {
    const last = 8 * MIB + 4;
    const disk = await disk4Kn(8 * (last + 1), bad(0), bad(8 * last + 7));
    const run = await scan(disk.path);
    expect(run.scan.coverage.total).toBe(last + 1);
    expect(run.scan.bad).toEqual([badExtent(0), badExtent(last)]);
  });

  test('a run of 4096 sectors', async () => {
    const disk = await disk4Kn(128 * MIB, bad(8 * 3001, 8 * 7096 + 7));
    const run = await scan(disk.path);
    expect(run.scan.bad).toEqual([badExtent(3001, 7096)]);
    expect((await disk.stats()).failed).toBe(4096 + run.scan.blocks.IO!);
  });
});
