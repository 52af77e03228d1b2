// The main property: random faults in, exactly those faults out, whatever disk and options.

import { expect, test } from 'vitest';
import { describeWithDisks } from '../rig/availability.ts';
import { bad, type Fault } from '../rig/faults.ts';
import { openDisk } from './fixtures.ts';
import { badExtent, type ExtentShape } from './report-shape.ts';
import { scan } from './run-cli.ts';
import { random, someSeeds } from './seeds.ts';

const SEEDS = process.env.SURFSCAN_SEED?.split(',').map(Number) ?? someSeeds(12);

function randomFaults(next: (below: number) => number, sectors512: number): Fault[] {
  return Array.from({ length: 1 + next(12) }, () => {
    const from = next(sectors512);
    const length = next(4) === 0 ? 1 + next(700) : 1 + next(5);
    return bad(from, Math.min(from + length - 1, sectors512 - 1));
  });
}

/** Merged, in the disk's logical sectors. */
function expectedExtents(faults: readonly Fault[], perSector: number): ExtentShape[] {
  const sorted = faults
    .map(({ from, to }) => [Math.floor(from / perSector), Math.floor(to / perSector)] as const)
    .sort((a, b) => a[0] - b[0]);
  const merged: [number, number][] = [];
  for (const [from, to] of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged.map(([from, to]) => badExtent(from, to));
}

describeWithDisks('random faults', () => {
  for (const seed of SEEDS) {
    test(`SURFSCAN_SEED=${seed}`, async () => {
      const next = random(seed);
      const logicalBytes = next(3) === 0 ? 4096 : 512;
      const perSector = logicalBytes / 512;
      const sectors512 = 8 * (1 + next(8000));
      const faults = randomFaults(next, sectors512);
      const block = [1, 7, 8, 64, 255, 256, 1000, 2048][next(8)]!;
      const jobs = [1, 1, 2, 4, 7][next(5)]!;
      const disk = await openDisk({ sectors512, logicalBytes, faults });
      const run = await scan(disk.path, '--block', block, '--jobs', jobs);
      const described = JSON.stringify({ seed, sectors512, logicalBytes, block, jobs, faults });
      expect(run.scan.bad, described).toEqual(expectedExtents(faults, perSector));
      expect(run.scan.coverage.unread, described).toBe(0);
      expect(run.scan.coverage.total, described).toBe(sectors512 / perSector);
      expect(run.status, described).toBe(1);
    });
  }
});
