// A disk that leaves or falls silent is not a disk full of bad sectors.

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeWithDisks } from '../rig/availability.ts';
import { bad, hang, holdAfter, slow } from '../rig/faults.ts';
import { diskOf, MIB, startedScan, temporaryDirectory } from './fixtures.ts';
import { runCli, scan } from './run-cli.ts';

const SLOWLY = slow(0, 256 * MIB - 1, 2); // 2048 blocks: four seconds

describeWithDisks('a disk that leaves', () => {
  for (const jobs of [1, 4]) {
    test(`in the middle of a scan with ${jobs} workers: exit 3, nothing is called bad`, async () => {
      const disk = await diskOf(256 * MIB, holdAfter(200));
      const running = await startedScan(disk, 200, '--jobs', jobs);
      disk.kill('SIGKILL');
      const run = await running.finished;
      expect(run.status).toBe(3);
      expect(run.json.verdict).toBe('incomplete');
      expect(run.scan.error).toMatchObject({ code: expect.stringMatching(/^ERR_/) });
      expect(run.scan.error!.message).not.toBe('');
      expect(run.scan.bad).toEqual([]);
      expect(run.scan.coverage.bad).toBe(0);
      expect(run.scan.coverage.good).toBeGreaterThanOrEqual(150 * 256);
      expect(run.scan.coverage.unread).toBeGreaterThan(0);
    });
  }

  // Fewer blocks fail than make a storm: it is noticed while they are narrowed at the latest.
  for (const jobs of [1, 4]) {
    test(`shortly before the end, with ${jobs} workers`, async () => {
      const sectors = 100 * 256;
      const disk = await diskOf(sectors, holdAfter(80));
      const running = await startedScan(disk, 80, '--jobs', jobs);
      disk.kill('SIGKILL');
      const run = await running.finished;
      expect(run.scan.coverage.good).toBeLessThan(sectors);
      expect(run.scan.bad).toEqual([]);
      expect(run.scan.coverage.unread).toBe(sectors - run.scan.coverage.good);
      expect(run.scan.error).toBeDefined();
      expect(run.status).toBe(3);
    });
  }

  for (const mib of [1, 8, 256]) {
    test(`before the first read, of ${mib} MiB`, async () => {
      const disk = await diskOf(mib * MIB);
      disk.kill('SIGKILL');
      const run = await scan(disk.path);
      expect(run.scan.bad ?? []).toEqual([]);
      expect(run.scan.error).toBeDefined();
      expect(run.status).toBe(3);
    });
  }

  test('what failed while the disk was there stays found', async () => {
    const disk = await diskOf(256 * MIB, holdAfter(200), bad(5000));
    const running = await startedScan(disk, 200, '--jobs', 1);
    disk.kill('SIGKILL');
    const run = await running.finished;
    expect(run.status, 'a failing rule comes first').toBe(1);
    expect(run.scan.error).toBeDefined();
    expect(run.scan.bad).toMatchObject([{ from: 4864, to: 5119, exact: false, errno: 'EIO' }]);
    expect(run.scan.coverage.unread).toBeGreaterThan(0);
  });
});

describeWithDisks('a disk that is away when its scan goes on', () => {
  for (const how of ['answers every read with an error', 'is gone'] as const) {
    test(`${how}: exit 3, nothing is called bad, then or later`, async () => {
      const disk = await diskOf(256 * MIB, SLOWLY, holdAfter(200));
      const map = join(temporaryDirectory(), 'disk.surfscan');
      const running = await startedScan(disk, 200, '--map', map);
      running.child.kill('SIGINT');
      await disk.setFaults([SLOWLY]);
      const first = await running.finished;
      expect(first.status).toBe(4);
      if (how === 'is gone') disk.kill('SIGKILL');
      else await disk.setFaults([bad(0, 256 * MIB - 1)]);

      const away = await scan(disk.path, '--map', map, '--resume');
      expect([away.status, away.scan.bad ?? []]).toEqual([3, []]);
      const kept = await runCli(['report', map, '--json', '-']);
      expect(kept.scan.bad).toEqual([]);
      expect(kept.scan.coverage).toEqual(first.scan.coverage);
      if (how === 'is gone') return;

      await disk.setFaults([]);
      const back = await scan(disk.path, '--map', map, '--resume');
      expect([back.status, back.scan.bad, back.scan.weak]).toEqual([0, [], []]);
      expect(back.scan.coverage.unread).toBe(0);
    });
  }
});

describeWithDisks('a disk that answers late', () => {
  test('a wait is shown on standard error while it lasts', async () => {
    const disk = await diskOf(64 * MIB, hang(50_000, 50_000, 8000));
    const run = await scan(disk.path);
    expect(run.stderr).toMatch(/no answer for \d+ s/i);
    expect(run.scan.coverage.unread).toBe(0);
  });

  test('waiting and coming back is not leaving', async () => {
    const disk = await diskOf(64 * MIB, slow(0, 64 * MIB - 1, 2));
    const running = await startedScan(disk, 100);
    disk.kill('SIGSTOP');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    disk.kill('SIGCONT');
    const run = await running.finished;
    expect(run.status).toBe(0);
    expect(run.scan.coverage.good).toBe(64 * MIB);
    expect(run.scan.slow.length).toBeGreaterThanOrEqual(1);
  });
});
