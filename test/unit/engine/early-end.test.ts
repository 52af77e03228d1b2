// Scans that end early, or on a disk that answers with errors alone: what is not known is not bad.

import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inspectTarget, Run } from '../../../src/index.ts';
import { progressOf, runOf, scanned, sleep, until } from './paced-runs.ts';
import { badOf, scanSim } from './scan-sim.ts';

test('stopped after a late block: it is unread, as it was not read again', async () => {
  const run = await runOf('size=600MB,kind=ssd,speed=0.5,slow=300@60*1', {
    jobs: 1,
    timeoutSeconds: 0.05,
  });
  const scanning = run.scan();
  await until(run, ({ blocks }) => blocks.TIME === 1 && blocks['<3ms'] > 3);
  run.stop();
  const scan = await scanned(scanning);
  expect([scan.bad, scan.verdict, scan.blocks.TIME]).toEqual([[], 'incomplete', 0]);
  expect(scan.notes.join()).toMatch(/late blocks that were not read again, and so are unread: 1/);
});

test('stopped among failures that nobody has looked at: they are unread', async () => {
  const run = await runOf('size=600MB,kind=ssd,speed=1,bad=100000-1000000/IO@30', { jobs: 1 });
  const scanning = run.scan();
  await until(run, ({ blocks }) => blocks.IO > 2);
  run.stop();
  const scan = await scanned(scanning);
  expect([scan.bad, scan.verdict, scan.blocks.IO]).toEqual([[], 'incomplete', 0]);
});

test('stopped after a defect with a name: it is bad', async () => {
  const run = await runOf('size=600MB,kind=ssd,speed=1,bad=100000-1000000@30', { jobs: 1 });
  const scanning = run.scan();
  await until(run, ({ blocks }) => blocks.UNC > 2);
  run.stop();
  const scan = await scanned(scanning);
  expect([scan.verdict, badOf(scan)[0]]).toEqual([
    'fail',
    expect.stringMatching(/^99840-.* UNC\?$/),
  ]);
  expect(scan.notes.join()).toMatch(/stopped before all blocks were read/);
});

test('stopped before a phase that is still to come: it is not complete', async () => {
  const run = await runOf('size=10000s,bad=100,slow=5000@700', { refineLimitSeconds: 0 });
  // With no time for it narrowing ends at once, and not by the stop.
  run.scans[0]!.listen({
    defect: () => {},
    phase: (phase) => {
      if (phase === 'narrowing') run.stop();
    },
  });
  const scan = await scanned(run.scan());
  expect([scan.finished, scan.slow.map(({ again_us }) => again_us)]).toEqual([null, [null]]);
});

test.each([
  1, 4, 64,
])('a disk that fails all reads of %i workers is no disk of bad sectors', async (jobs) => {
  const spec = 'size=507904s,kind=ssd,bad=0-507903/IO';
  const scan = await scanSim(spec, { jobs, refine: false });
  expect(scan.coverage).toEqual({ total: 507_904, good: 0, bad: 0, unread: 507_904 });
  expect(scan.error).toMatchObject({ code: 'ERR_GONE' });
});

test('a name that leads to another file than the one that was asked: nothing of it counts', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'surfscan-'));
  const image = join(folder, 'image');
  writeFileSync(image, new Uint8Array(1 << 20));
  writeFileSync(`${image}2`, new Uint8Array(1 << 20));
  const run = await Run.plan([await inspectTarget(image)], {});
  renameSync(`${image}2`, image);
  const scan = await scanned(run.scan());
  rmSync(folder, { recursive: true });
  expect(scan.error).toMatchObject({ code: 'ERR_GONE' });
  expect(scan.coverage).toEqual({ total: 2048, good: 0, bad: 0, unread: 2048 });
});

test('pausing does not count as elapsed when a scan ends early', async () => {
  const run = await runOf('size=600MB,kind=ssd,speed=0.5', { jobs: 1 });
  const scanning = run.scan();
  await until(run, ({ doneSectors }) => doneSectors > 0);
  run.pause();
  const elapsed = progressOf(run).elapsedSeconds;
  await sleep(500);
  run.stop();
  expect((await scanned(scanning)).elapsed_s).toBeCloseTo(elapsed, 2);
});
