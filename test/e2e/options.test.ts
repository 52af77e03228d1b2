// What the options of `scan` change, and what they must not.

import { expect, test } from 'vitest';
import { describeWithDisks } from '../rig/availability.ts';
import { bad } from '../rig/faults.ts';
import { disk4Kn, diskOf, MIB } from './fixtures.ts';
import { badExtent, sectorsOf } from './report-shape.ts';
import { scan } from './run-cli.ts';

const FAULTS = [bad(0), bad(254, 257), bad(3000), bad(20_000, 20_300), bad(32_767)];
const EXTENTS = FAULTS.map(({ from, to }) => badExtent(from, to));

describeWithDisks('--block', () => {
  for (const block of [1, 8, 255, 256, 2048, 32_768]) {
    test(`${block} sectors: the same bad sectors`, async () => {
      const disk = await diskOf(16 * MIB, ...FAULTS);
      const run = await scan(disk.path, '--block', block);
      expect(run.scan.mode.block_sectors).toBe(block);
      expect(run.scan.bad).toEqual(EXTENTS);
      const failedBlocks = new Set(
        FAULTS.flatMap(({ from, to }) =>
          Array.from({ length: to - from + 1 }, (_, i) => Math.floor((from + i) / block)),
        ),
      );
      expect(run.scan.blocks.IO).toBe(failedBlocks.size);
    });
  }

  test('a bad sector in a block of one is not read once more than is needed', async () => {
    const disk = await diskOf(MIB, bad(1000));
    const run = await scan(disk.path, '--block', 1);
    expect(run.scan.bad).toMatchObject([{ from: 1000, to: 1000, exact: true }]);
    expect((await disk.stats()).failed).toBeLessThanOrEqual(2);
  });

  test('255 on a 4Kn disk', async () => {
    const disk = await disk4Kn(16 * MIB, bad(8 * 254), bad(8 * 255), bad(8 * (2 * MIB - 1)));
    const run = await scan(disk.path, '--block', 255);
    expect(run.scan.bad).toEqual([badExtent(254, 255), badExtent(2 * MIB - 1)]);
  });

  test('more than 16 MiB, or nothing, is a usage error', async () => {
    const disk = await diskOf(16 * MIB);
    for (const block of [0, 32_769, 'x', '-1', '1.5']) {
      const run = await scan(disk.path, '--block', block);
      expect([block, run.status, run.stdout]).toEqual([block, 2, '']);
    }
    expect((await disk.stats()).reads).toBe(0);
  });
});

describeWithDisks('--jobs', () => {
  for (const jobs of [1, 2, 4, 7]) {
    test(`${jobs}: the same bad sectors, each block once`, async () => {
      const disk = await diskOf(64 * MIB, ...FAULTS, bad(100_000, 100_999));
      const run = await scan(disk.path, '--jobs', jobs);
      expect(run.scan.mode.jobs).toBe(jobs);
      expect(run.scan.bad).toEqual([...EXTENTS, badExtent(100_000, 100_999)]);
      const { failed } = await disk.stats();
      expect(failed).toBe(run.scan.coverage.bad + run.scan.blocks.IO!);
    });
  }

  test('more workers than blocks', async () => {
    const disk = await diskOf(512, bad(300));
    const run = await scan(disk.path, '--jobs', 7);
    expect(run.scan.bad).toEqual([badExtent(300)]);
  });
});

describeWithDisks('--from and --to', () => {
  test('both ends belong to the range', async () => {
    const disk = await diskOf(16 * MIB, bad(999), bad(1000), bad(2000), bad(2001));
    const run = await scan(disk.path, '--from', 1000, '--to', 2000);
    expect(run.scan.range).toEqual({ from: 1000, to: 2000 });
    expect(run.scan.coverage).toEqual({ total: 1001, good: 999, bad: 2, unread: 0 });
    expect(run.scan.bad).toEqual([badExtent(1000), badExtent(2000)]);
    const { sectors } = await disk.stats();
    expect(sectors, 'and nothing else is read').toBeLessThan(1001 + 3 * 256 + 1001);
  });

  test('one sector', async () => {
    const disk = await diskOf(16 * MIB, bad(1000));
    const run = await scan(disk.path, '--from', '0x3e8', '--to', 1000);
    expect(run.scan.coverage).toEqual({ total: 1, good: 0, bad: 1, unread: 0 });
  });

  test('percentages and sizes', async () => {
    const disk = await diskOf(16 * MIB);
    const half = await scan(disk.path, '--from', '25%', '--to', '50%');
    expect(half.scan.range).toEqual({ from: 4 * MIB, to: 8 * MIB - 1 });
    const sized = await scan(disk.path, '--from', '1MiB', '--to', '2MiB');
    expect(sized.scan.range).toEqual({ from: MIB, to: 2 * MIB - 1 });
    const before = await scan(disk.path, '--to', '2MB'); // ends inside sector 3906
    const after = await scan(disk.path, '--from', '2MB');
    expect(after.scan.range.from, 'no gap, no overlap').toBe(before.scan.range.to + 1);
    const all = await scan(disk.path, '--to', '100%');
    expect(all.scan.range).toEqual({ from: 0, to: 16 * MIB - 1 });
  });
});

describeWithDisks('--max-bad', () => {
  const threeApart = [bad(2000), bad(10_000), bad(30_000)];

  test('stops the pass when so many are known; what is known is narrowed', async () => {
    const disk = await diskOf(64 * MIB, ...threeApart);
    const run = await scan(disk.path, '--max-bad', 2, '--jobs', 1);
    expect(run.status).toBe(1);
    expect(run.scan.bad).toEqual([badExtent(2000), badExtent(10_000)]);
    expect(run.scan.coverage.unread).toBeGreaterThan(32 * MIB);
  });

  test('without a failing rule: stopped before the end, exit 4', async () => {
    const disk = await diskOf(64 * MIB, ...threeApart);
    const run = await scan(disk.path, '--max-bad', 2, '--jobs', 1, '--fail-on', 'bad>1000');
    expect(run.status).toBe(4);
    expect(run.json.verdict).toBe('incomplete');
    expect(run.scan.bad).toHaveLength(2);
  });

  test('fewer than that: the whole disk is read', async () => {
    const disk = await diskOf(64 * MIB, ...threeApart);
    const run = await scan(disk.path, '--max-bad', 4);
    expect(run.scan.bad).toEqual(threeApart.map(({ from }) => badExtent(from)));
    expect(run.scan.coverage.unread).toBe(0);
  });
});

describeWithDisks('--no-refine', () => {
  test('failed blocks stay whole, are not exact, and that is said', async () => {
    const disk = await diskOf(16 * MIB, bad(1000), bad(32_767));
    const run = await scan(disk.path, '--no-refine');
    expect(run.status).toBe(1);
    expect(run.scan.bad).toMatchObject([
      { from: 768, to: 1023, exact: false },
      { from: 32_512, to: 32_767, exact: false },
    ]);
    expect(sectorsOf(run.scan.bad)).toBe(512);
    expect((await disk.stats()).failed).toBe(2);
  });
});
