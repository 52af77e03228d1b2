// What a map keeps of an ended scan is what the whole map says, and is told without its bytes.

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inspectTarget, loadStoredScan, loadSummary, Run, summaryOf } from '../../src/index.ts';
import { temporaryDirectory } from './fixtures.ts';

test.each([
  ['sim:size=2GB,bad=1000-1003,weak=9000@1,slow=500000@700', {}],
  ['sim:size=2GB,bad=1000-1003', { refine: false, labels: { rack: '7' } }],
  ['sim:size=2GB,gone=500', {}],
  ['sim:size=2GB', {}],
])('%s %j', async (spec, options) => {
  const path = join(temporaryDirectory(), 'a.surfscan');
  const run = await Run.plan([await inspectTarget(spec)], options, { path, resume: false });
  await run.scan();
  const summary = await loadSummary(path);
  expect(summary).toEqual(summaryOf((await loadStoredScan(path)).result));
  expect(summary.host?.labels).toEqual('labels' in options ? options.labels : {});
});
