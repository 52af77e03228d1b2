// Which phases a scan has: those that have something to do.

import { expect, test, vi } from 'vitest';
import { inspectTarget, Run, type ScanOptions } from '../../../src/index.ts';
import { WorkerControl } from '../../../src/reading/worker-control.ts';

test.each<[string, string, ScanOptions, string[]]>([
  ['nothing but the pass where all reads', '', {}, ['pass']],
  ['though it would be retried', '', { retries: 3 }, ['pass']],
  ['a failed block is narrowed', 'bad=100', {}, ['pass', 'narrowing']],
  ['or not', 'bad=100', { refine: false }, ['pass']],
  ['a bad sector is retried', 'bad=100', { retries: 1 }, ['pass', 'narrowing', 'retries']],
  ['a weak one is not', 'weak=100@1', { retries: 1 }, ['pass', 'narrowing']],
  ['what is not narrowed is not', 'bad=100', { refine: false, retries: 1 }, ['pass']],
  ['a slow block is read again', 'slow=100@700', {}, ['pass', 'again']],
  ['behind narrowing', 'slow=100@700,bad=5000', {}, ['pass', 'narrowing', 'again']],
  [
    'a late one, and narrowed if it fails',
    'slow=100@31000,bad=100',
    {},
    ['pass', 'again', 'narrowing'],
  ],
])('%s', async (_, faults, options, expected) => {
  const run = await Run.plan(
    [await inspectTarget(`sim:size=10000s${faults === '' ? '' : ','}${faults}`)],
    options,
  );
  const entered: string[] = [];
  run.scans[0]!.listen({ defect: () => {}, phase: (phase) => entered.push(phase) });
  await run.scan();
  expect(entered).toEqual(expected);
});

test('who reads alone after the pass has all of the rate', async () => {
  const limitRate = vi.spyOn(WorkerControl.prototype, 'limitRate');
  const target = await inspectTarget('sim:size=10000s,kind=ssd,bad=100');
  const run = await Run.plan([target], { jobs: 4, bytesPerSecond: 1e6 });
  await run.scan();
  const sharing = limitRate.mock.calls.map(([rate, readers]) => [rate, readers.length]);
  expect(sharing).toEqual([
    [1e6, 4],
    [1e6, 1],
  ]);
});
