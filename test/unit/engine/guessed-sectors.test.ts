// Physical sectors that are no more than the system's guess: sys/cam/scsi/scsi_da.c takes the UNMAP
// granularity for one, nvme_update_disk_info the preferred write granularity.

import { describe, expect, test } from 'vitest';
import { inspectTarget, Run, runReport, type ScanOptions } from '../../../src/index.ts';
import type { ScanJson } from '../../../src/report/run-json.ts';
import { badOf } from './scan-sim.ts';

/** A disk of which the system says that its physical sectors have `physicalBytes`. */
async function scanGuessed(
  spec: string,
  guess: { physicalBytes?: number; physicalFirstLba?: number } = {},
  options: ScanOptions = {},
): Promise<ScanJson> {
  const told = await inspectTarget(`sim:${spec}`);
  const { physicalBytes = 4096, physicalFirstLba = told.physicalFirstLba } = guess;
  const device = { ...told.device, physicalBytes };
  const target = { ...told, device, physicalFirstLba, isPhysicalGuessed: true };
  const run = await Run.plan([target], options);
  return runReport(await run.scan()).scans[0] as ScanJson;
}

const NOTE = /sectors of 512 bytes fail alone: the physical sector of 4096 bytes/;

describe('of a disk that loses single sectors of 512 bytes', () => {
  test.each([
    ['one, and one elsewhere', 'bad=6001,bad=200000', ['6001-6001', '200000-200000']],
    ['a run that begins with a unit', 'bad=6000-6019', ['6000-6019']],
    ['a run that ends with a unit', 'bad=6005-6015,bad=9', ['9-9', '6005-6015']],
    ['a run over blocks', 'bad=6001-6911,bad=100', ['100-100', '6001-6911']],
  ])('%s: exactly those, and it is said', async (_what, faults, expected) => {
    const scan = await scanGuessed(`size=400000s,${faults}`);
    expect(badOf(scan)).toEqual(expected.map((range) => `${range} UNC`));
    expect(scan.bad.every(({ exact }) => exact)).toBe(true);
    expect(scan.notes.join('\n')).toMatch(NOTE);
    expect(scan.weak).toEqual([]);
  });

  test('units that begin elsewhere', async () => {
    const guess = { physicalFirstLba: 7 };
    const scan = await scanGuessed('size=400000s,bad=255-256,bad=6007-6010', guess);
    expect(badOf(scan)).toEqual(['255-256 UNC', '6007-6010 UNC']);
  });

  test('a sector that only came late is not called bad', async () => {
    const scan = await scanGuessed('size=400000s,bad=6001,slow=6017@31000*3', {}, { jobs: 1 });
    expect(badOf(scan)).toEqual(['6001-6001 UNC']);
  });

  test('a block that reads alone stays weak, and the next one shows it', async () => {
    const scan = await scanGuessed('size=400000s,weak=300@1,bad=6001');
    expect(badOf(scan)).toEqual(['6001-6001 UNC']);
    expect(scan.weak).toMatchObject([{ from: 256, to: 511 }]);
  });

  test('after a limit that was reached while it was looked at, nothing is exact', async () => {
    const limit = { refineLimitSeconds: 0.5 };
    const scan = await scanGuessed('size=400000s,bad=6000-6015@100', {}, limit);
    expect(badOf(scan)).toEqual(['5888-6143 UNC?']);
    expect(scan.notes.join('\n')).not.toMatch(NOTE);
  });
});

// Two units, then their sectors, 100 ms a failure: 0.2 and 1.6 s.
test.each([
  [1.7, '5888-6143 UNC?'],
  [2.2, '6000-6015 UNC'],
])('a limit of %f s is for all of it together', async (refineLimitSeconds, expected) => {
  const spec = 'size=400000s,kind=ssd,bad=6000-6015@100';
  expect(badOf(await scanGuessed(spec, {}, { refineLimitSeconds, jobs: 1 }))).toEqual([expected]);
});

test('a limit of 0 s: not one of them is read alone', async () => {
  const spec = 'size=400000s,kind=ssd,weak=6000@1';
  expect(badOf(await scanGuessed(spec, {}, { refineLimitSeconds: 0 }))).toEqual(['5888-6143 UNC?']);
});

describe('of a disk that has them', () => {
  const TRUE = 'size=400000s,physical=4096';

  test('they are what is told', async () => {
    const scan = await scanGuessed(`${TRUE},bad=6003,bad=200000-200016`);
    expect(badOf(scan)).toEqual(['6000-6007 UNC', '200000-200023 UNC']);
    expect(scan.notes.join('\n')).not.toMatch(/fail alone/);
  });

  // 100 ms a failure: eight units, and the sectors of two of them. All of them: 6.4 s.
  test('the sectors of two units at most are read on top', async () => {
    const limit = { refineLimitSeconds: 2.5 };
    const scan = await scanGuessed(`${TRUE},bad=8000-8063@100`, {}, limit);
    expect(badOf(scan)).toEqual(['8000-8063 UNC']);
  });
});
