// A scanner that is begun, paused, stopped, killed and resumed in any order, over disks that leave, die
// and hang meanwhile: its map never tells what is not so, and loses nothing; resumed to its end it
// tells what the undisturbed scan does.
// SURFSCAN_SEED=… repeats a run (its commands: moments are the clock's), SURFSCAN_STATES=… makes so many.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DiskCase } from './disk-case.ts';
import { SEED } from './seed.ts';
import { commandsFor, type Model } from './states/commands.ts';
import { patients, realStorm } from './states/draw-patient.ts';
import { judgeComplete } from './states/judge-complete.ts';
import { Session } from './states/session.ts';

const RUNS = Number(process.env.SURFSCAN_STATES ?? 80);
/** Runs wait more than they work: so many at a time, with seeds of their own. */
const LANES = 8;
const STORM_RUNS = Math.ceil(RUNS / 30);
/** Making a failure smaller ends then, too; a machine that is this slow makes fewer runs. */
const LIMIT_MS = 100_000;

type Story = readonly [DiskCase, Iterable<fc.AsyncCommand<Model, Session>>];

async function check([scanned, commands]: Story): Promise<void> {
  const session = new Session(scanned);
  try {
    const model: Model = { state: 'new', anyRead: false };
    await fc.asyncModelRun(() => ({ model, real: session }), commands);
    expect(judgeComplete(session.truth, await session.complete())).toEqual([]);
  } catch (cause) {
    throw new Error(`${(cause as Error).message}\n${session.story()}`, { cause });
  } finally {
    await session.close();
  }
}

async function checkMany(lane: number, disks: fc.Arbitrary<DiskCase>, numRuns: number) {
  const stories: fc.Arbitrary<Story> = disks.chain((scanned) =>
    fc.tuple(fc.constant(scanned), commandsFor(scanned)),
  );
  await fc.assert(fc.asyncProperty(stories, check), {
    seed: (SEED + lane * 7919) % 2 ** 31,
    numRuns,
    interruptAfterTimeLimit: LIMIT_MS,
  });
}

test(`any states in any order: SURFSCAN_SEED=${SEED}, SURFSCAN_STATES=${RUNS}`, {
  timeout: 2 * LIMIT_MS,
}, async () => {
  const lanes = Array.from({ length: LANES }, (_, lane) =>
    checkMany(lane, patients, Math.ceil(RUNS / LANES)),
  );
  lanes.push(checkMany(LANES, fc.constant(realStorm), STORM_RUNS));
  for (const lane of await Promise.allSettled(lanes)) {
    if (lane.status === 'rejected') throw lane.reason;
  }
});
