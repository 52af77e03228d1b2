// A run that is stopped, in any state and phase.

import { describe, expect, test } from 'vitest';
import { inspectTarget, Run, runReport } from '../../../src/index.ts';
import type { ScanJson } from '../../../src/report/run-json.ts';
import {
  DISKS,
  isInto,
  type LongPhase,
  OPTIONS,
  PHASES,
  progressOf,
  runOf,
  scanned,
  sleep,
  until,
} from './paced-runs.ts';

/** What the phase would have done is not done. */
const isUnfinished: Readonly<Record<LongPhase, (scan: ScanJson) => boolean>> = {
  pass: ({ coverage }) => coverage.unread > 0,
  narrowing: ({ bad }) => bad.some(({ exact }) => !exact),
  again: ({ slow }) => slow.some(({ again_us }) => again_us === null),
  retries: ({ bad }) => bad[0]!.reads < OPTIONS.retries.retries!,
};

describe.concurrent('stop', () => {
  test('before the scan: nothing is read', async () => {
    const run = await runOf('size=1GB');
    run.stop();
    const scan = await scanned(run.scan());
    expect(scan.coverage).toEqual({ total: 1_953_125, good: 0, bad: 0, unread: 1_953_125 });
    expect(scan).toMatchObject({ verdict: 'incomplete', finished: null, latency_us: null });
    expect(scan.error).toBeUndefined();
  });

  for (const phase of PHASES) {
    test(`in the phase ${phase}: ends soon, with what it has`, async () => {
      const run = await runOf(DISKS[phase], OPTIONS[phase]);
      const scanning = run.scan();
      await until(run, isInto(phase));
      run.stop();
      expect(progressOf(run).activity).toBe('stopping');
      const scan = await scanned(scanning);
      expect(isUnfinished[phase](scan)).toBe(true);
      expect(progressOf(run)).toMatchObject({ activity: 'ended', phase: 'ended' });
      expect(scan.error).toBeUndefined();
      expect(scan.coverage.unread > 0).toBe(phase === 'pass');
      expect([scan.finished, scan.verdict === 'pass']).toEqual([null, false]);
    });
  }

  test('twice, and again when it has ended: as once', async () => {
    const run = await runOf(DISKS.pass);
    const scanning = run.scan();
    await until(run, isInto('pass'));
    run.stop();
    run.stop();
    const scan = await scanned(scanning);
    run.stop();
    expect(progressOf(run).activity).toBe('ended');
    expect(scan.coverage.unread).toBeGreaterThan(0);
    expect(run.leftReadBehind).toBe(false);
  });

  test('while it pauses: ends it, and the pause with it', async () => {
    const run = await runOf(DISKS.pass);
    const scanning = run.scan();
    await until(run, isInto('pass'));
    run.pause();
    await sleep(100);
    run.stop();
    const scan = await scanned(scanning);
    expect(scan.coverage.unread).toBeGreaterThan(0);
    expect(progressOf(run).activity).toBe('ended');
  });

  test('of a run that was paused before it began', async () => {
    const run = await runOf('size=1GB');
    run.pause();
    const scanning = run.scan();
    await sleep(200);
    run.stop();
    const scan = await scanned(scanning);
    expect([scan.coverage.good, scan.elapsed_s]).toEqual([0, 0]);
  });

  test('a narrowed half stays narrowed: the rest of the block is not exact', async () => {
    const run = await runOf('size=1MiB,kind=ssd,speed=1,bad=0-1023@5', {
      jobs: 1,
      blockSectors: 1024,
    });
    const scanning = run.scan();
    await until(run, ({ badSectors }) => badSectors > 0);
    run.stop();
    const { bad, coverage } = await scanned(scanning);
    expect(bad.map(({ exact }) => exact)).toEqual([true, false]);
    expect(coverage).toMatchObject({ bad: 1024, unread: 0 });
  });

  test('all disks of a run', async () => {
    const targets = await Promise.all(
      [1, 2, 3].map((seed) => inspectTarget(`sim:size=2GB,kind=ssd,speed=0.5,seed=${seed}`)),
    );
    const run = await Run.plan(targets, { jobs: 1 });
    const scanning = run.scan();
    await until(run, isInto('pass'));
    run.stop();
    const { verdict, scans } = runReport(await scanning);
    expect(verdict).toBe('incomplete');
    expect(scans.map((scan) => (scan as ScanJson).coverage.unread > 0)).toEqual([true, true, true]);
  });
});

describe.concurrent('stop at any moment', () => {
  test('leaves books that balance', async () => {
    const disk =
      'size=256MiB,kind=ssd,speed=0.4,bad=100-140/IO@3,weak=3000@1,slow=9000@600*1,bad=200000';
    const moments = Array.from({ length: 10 }, (_, i) => i * 80);
    const stopAfter = async (ms: number) => {
      const run = await runOf(disk, { jobs: 2, retries: 1 });
      const scanning = run.scan();
      await sleep(ms);
      run.stop();
      const { coverage, blocks, error } = await scanned(scanning);
      expect(error).toBeUndefined();
      expect(coverage.good + coverage.bad + coverage.unread).toBe(coverage.total);
      expect(Object.values(blocks).reduce((a, b) => a + b, 0)).toBe(2048);
    };
    await Promise.all(moments.map(stopAfter));
  });
});
