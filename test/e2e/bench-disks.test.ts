import { expect, test } from 'vitest';
import { describeWithDisks } from '../rig/availability.ts';
import { bad, slow } from '../rig/faults.ts';
import type { FaultyDisk } from '../rig/faulty-disk.ts';
import { sleep } from '../rig/system.ts';
import { args, bench, benchesOf, waysOf } from './bench-cli.ts';
import { disk4Kn, diskOf, MIB } from './fixtures.ts';
import { runCli, startCli } from './run-cli.ts';

describeWithDisks('bench of a disk', () => {
  test('in its time', async () => {
    const disk = await diskOf(128 * MIB);
    const run = await bench(disk.path, '--seconds', 4);
    expect(run.status).toBe(0);
    const [only] = benchesOf(run);
    expect(only!.elapsed_s).toBeGreaterThan(3.9);
    expect(only!.elapsed_s).toBeLessThan(20); // 4, and a machine that does something else
    expect(waysOf(only!)).toEqual([
      ...['512x1', '4096x1', '65536x1', '1048576x1', '4096x4', '4096x32'],
    ]);
    for (const { iops, latency_us } of only!.random) {
      expect(iops).toBeGreaterThan(10);
      expect(latency_us.min).toBeLessThanOrEqual(latency_us.p50);
      expect(latency_us.p99).toBeGreaterThanOrEqual(latency_us.p50);
    }
    expect(only!.sequential!.zones).toHaveLength(4);
  });

  // Who answers at once takes the processor from who asks: between two reads of a slow disk nobody
  // waits for one.
  test('with as many reads in flight as it says', async () => {
    const disk = await diskOf(128 * MIB, slow(0, 128 * MIB - 1, 5));
    const run = await bench(disk.path, '--seconds', 8);
    expect(run.status).toBe(0);
    const [only] = benchesOf(run);
    expect(only!.random.map(({ depth }) => depth)).toEqual([1, 1, 1, 1, 4, 32]);
    // So many reads, each so long, in a second.
    for (const { iops, depth, latency_us } of only!.random) {
      // A busy machine keeps some waiting that have come.
      expect((iops * latency_us.mean) / 1e6).toBeLessThan(depth * 1.5);
      expect((iops * latency_us.mean) / 1e6).toBeGreaterThan(depth * 0.7);
    }
  });

  test('of 4Kn: nothing below the sector', async () => {
    const disk = await disk4Kn(64 * MIB);
    const [only] = benchesOf(await bench(disk.path, '--seconds', 2));
    expect(only!.device.logical_bytes).toBe(4096);
    expect(waysOf(only!)[0]).toBe('4096x1');
    expect(only!.notes.join()).not.toMatch(/failed/);
  });

  test('that fails here and there: 0, the failures are named', async () => {
    const disk = await diskOf(64 * MIB, bad(0, 2047), bad(20_000, 40_000));
    const run = await bench(disk.path, '--seconds', 3);
    expect(run.status).toBe(0);
    const [only] = benchesOf(run);
    expect(only!.notes.join()).toMatch(
      /reads failed \(IO \d+\), and others were tried: LBA 0-2047/,
    );
    expect(only!.sequential!.zones[0]!.from).toBeGreaterThan(40_000);
    expect(only!.random).toHaveLength(6);
  });

  test('whose every read takes 60 ms: in its time all the same', async () => {
    const disk = await diskOf(256 * MIB, slow(0, 256 * MIB - 1, 60));
    const run = await bench(disk.path, '--seconds', 10);
    expect(run.status).toBe(0);
    const [only] = benchesOf(run);
    expect(only!.elapsed_s).toBeGreaterThan(9);
    expect(only!.elapsed_s).toBeLessThan(30); // 10, and a machine that does something else
    expect(only!.random).toHaveLength(6);
    for (const { depth, latency_us } of only!.random) {
      if (depth > 1) continue;
      expect(latency_us.p50 / 1000).toBeGreaterThanOrEqual(60);
      expect(latency_us.p50 / 1000).toBeLessThan(400);
    }
  });

  test('that fails everywhere: 3 or notes, and no figures', async () => {
    const disk = await diskOf(64 * MIB, bad(0, 64 * MIB - 1));
    const run = await bench(disk.path, '--seconds', 3);
    const [only] = benchesOf(run);
    expect(run.status, run.stdout).toBe(3);
    expect(only).toMatchObject({ error: { code: 'ERR_GONE' }, sequential: null, random: [] });
    expect(only).toMatchObject({ access_us: null, burst_bytes_per_s: null });
  });

  test('is not written over by --json', async () => {
    const disk = await diskOf(16 * MIB);
    const run = await runCli(['bench', disk.path, '--seconds', '1', '--json', disk.path]);
    expect([run.status, run.stdout]).toEqual([2, '']);
  });

  test('that dies: 3 with what is known, and nothing of it is called failed', async () => {
    const disk = await diskOf(64 * MIB, slow(0, 64 * MIB - 1, 2));
    const { finished } = startCli(args(disk.path, '--seconds', 600));
    await hasRead(disk, 500);
    disk.kill('SIGKILL');
    const run = await finished;
    expect(run.status, run.stderr).toBe(3);
    const [only] = benchesOf(run);
    expect(only!.error).toMatchObject({ code: 'ERR_GONE' });
    expect(only!.notes.join()).not.toMatch(/failed/);
  });

  test('that does not answer can be left by Ctrl-C: 4', async () => {
    const disk = await diskOf(64 * MIB, slow(0, 64 * MIB - 1, 2));
    const { child, finished } = startCli(args(disk.path, '--seconds', 600));
    await hasRead(disk, 200);
    disk.kill('SIGSTOP');
    setTimeout(() => child.kill('SIGINT'), 500);
    const run = await finished;
    disk.kill('SIGCONT');
    expect(run.status, run.stderr).toBe(4);
    expect(benchesOf(run)[0]!.notes.join()).toMatch(/left while a read was still unanswered/);
  });
});

async function hasRead(disk: FaultyDisk, reads: number): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    if ((await disk.stats()).reads >= reads) return;
    await sleep(20);
  }
  throw new Error(`not ${reads} reads in 10 s`);
}
