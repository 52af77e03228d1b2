// A run that pauses and resumes, in any state and phase.

import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { Run } from '../../../src/index.ts';
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

const secondsSince = (ms: number) => (performance.now() - ms) / 1000;
/** Reports give thousandths. */
const ROUNDING = 0.0006;

/** Once the read that is out has come back, whenever the machine lets it. A scan that does not stand
 * comes to its end before. */
async function standsStill(run: Run): Promise<void> {
  const standing = () => {
    const { phase, blocks, doneSectors, badSectors, elapsedSeconds } = progressOf(run);
    return { phase, blocks, doneSectors, badSectors, elapsedSeconds };
  };
  for (let before: unknown = null, looks = 0; ; looks++) {
    const now = standing();
    if (isDeepStrictEqual(now, before)) return;
    if (looks === 50) throw new Error(`it goes on: ${JSON.stringify(now)}`);
    before = now;
    await sleep(300);
  }
}

describe.concurrent('pause', () => {
  for (const phase of PHASES) {
    test(`in the phase ${phase}: nothing moves, and after resume it ends as if nothing had been`, async () => {
      const run = await runOf(DISKS[phase], OPTIONS[phase]);
      const scanning = run.scan();
      await until(run, isInto(phase));
      run.pause();
      expect(run.paused).toBe(true);
      await standsStill(run);
      expect(progressOf(run)).toMatchObject({ activity: 'paused', phase });
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
    const run = await runOf('size=10GB');
    run.pause();
    const scanning = run.scan();
    await sleep(600);
    expect(progressOf(run)).toMatchObject({ activity: 'paused', doneSectors: 0 });
    const resumed = performance.now();
    run.resume();
    const scan = await scanned(scanning);
    expect(scan.coverage.unread).toBe(0);
    expect(scan.elapsed_s).toBeGreaterThan(0);
    expect(scan.elapsed_s).toBeLessThanOrEqual(secondsSince(resumed) + ROUNDING);
  });

  test('and resume before the scan: as if nothing had been', async () => {
    const run = await runOf('size=10GB');
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
    let pausedSeconds = 0;
    for (let i = 0; i < 3; i++) {
      await sleep(100);
      run.pause();
      const paused = performance.now();
      await sleep(400);
      pausedSeconds += secondsSince(paused);
      run.resume();
    }
    const { elapsed_s } = await scanned(scanning);
    // All of the disk's own time, and none of the pauses.
    expect(elapsed_s).toBeGreaterThan(1);
    expect(elapsed_s).toBeLessThanOrEqual(secondsSince(began) - pausedSeconds + ROUNDING);
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
