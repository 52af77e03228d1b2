// A run that pauses and resumes, in any state and phase.

import { describe, expect, test } from 'vitest';
import {
  DISKS,
  isInto,
  OPTIONS,
  PHASES,
  progressOf,
  runOf,
  scanned,
  sleep,
  until,
} from './paced-runs.ts';

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
