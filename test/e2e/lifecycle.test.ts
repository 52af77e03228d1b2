// States × ways to end, of readers and scans of a real block device: pread and io_uring, and reads that
// the kernel still has when their process ends.

import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { native } from '../../src/addon/native.ts';
import { inspectTarget, Run } from '../../src/index.ts';
import { describeUnless, describeWithDisks } from '../rig/availability.ts';
import { bad, hang } from '../rig/faults.ts';
import { type FaultyDisk, openFaultyDisk } from '../rig/faulty-disk.ts';
import { until } from '../rig/system.ts';
import {
  BLOCKS,
  expectReaderEnds,
  expectScanEnds,
  HUNG_BLOCK,
  HUNG_MS,
  isPossible,
  READER_ENDS,
  READER_STATES,
  SCAN_BLOCK_SECTORS,
  SCAN_STATES,
} from '../unit/lives.ts';
import { scan, startScan } from './run-cli.ts';

const errno = native.uringErrno();
const reason = errno === 0 ? null : `io_uring cannot be used here (errno ${errno})`;
const SECTORS = BLOCKS * SCAN_BLOCK_SECTORS;
const TRUTH = { total: SECTORS, good: SECTORS - 1, bad: 1, unread: 0 };

const folder = mkdtempSync(join(tmpdir(), 'surfscan-lives-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describeWithDisks('readers of a block device', () => {
  let disk: FaultyDisk;
  beforeAll(async () => {
    const lba = HUNG_BLOCK * 256;
    const faults = [hang(lba, lba, HUNG_MS)];
    disk = await openFaultyDisk({ sectors512: BLOCKS * 256, faults });
  });
  afterAll(() => disk.close());

  const table = (engine: 'pread' | 'io_uring', depth: number) => {
    describe.concurrent.each(READER_STATES)(`${engine} x${depth}, %s`, (state) => {
      test.each(READER_ENDS.filter((end) => isPossible(state, end)))('%s', (end) =>
        expectReaderEnds({ path: disk.path, engine, depth }, state, end));
    });
  };
  table('pread', 1);
  table('pread', 8);
  describeUnless(reason, 'with io_uring', () => table('io_uring', 8));
});

describeWithDisks('scans of a block device', () => {
  let disk: FaultyDisk;
  beforeAll(async () => {
    const lba = HUNG_BLOCK * SCAN_BLOCK_SECTORS;
    const faults = [hang(lba, lba, HUNG_MS), bad(SECTORS - 100)];
    disk = await openFaultyDisk({ sectors512: SECTORS, faults });
  });
  afterAll(() => disk.close());

  describe.concurrent.each(SCAN_STATES)('at: %s', (state) => {
    test.each(['exit', 'exitNow'] as const)('%s', async (end) => {
      const map = join(folder, `${state} ${end}.map`);
      await expectScanEnds({ target: disk.path, map }, state, end, TRUTH);
    });
  });

  test('two at the same time in one process: both find the truth', async () => {
    const runs = await Promise.all(
      [1, 2].map(async () =>
        Run.plan([await inspectTarget(disk.path)], { blockSectors: SCAN_BLOCK_SECTORS }),
      ),
    );
    const entries = await Promise.all(runs.map((run) => run.scan()));
    for (const [entry] of entries) expect(entry).toMatchObject({ coverage: TRUTH, trouble: null });
  });

  test('two processes at the same time: both find the truth; one map is for one', async () => {
    const map = join(folder, 'one.map');
    const args = [disk.path, '--block', SCAN_BLOCK_SECTORS];
    const first = startScan(...args, '--map', map);
    await until('a map', () => existsSync(map) && statSync(map).size > 0);
    const second = await scan(...args);
    const intruder = await scan(...args, '--map', map, '--resume');
    for (const run of [await first.finished, second]) {
      expect(run.status, run.stderr).toBe(1);
      expect(run.scan.coverage).toEqual(TRUTH);
    }
    // The first may have ended before: then there is nothing to resume.
    expect([1, 2]).toContain(intruder.status);
    if (intruder.status === 2) expect(intruder.stderr).toMatch(/another run is writing it/);
    else expect(intruder.scan.coverage).toEqual(TRUTH);
  });
});
