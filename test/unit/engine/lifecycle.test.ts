// A run's life: pause, resume and stop, in any state and phase.

import { afterAll, describe, expect, test } from 'vitest';
import type { Phase } from '../../../src/engine/scan-view.ts';
import { inspectTarget, Run, runReport, type ScanOptions } from '../../../src/index.ts';
import type { ScanJson } from '../../../src/report/run-json.ts';

// Paced disks: the phase that a name says takes a second or so of real time.
const DISKS = {
  // 4,600 blocks of 0.14 ms, at half speed
  pass: 'size=600MB,kind=ssd,speed=0.5,bad=5',
  // 200 sectors of 5 ms
  narrowing: 'size=8MiB,kind=ssd,speed=1,bad=0-199@5',
  // 3 blocks of 500 ms, at twice the speed, read twice
  again: 'size=1MiB,kind=ssd,speed=2,slow=0@500,slow=256@500,slow=512@500',
  // a sector of 5 ms, 200 times
  retries: 'size=1MiB,kind=ssd,speed=1,bad=1000@5',
} as const;
type LongPhase = keyof typeof DISKS;
const OPTIONS: Readonly<Record<LongPhase, ScanOptions>> = {
  pass: { jobs: 1 },
  narrowing: { jobs: 1 },
  again: { jobs: 1 },
  retries: { jobs: 1, retries: 200 },
};
const PHASES = Object.keys(DISKS) as LongPhase[];

const begun: Run[] = [];
afterAll(() => {
  for (const run of begun.splice(0)) run.stop();
});

async function runOf(disk: string, options: ScanOptions = { jobs: 1 }): Promise<Run> {
  const run = await Run.plan([await inspectTarget(`sim:${disk}`)], options);
  begun.push(run);
  return run;
}

async function scanned(scanning: ReturnType<Run['scan']>): Promise<ScanJson> {
  return runReport(await scanning).scans[0] as ScanJson;
}

const progressOf = (run: Run) => run.scans[0]!.progress();
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(run: Run, holds: (progress: ReturnType<typeof progressOf>) => boolean) {
  for (let i = 0; i < 4000 && !holds(progressOf(run)); i++) await sleep(5);
  expect(holds(progressOf(run))).toBe(true);
}

/** It goes on in that phase. */
const isInto = (phase: Phase) => (progress: ReturnType<typeof progressOf>) =>
  progress.phase === phase && (progress.phase === 'pass' ? progress.doneSectors > 0 : true);

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
      const stopped = performance.now();
      run.stop();
      expect(progressOf(run).activity).toBe('stopping');
      const scan = await scanned(scanning);
      expect(performance.now() - stopped).toBeLessThan(1000);
      expect(progressOf(run)).toMatchObject({ activity: 'ended', phase: 'ended' });
      expect(scan.error).toBeUndefined();
      expect(scan.coverage.unread > 0).toBe(phase === 'pass');
      expect(scan.finished === null).toBe(phase === 'pass');
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
    expect(scan.coverage.good).toBe(0);
    expect(scan.elapsed_s).toBeLessThan(0.1);
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

describe.concurrent('pause', () => {
  for (const phase of PHASES) {
    test(`in the phase ${phase}: nothing moves, and after resume it ends as if nothing had been`, async () => {
      const run = await runOf(DISKS[phase], OPTIONS[phase]);
      const scanning = run.scan();
      await until(run, isInto(phase));
      run.pause();
      expect(run.paused).toBe(true);
      // A read that is out comes back first.
      await sleep(phase === 'again' ? 400 : 150);
      const before = progressOf(run);
      expect(before.activity).toBe('paused');
      await sleep(300);
      const after = progressOf(run);
      expect(after).toMatchObject({
        phase: before.phase,
        blocks: before.blocks,
        doneSectors: before.doneSectors,
        badSectors: before.badSectors,
        elapsedSeconds: before.elapsedSeconds,
      });
      run.resume();
      expect(run.paused).toBe(false);
      const scan = await scanned(scanning);
      expect(scan.coverage.unread).toBe(0);
      const quick = DISKS[phase].replace(/speed=[\d.]+/, 'speed=max');
      const undisturbed = await scanned((await runOf(quick, OPTIONS[phase])).scan());
      expect([scan.bad, scan.weak, scan.coverage]).toEqual([
        undisturbed.bad,
        undisturbed.weak,
        undisturbed.coverage,
      ]);
    });
  }

  test('before the scan: it waits; elapsed_s begins with resume', async () => {
    const run = await runOf('size=100MB');
    run.pause();
    const scanning = run.scan();
    await sleep(600);
    expect(progressOf(run)).toMatchObject({ activity: 'paused', doneSectors: 0 });
    run.resume();
    const scan = await scanned(scanning);
    expect(scan.coverage.unread).toBe(0);
    expect(scan.elapsed_s).toBeLessThan(0.5);
  });

  test('and resume before the scan: as if nothing had been', async () => {
    const run = await runOf('size=100MB');
    run.pause();
    run.resume();
    const scan = await scanned(run.scan());
    expect(scan.verdict).toBe('pass');
    expect(scan.elapsed_s).toBeGreaterThan(0);
  });

  test('twice, resume twice', async () => {
    const run = await runOf(DISKS.pass);
    const scanning = run.scan();
    await until(run, isInto('pass'));
    for (const _ of [1, 2]) run.pause();
    await sleep(100);
    for (const _ of [1, 2]) run.resume();
    expect((await scanned(scanning)).coverage.unread).toBe(0);
  });

  test('elapsed_s leaves the pauses out', async () => {
    const run = await runOf(DISKS.narrowing);
    const scanning = run.scan();
    const began = performance.now();
    for (let i = 0; i < 3; i++) {
      await sleep(100);
      run.pause();
      await sleep(400);
      run.resume();
    }
    const { elapsed_s } = await scanned(scanning);
    const wall = (performance.now() - began) / 1000;
    expect(elapsed_s).toBeGreaterThan(1);
    expect(wall - elapsed_s).toBeGreaterThan(1.1);
    expect(wall - elapsed_s).toBeLessThan(1.6);
  });

  test('resume or pause when it has ended changes nothing', async () => {
    const run = await runOf('size=1MB');
    const scan = await scanned(run.scan());
    const { elapsedSeconds } = progressOf(run);
    run.pause();
    run.resume();
    await sleep(50);
    expect(progressOf(run)).toMatchObject({ activity: 'ended', elapsedSeconds });
    expect(scan.verdict).toBe('pass');
  });

  test('in a storm that is looked into', async () => {
    const run = await runOf('size=4MiB,kind=ssd,speed=1,bad=100-400/IO@3', {
      jobs: 1,
      blockSectors: 1,
    });
    const scanning = run.scan();
    for (let i = 0; i < 20; i++) {
      await sleep(20);
      run.pause();
      await sleep(20);
      run.resume();
    }
    const { bad, error } = await scanned(scanning);
    expect(error).toBeUndefined();
    expect(bad.map(({ from, to }) => [from, to])).toEqual([[100, 400]]);
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
