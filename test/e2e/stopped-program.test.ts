// A program that is stopped, by SIGSTOP or Ctrl-Z, measures nothing meanwhile: what it had sent then is
// read again, and no disk is billed for it.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeWithDisks } from '../rig/availability.ts';
import { bad, slow } from '../rig/faults.ts';
import { until } from '../rig/system.ts';
import { args as benchArgs, benchesOf, waysOf } from './bench-cli.ts';
import { diskOf, MIB, temporaryDirectory } from './fixtures.ts';
import { type CliRun, type RunningCli, startCli, startScan } from './run-cli.ts';

/** Longer than any limit that a test sets, and than a read that is not stopped takes. */
const STOP_MS = 5000;
const MOST_US = 2_500_000;
/** Each read of it is out for so long: whenever the program is stopped, one is. */
const READ_MS = 40;

const aDisk = (mib: number) => diskOf(mib * MIB, slow(0, mib * MIB - 1, READ_MS), bad(300));

async function stopped({ child, finished }: RunningCli): Promise<CliRun> {
  child.kill('SIGSTOP');
  await new Promise((resolve) => setTimeout(resolve, STOP_MS));
  child.kill('SIGCONT');
  return finished;
}

/** Once the disk was asked for so many reads. */
async function asked(disk: Awaited<ReturnType<typeof aDisk>>, reads: number): Promise<void> {
  await disk.resetStats();
  for (let done = 0; done < reads; ) done = (await disk.stats()).reads;
}

describeWithDisks('a program that is stopped', () => {
  test.each([
    '--depth 1',
    '--jobs 4 --depth 1',
    '--depth 8',
  ])('while it scans bills nobody: %s', async (typed) => {
    const disk = await aDisk(16);
    const running = startScan(disk.path, '--timeout', 2, '--no-refine', ...typed.split(' '));
    await asked(disk, 20);
    const { status, scan } = await stopped(running);
    expect([status, scan.blocks.TIME, scan.weak]).toEqual([1, 0, []]);
    expect(scan.slow.filter(({ latency_us }) => latency_us > MOST_US)).toEqual([]);
    expect(scan.latency_us!.max).toBeLessThan(MOST_US);
    expect(scan.coverage).toMatchObject({ total: 16 * MIB, bad: 256, unread: 0 });
  });

  test('while it scans an image, where a read holds its thread', async () => {
    const disk = await aDisk(16);
    const running = startScan(disk.image, '--timeout', 2);
    await asked(disk, 20);
    const { status, scan } = await stopped(running);
    expect([status, scan.blocks.TIME]).toEqual([1, 0]);
    expect(scan.slow.filter(({ latency_us }) => latency_us > MOST_US)).toEqual([]);
    expect(scan.latency_us!.max).toBeLessThan(MOST_US);
    expect(scan.bad).toMatchObject([{ from: 300, to: 300, error: 'IO' }]);
  });

  test('while it narrows calls no sector late', async () => {
    const disk = await diskOf(MIB, bad(300), slow(256, 511, 15));
    const running = startScan(disk.path, '--timeout', 2, '--depth', 1);
    await asked(disk, 40);
    const { scan } = await stopped(running);
    expect(scan.bad).toMatchObject([{ from: 300, to: 300, error: 'IO' }]);
    expect([scan.weak, scan.notes.join()]).toEqual([[], expect.not.stringMatching(/late/)]);
  });

  test('while it measures goes on with the rest of its time', async () => {
    const disk = await diskOf(16 * MIB, slow(0, 16 * MIB - 1, 5));
    const running = startCli(benchArgs(disk.path, '--seconds', 6));
    await asked(disk, 100);
    const [bench] = benchesOf(await stopped(running));
    expect(bench!.notes.join()).not.toMatch(/the time was up/);
    expect(waysOf(bench!)).toContain('4096x32');
    const all = [...bench!.sequential!.zones, ...bench!.random];
    for (const { latency_us } of all) expect(latency_us.max).toBeLessThan(MOST_US);
  });
});

test('a simulated disk that measures the program is not billed either', async () => {
  const events = join(temporaryDirectory(), 'events');
  const running = startScan('sim:kind=null,size=4TB', '--events', events);
  const has = (text: string) => {
    try {
      return readFileSync(events, 'utf8').includes(text);
    } catch {
      return false;
    }
  };
  await until('the pass', () => has('"pass"'));
  const { scan } = await stopped(running);
  expect(scan.latency_us!.max).toBeLessThan(MOST_US);
});
