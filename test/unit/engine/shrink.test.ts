// Where nobody said how many, a disk that is slow with so many workers gets fewer. What they leave is
// read by the others: no block twice, none never.

import { expect, test } from 'vitest';
import { inspectTarget, Run, runReport } from '../../../src/index.ts';
import type { ScanJson } from '../../../src/report/run-json.ts';

test('workers are taken out of the pass, and all of it is read', async () => {
  const disk =
    'size=500000s,kind=ssd,speed=2,slow=0-499999@5,bad=100,bad=249999-250000,bad=499999/IO';
  const run = await Run.plan([await inspectTarget(`sim:${disk}`)], {});
  expect(run.scans[0]!.jobs).toBe(4);
  const scan = runReport(await run.scan()).scans[0] as ScanJson;
  // Shares that were left are shares of their own.
  expect(run.scans[0]!.progress().shares.length).toBeGreaterThan(4);
  expect(scan.coverage).toEqual({ total: 500_000, good: 499_996, bad: 4, unread: 0 });
  expect(scan.bad.map(({ from, to }) => [from, to])).toEqual([
    [100, 100],
    [249_999, 250_000],
    [499_999, 499_999],
  ]);
  expect(Object.values(scan.blocks).reduce((a, b) => a + b, 0)).toBe(1954);
});
