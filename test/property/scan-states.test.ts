// A scanner that is begun, paused, stopped, killed and resumed in any order, over disks that leave, die
// and hang meanwhile: its map never tells what is not so, and loses nothing; resumed to its end it
// tells what the undisturbed scan does.
// SURFSCAN_SEED=… repeats a run (its commands: moments are the clock's), SURFSCAN_STATES=… makes so many.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ScanOptions } from '../../src/index.ts';
import type { DiskCase } from './disk-case.ts';
import { SEED } from './seed.ts';
import { commandsFor, type Model } from './states/commands.ts';
import {
  FAILED_EARLY_BLOCKS,
  failedEarly,
  failedOnce,
  patients,
  realStorm,
} from './states/draw-patient.ts';
import { judgeComplete } from './states/judge-complete.ts';
import { Session } from './states/session.ts';

const RUNS = Number(process.env.SURFSCAN_STATES ?? 80);
/** Runs wait more than they work: so many at a time, with seeds of their own. */
const LANES = 8;
const STORM_RUNS = Math.ceil(RUNS / 30);
/** Making a failure smaller ends then: what was not tried by then is taken to pass. */
const SHRINK_MS = 60_000;

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
  let failedMs: number | null = null;
  const property = fc.asyncProperty(stories, async (story) => {
    if (failedMs !== null && performance.now() - failedMs > SHRINK_MS) return;
    await check(story).catch((cause: unknown) => {
      failedMs ??= performance.now();
      throw cause;
    });
  });
  await fc.assert(property, { seed: (SEED + lane * 7919) % 2 ** 31, numRuns });
}

test(`any states in any order: SURFSCAN_SEED=${SEED}, SURFSCAN_STATES=${RUNS}`, async () => {
  const lanes = Array.from({ length: LANES }, (_, lane) =>
    checkMany(lane, patients, Math.ceil(RUNS / LANES)),
  );
  lanes.push(checkMany(LANES, fc.constant(realStorm), STORM_RUNS));
  for (const lane of await Promise.allSettled(lanes)) {
    if (lane.status === 'rejected') throw lane.reason;
  }
});

// Chance rarely brings it about: the disk dies, slowly, in a phase after the pass, and something ends the
// scan before anybody has looked whether it is there.
interface Death {
  readonly phase: string;
  readonly scanned?: DiskCase;
  /** What is left to do: of a scan with these options, or of one whose disk left when all was read once. */
  readonly left: ScanOptions | 'by leaving';
  readonly changed: ScanOptions;
  readonly end: 'kill' | 'stop' | 'finish';
  readonly afterMs: number;
}

const REFINE_NOT = { refine: false } as const;
const DEATHS: readonly Death[] = [
  ...(['kill', 'stop'] as const).flatMap((end) => [
    { phase: 'narrowing', left: REFINE_NOT, changed: { refine: true }, end, afterMs: 40 },
    { phase: 'again', left: 'by leaving' as const, changed: REFINE_NOT, end, afterMs: 40 },
    { phase: 'retries', left: { retries: 0 }, changed: { retries: 1 }, end, afterMs: 40 },
  ]),
  {
    phase: 'narrowing, at its limit',
    left: REFINE_NOT,
    changed: { refine: true, refineLimitSeconds: 0.5 },
    end: 'finish',
    afterMs: 40,
  },
  {
    phase: 'narrowing, at its last read',
    scanned: failedOnce,
    left: REFINE_NOT,
    changed: { refine: true },
    end: 'stop',
    afterMs: 550,
  },
];

test.concurrent.each(DEATHS)('a disk that dies: $phase, $end', async (death) => {
  const { scanned = failedEarly, left, changed, end, afterMs } = death;
  const session = new Session(scanned);
  try {
    await session.begin(
      left === 'by leaving'
        ? { disturbance: { kind: 'gone', reads: FAILED_EARLY_BLOCKS }, speed: null, changed: {} }
        : { disturbance: { kind: 'none' }, speed: null, changed: left },
    );
    await session.finish();
    const dead = { kind: 'dead', code: 'IO', afterMs } as const;
    await session.begin({ disturbance: dead, speed: 1, changed });
    if (end !== 'finish') for (let i = 0; i < 5; i++) await session.wait(180);
    await session[end]();
    expect(judgeComplete(session.truth, await session.complete())).toEqual([]);
  } catch (cause) {
    throw new Error(`${(cause as Error).message}\n${session.story()}`, { cause });
  } finally {
    await session.close();
  }
});
