// Killed at any moment and resumed, as often as it takes: the result is that of an undisturbed scan, and
// little is read twice.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeWithDisks } from '../rig/availability.ts';
import { bad, slow } from '../rig/faults.ts';
import { type FaultyDisk, openFaultyDisk } from '../rig/faulty-disk.ts';
import { MIB } from './fixtures.ts';
import { type CliRun, scanArgs, startCli } from './run-cli.ts';

const SIZE = 128 * MIB;
const BLOCKS = SIZE / 256;
const BLOCK_MS = 3;
const BAD_MS = 8;
const RUNS = 20;
const AT_A_TIME = 5;
/** A second's reading, at most: two blocks every BLOCK_MS. */
const BLOCKS_A_SECOND = (2 * 1000) / BLOCK_MS;

const BAD = [
  { from: 5000, to: 5003 },
  { from: 100_000, to: 100_000 },
  { from: 131_071, to: 131_072 }, // in two blocks
  { from: 200_192, to: 200_223 },
];
const FAULTS = [
  slow(0, SIZE - 1, BLOCK_MS),
  ...BAD.map(({ from, to }) => slow(from, to, BAD_MS)),
  ...BAD.map(({ from, to }) => bad(from, to)),
];

/** The same numbers in every run, printed so that a failing one can be had again. */
const seed = Number(process.env.SURFSCAN_SEED ?? Date.now() % 1_000_000);

function chance(run: number): () => number {
  let state = (seed * 7919 + run * 104_729 + 1) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function killedAfter(ms: number, args: readonly string[]): Promise<CliRun> {
  const running = startCli(args);
  await Promise.race([sleep(ms), running.finished]);
  running.child.kill('SIGKILL');
  return running.finished;
}

describeWithDisks(`kill -9 and --resume, ${RUNS} runs, SURFSCAN_SEED=${seed}`, () => {
  describe.concurrent.each(
    Array.from({ length: AT_A_TIME }, (_, lane) => lane),
  )('lane %i', (lane) => {
    for (let run = lane; run < RUNS; run += AT_A_TIME) {
      test(`run ${run}`, { timeout: 300_000 }, async () => {
        // Closed here: what is left to the end of a test may end with another one's, side by side.
        const disk = await openFaultyDisk({ sectors512: SIZE, faults: FAULTS });
        const folder = mkdtempSync(join(tmpdir(), 'surfscan-kill-'));
        try {
          await killAndResume(run, disk, join(folder, 'disk.map'));
        } finally {
          await disk.close();
          rmSync(folder, { recursive: true, force: true });
        }
      });
    }
  });
});

async function killAndResume(run: number, disk: FaultyDisk, map: string): Promise<void> {
  const next = chance(run);
  // With reads in flight those that are out are lost as well.
  const args = scanArgs(disk.path, '--map', map, '--depth', run % 2 === 0 ? 1 : 2);
  let result = await killedAfter(300 + next() * 2500, args);
  let kills = result.status === null ? 1 : 0;
  while (result.status === null && kills < 3) {
    result = await killedAfter(300 + next() * 2500, [...args, '--resume']);
    if (result.status === null) kills++;
  }
  if (result.status === null) result = await startCli([...args, '--resume']).finished;

  expect(result.status, result.stderr).toBe(1);
  const told = JSON.stringify({
    error: result.scan.error,
    notes: result.scan.notes,
    bad: result.scan.bad,
  });
  expect(
    result.scan.bad.map(({ from, to }) => ({ from, to })),
    told,
  ).toEqual(BAD);
  for (const extent of result.scan.bad) {
    expect(extent).toMatchObject({ error: 'IO', errno: 'EIO', exact: true, reads: 1 });
  }
  const badSectors = BAD.reduce((sum, { from, to }) => sum + to - from + 1, 0);
  expect(result.scan.coverage).toEqual({
    total: SIZE,
    good: SIZE - badSectors,
    bad: badSectors,
    unread: 0,
  });
  expect(result.scan.weak).toEqual([]);
  expect(result.scan.blocks.IO).toBe(5);
  await expectLittleTwice(disk, kills);
}

/** Each start reads one block untimed; each kill costs a second's reading at most. */
async function expectLittleTwice(disk: FaultyDisk, kills: number): Promise<void> {
  const { sectors } = await disk.stats();
  const narrowed = 5 * 256;
  const most = SIZE + narrowed + (kills + 1) * 256 + kills * BLOCKS_A_SECOND * 256;
  expect(sectors).toBeLessThanOrEqual(most);
  expect(sectors).toBeGreaterThanOrEqual(BLOCKS * 256);
}
