// Equal --jobs, equal results; and what is bad is bad for any number of workers.

import { expect, test } from 'vitest';
import { Chance } from './chance.ts';
import { commandLine, type DiskCase } from './disk-case.ts';
import { drawRun } from './draw-case.ts';
import { Oracle } from './expected.ts';
import { orderDependence } from './order-dependence.ts';
import { scanCases, withoutTimes } from './scan-cases.ts';
import { SEED } from './seed.ts';

const TWICE = 80;
const ANY_JOBS = 15;
const JOBS = [1, 2, 3, 4, 7, 16];
/** Other disks than those of the main property. */
const OTHER_PART = 2 ** 24;

/** Disks whose result follows from their faults. */
function* drawnCases(part: number): Generator<DiskCase> {
  for (let i = 0; ; i++) {
    const [scanned] = drawRun(new Chance(SEED, part + i), 1);
    const reason = orderDependence(scanned!, new Oracle(scanned!).expected());
    if (reason === null && scanned!.disk.faults.length > 0) yield scanned!;
  }
}

function taken(part: number, count: number, fits: (scanned: DiskCase) => boolean): DiskCase[] {
  const found: DiskCase[] = [];
  for (const scanned of drawnCases(part)) {
    if (fits(scanned)) found.push(scanned);
    if (found.length === count) break;
  }
  return found;
}

test(`scanned twice, the reports differ in times alone: SURFSCAN_SEED=${SEED}`, async () => {
  for (const scanned of taken(OTHER_PART, TWICE, ({ options }) => options.jobs <= 8)) {
    const [[first], [second]] = await Promise.all([scanCases([scanned]), scanCases([scanned])]);
    expect(withoutTimes(second!, scanned), commandLine(scanned)).toEqual(
      withoutTimes(first!, scanned),
    );
  }
});

test(`bad extents are equal for all --jobs: SURFSCAN_SEED=${SEED}`, async () => {
  // What has a number of readings left is another disk for each order of them.
  const endless = ({ disk, options }: DiskCase) =>
    disk.gone === null &&
    options.maxBad === null &&
    disk.faults.every((fault) => !('reads' in fault) || fault.reads === null);
  for (const { disk, options } of taken(2 * OTHER_PART, ANY_JOBS, endless)) {
    let expected: unknown;
    for (const jobs of JOBS) {
      const scanned = { disk, options: { ...options, jobs } };
      if (orderDependence(scanned, new Oracle(scanned).expected()) !== null) continue;
      const [scan] = await scanCases([scanned]);
      expected ??= scan!.bad;
      expect(scan!.bad, commandLine(scanned)).toEqual(expected);
    }
  }
});
