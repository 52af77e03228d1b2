// One scan of a run, paused, stopped or hurried alone.

import { describe, expect, test } from 'vitest';
import { inspectTarget, Run, runReport } from '../../../src/index.ts';
import type { ScanJson } from '../../../src/report/run-json.ts';
import { DISKS, isInto, runOf, scanned, sleep, until } from './paced-runs.ts';

const DISK = 'sim:size=600MB,kind=ssd,speed=0.2';

async function two(): Promise<Run> {
  const targets = await Promise.all([inspectTarget(DISK), inspectTarget(`${DISK},seed=2`)]);
  return Run.plan(targets, { jobs: 1 });
}

describe.concurrent('of two scans', () => {
  test('one is paused, the other ends meanwhile', async () => {
    const run = await two();
    const [one, other] = run.scans;
    const scanning = run.scan();
    await until(run, isInto('pass'));
    one!.pause();
    expect([one!.paused, run.paused]).toEqual([true, false]);
    for (let i = 0; i < 6000 && other!.progress().activity !== 'ended'; i++) await sleep(10);
    expect(other!.progress().activity).toBe('ended');
    expect(one!.progress().activity).toBe('paused');
    // It is all that goes on.
    expect(run.paused).toBe(true);
    run.resume();
    const { scans } = runReport(await scanning);
    expect(scans.map((scan) => (scan as ScanJson).coverage.unread)).toEqual([0, 0]);
  });

  test('one is stopped, the other goes on to its end', async () => {
    const run = await two();
    const scanning = run.scan();
    await until(run, isInto('pass'));
    run.scans[0]!.stop();
    const [one, other] = runReport(await scanning).scans as ScanJson[];
    expect(one!.coverage.unread).toBeGreaterThan(0);
    expect([one!.verdict, other!.verdict]).toEqual(['incomplete', 'pass']);
  });
});

describe.concurrent('what is skipped', () => {
  test('in the pass: the rest stays unread, and what failed is narrowed', async () => {
    const run = await runOf(DISKS.pass);
    const scanning = run.scan();
    await until(run, isInto('pass'));
    run.scans[0]!.skip();
    const scan = await scanned(scanning);
    expect(scan.coverage.unread).toBeGreaterThan(0);
    expect(scan.bad).toMatchObject([{ from: 5, to: 5, exact: true }]);
    expect(scan.notes.join()).toMatch(/skipped by hand/);
    expect(scan.verdict).toBe('fail');
  });

  test('in narrowing: the rest is not narrowed, and it is incomplete', async () => {
    const run = await runOf(DISKS.narrowing);
    const scanning = run.scan();
    await until(run, (now) => now.phase === 'narrowing' && now.badSectors > 0);
    run.scans[0]!.skip();
    const scan = await scanned(scanning);
    expect(scan.bad.map(({ exact }) => exact)).toContain(false);
    expect(scan.coverage.unread).toBe(0);
    expect(scan.finished).toBeNull();
  });

  test('of a scan that has not begun, or has ended: nothing', async () => {
    const run = await runOf('size=1MiB');
    run.scans[0]!.skip();
    const scan = await scanned(run.scan());
    run.scans[0]!.skip();
    expect(scan.verdict).toBe('pass');
  });
});
