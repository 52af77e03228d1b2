// A benchmark keeps its time.

import { describe, expect, test } from 'vitest';
import type { BenchResult } from '../../../src/index.ts';
import { sleep } from '../../rig/system.ts';
import { benchSim, plannedRun } from './bench-sim.ts';

/** Of the disk's clock, all that was counted: warm-ups left out. */
function countedSeconds({ random, sequential }: BenchResult, sectorBytes = 512): number {
  const zones = sequential!.zones.map(
    ({ firstLba: from, lastLba: to, bytesPerSecond }) =>
      ((to - from + 1) * sectorBytes) / bytesPerSecond,
  );
  const reads = random.map(({ iops, latencyUs }) => (latencyUs.mean * iops) / 1e6);
  return [...zones, ...reads.map(() => 0)].reduce((sum, value) => sum + value, 0);
}

describe('the time', () => {
  test.each([
    ['a hard disk', 'kind=hdd', 300],
    ['a solid-state disk', 'kind=ssd', 30],
  ])("is the disk's own: %s", async (_, spec, seconds) => {
    const run = await plannedRun([spec], { seconds });
    const [entry] = await run.run();
    expect((entry as BenchResult).elapsedSeconds).toBeLessThan(seconds);
    const { spentSeconds, totalSeconds } = run.benches[0]!.progress();
    expect(totalSeconds).toBe(seconds);
    expect(spentSeconds).toBeGreaterThan(seconds - 0.1);
    expect(spentSeconds).toBeLessThan(seconds + 0.5);
  });

  test('is half for the curve', async () => {
    const counted = countedSeconds(await benchSim('kind=hdd', { seconds: 20 }));
    expect(counted).toBeGreaterThan(9);
    expect(counted).toBeLessThan(11.5);
  });

  test("is the wall's where the disk has no model of it", async () => {
    const run = await plannedRun(['kind=null'], { seconds: 2 });
    const [entry] = await run.run();
    const { spentSeconds } = run.benches[0]!.progress();
    expect(spentSeconds).toBeGreaterThan(1.95);
    expect((entry as BenchResult).elapsedSeconds).toBeGreaterThan(1.95);
    // It goes on, as the wall's does.
    await sleep(20);
    const later = run.benches[0]!.progress().spentSeconds;
    expect(later - spentSeconds).toBeGreaterThan(0.015);
  });

  test('goes N times as fast with speed=N', async () => {
    const result = await benchSim('kind=hdd,speed=40', { seconds: 80 });
    expect(result.elapsedSeconds).toBeGreaterThan(1.9);
    expect(result.elapsedSeconds).toBeLessThan(60); // 2, and a machine that does something else
  });

  test('that failing reads take is not spent on the rest', async () => {
    // The first tenth takes half a second to fail.
    const result = await benchSim('size=100GB,bad=0-19531249@500', { seconds: 40 });
    const { sequential, random, notes } = result;
    expect(sequential!.zones.length).toBeGreaterThan(50);
    expect(sequential!.zones[0]!.index).toBeGreaterThan(0);
    expect(random).toHaveLength(6);
    expect(notes.join()).toMatch(/\d+ of \d+ zones could not be read/);
  });

  test('that failing reads take is not in the speeds', async () => {
    const [well, ill] = [
      await benchSim('kind=ssd,size=10GB', { seconds: 20 }),
      await benchSim('kind=ssd,size=10GB,bad=1000000@400,bad=9000000@400', { seconds: 20 }),
    ];
    for (const [i, { iops }] of well.random.entries()) {
      expect(Math.abs(ill.random[i]!.iops / iops - 1)).toBeLessThan(0.02);
    }
    expect(ill.notes.join()).toMatch(/reads? failed \(UNC \d+\)/);
  });

  test('is too short for everything on a disk that only fails: what is left out is said', async () => {
    const result = await benchSim('bad=0-1953124999@3000', { seconds: 5 });
    expect([result.sequential, result.random, result.complete]).toEqual([null, [], true]);
    expect(result.notes.join()).toMatch(/the time was up before \d+ of 10 zones/);
    expect(result.notes.join()).toMatch(/the time was up before: random reads of 512 B/);
  });

  test.each([
    0,
    0.5,
    -1,
    Number.NaN,
    86_401,
    Number.POSITIVE_INFINITY,
  ])('is not %s s', async (seconds) => {
    await expect(plannedRun(['kind=hdd'], { seconds })).rejects.toThrow(/1 to 86400 seconds/);
  });

  test.each([-1, 0.5, 2 ** 53, Number.NaN])('the seed is not %s', async (seed) => {
    await expect(plannedRun(['kind=hdd'], { seed })).rejects.toThrow(/expected a seed/);
  });
});
