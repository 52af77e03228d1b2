// Between good and bad: sectors that read at the second try, and blocks that take their time.

import { expect, test } from 'vitest';
import { describeWithDisks } from '../rig/availability.ts';
import { bad, slow, weak } from '../rig/faults.ts';
import { diskOf, MIB } from './fixtures.ts';
import { badExtent } from './report-shape.ts';
import { scan } from './run-cli.ts';

describeWithDisks('weak sectors', () => {
  test('a block that failed and whose sectors all read alone is weak, not bad', async () => {
    const disk = await diskOf(16 * MIB, weak(10_000));
    const run = await scan(disk.path);
    expect(run.status).toBe(0);
    expect(run.scan.bad).toEqual([]);
    expect(run.scan.weak).toHaveLength(1);
    const [found] = run.scan.weak;
    expect(found).toMatchObject({ error: 'IO', errno: 'EIO' });
    expect(found!.from, 'the block, or less').toBeGreaterThanOrEqual(9984);
    expect(found!.to).toBeLessThanOrEqual(10_239);
    expect(found!.from).toBeLessThanOrEqual(10_000);
    expect(found!.to).toBeGreaterThanOrEqual(10_000);
    expect(run.scan.coverage.good, 'weak is good').toBe(16 * MIB);
    expect(run.scan.blocks.IO, 'by its first reading').toBe(1);
  });

  test('`weak>0` makes it a failure', async () => {
    const disk = await diskOf(16 * MIB, weak(10_000));
    const run = await scan(disk.path, '--fail-on', 'weak>0');
    expect(run.status).toBe(1);
    expect(run.scan.rules).toEqual([{ rule: 'weak>0', value: expect.any(Number), failed: true }]);
  });

  test('failing in the block and alone is bad', async () => {
    const disk = await diskOf(16 * MIB, weak(10_000, 10_000, 2));
    const run = await scan(disk.path);
    expect(run.status).toBe(1);
    expect(run.scan.bad).toEqual([badExtent(10_000)]);
  });

  test('--retries 1: one that then reads is weak', async () => {
    const disk = await diskOf(16 * MIB, weak(10_000, 10_000, 2), bad(20_000));
    const run = await scan(disk.path, '--retries', 1);
    expect(run.scan.bad).toEqual([badExtent(20_000, 20_000, 2)]);
    expect(run.scan.weak).toEqual([{ ...badExtent(10_000), reads: 1 }]);
    expect(run.scan.coverage).toMatchObject({ good: 16 * MIB - 1, bad: 1, unread: 0 });
    expect(run.status).toBe(1);
  });

  test('--retries 3 ends at the first that reads', async () => {
    const disk = await diskOf(16 * MIB, weak(10_000, 10_001, 3));
    const run = await scan(disk.path, '--retries', 3);
    expect(run.status).toBe(0);
    expect(run.scan.bad).toEqual([]);
    expect(run.scan.weak).toEqual([{ ...badExtent(10_000, 10_001), reads: 2 }]);
  });

  test('--retries 1 is not enough for a sector that fails three times', async () => {
    const disk = await diskOf(16 * MIB, weak(10_000, 10_000, 3));
    const run = await scan(disk.path, '--retries', 1);
    expect(run.scan.bad).toEqual([badExtent(10_000, 10_000, 2)]);
    expect((await disk.stats()).failed).toBe(3);
  });
});

describeWithDisks('slow blocks', () => {
  test('always slow: listed with both latencies, and the disk is not fit', async () => {
    const disk = await diskOf(16 * MIB, slow(10_100, 10_100, 600));
    const run = await scan(disk.path);
    expect(run.status).toBe(1);
    expect(run.scan.slow).toHaveLength(1);
    const [found] = run.scan.slow;
    expect(found).toMatchObject({ from: 9984, to: 10_239 });
    for (const us of [found!.latency_us, found!.again_us]) {
      // On a busy machine it may be later, or less where the program was not run meanwhile.
      expect(us).toBeGreaterThanOrEqual(500_000);
      expect(us).toBeLessThan(3_000_000);
    }
    expect(run.scan.blocks['>500ms']).toBe(1);
    expect(run.scan.coverage.good).toBe(16 * MIB);
    expect(run.scan.rules).toContainEqual({ rule: '>500ms>0', value: 1, failed: true });
  });

  test('once slow: listed, told apart, and no failure', async () => {
    const disk = await diskOf(16 * MIB, slow(10_100, 10_100, 600, 1));
    const run = await scan(disk.path);
    expect(run.status).toBe(0);
    expect(run.scan.slow).toHaveLength(1);
    expect(run.scan.slow[0]!.latency_us).toBeGreaterThanOrEqual(500_000);
    expect(run.scan.slow[0]!.again_us).toBeLessThan(500_000);
    expect(run.scan.blocks['>500ms']).toBe(1);
  });

  test('each class gets the blocks that belong to it', async () => {
    const faults = [5, 5, 5, 20, 20, 100, 250, 250].map((ms, i) =>
      slow(2560 * (i + 1), 2560 * (i + 1), ms),
    );
    const disk = await diskOf(16 * MIB, ...faults);
    const run = await scan(disk.path);
    expect(run.status).toBe(0);
    const { blocks } = run.scan;
    const classes = ['<3ms', '<10ms', '<50ms', '<150ms', '<500ms', '>500ms'] as const;
    const from = (first: number) =>
      classes.slice(first).reduce((sum, name) => sum + blocks[name]!, 0);
    // On a busy machine some are later than they were made.
    expect(from(0)).toBe((16 * MIB) / 256);
    for (const [first, least] of [8, 5, 3, 2].entries()) {
      expect(from(first + 1), classes[first + 1]).toBeGreaterThanOrEqual(least);
    }
    expect(from(4), 'and few more').toBeLessThan(20);
    expect(run.scan.latency_us!.max).toBeGreaterThanOrEqual(150_000);
    expect(run.scan.latency_us!.max).toBeLessThan(3_000_000);
  });

  test('slow and then bad is bad', async () => {
    const disk = await diskOf(16 * MIB, slow(10_100, 10_100, 600), bad(10_100));
    const run = await scan(disk.path);
    expect(run.scan.bad).toEqual([badExtent(10_100)]);
    // A busy machine may make others look slow.
    expect(run.scan.slow.filter(({ from, to }) => from <= 10_100 && 10_100 <= to)).toEqual([]);
    expect((await disk.stats()).failed).toBe(2);
  });
});

describeWithDisks('late reads', () => {
  test('late once: TIME, then good and slow', async () => {
    const disk = await diskOf(16 * MIB, slow(10_100, 10_100, 1600, 1));
    const run = await scan(disk.path, '--timeout', 1);
    expect(run.scan.blocks.TIME).toBe(1);
    expect(run.scan.bad).toEqual([]);
    expect(run.scan.coverage.good).toBe(16 * MIB);
    expect(run.scan.slow).toHaveLength(1);
    expect(run.scan.slow[0]).toMatchObject({ from: 9984, to: 10_239 });
    expect(run.status).toBe(0);
  });

  test('late again: bad, TIME', async () => {
    const disk = await diskOf(16 * MIB, slow(10_100, 10_100, 1600));
    const run = await scan(disk.path, '--timeout', 1);
    expect(run.status).toBe(1);
    expect(run.scan.blocks.TIME).toBe(1);
    expect(run.scan.coverage.bad).toBeGreaterThan(0);
    expect(run.scan.bad.every(({ error }) => error === 'TIME')).toBe(true);
    const [found] = run.scan.bad;
    expect([found!.from <= 10_100, found!.to >= 10_100]).toEqual([true, true]);
  });

  test('late and then failing: that error', async () => {
    const disk = await diskOf(16 * MIB, slow(10_100, 10_100, 1600, 1), bad(10_100));
    const run = await scan(disk.path, '--timeout', 1);
    expect(run.status).toBe(1);
    expect(run.scan.bad).toEqual([badExtent(10_100)]);
  });
});
