// The commands, as fast-check draws them: when one makes sense, and what it does.

import fc from 'fast-check';
import type { ScanOptions } from '../../../src/index.ts';
import type { DiskCase } from '../disk-case.ts';
import { type Disturbance, HANG_SECONDS } from './disturbance.ts';
import { type Beginning, MISFITS } from './one-run.ts';
import type { Session } from './session.ts';

const MOST_COMMANDS = 14;

/** `idle`: there is a map, and no run. */
export interface Model {
  state: 'new' | 'idle' | 'running' | 'paused';
  /** The map tells of blocks that were read. */
  anyRead: boolean;
}

type State = Model['state'];
type Command = fc.AsyncCommand<Model, Session>;

function command(
  name: string,
  when: readonly State[],
  then: State | null,
  run: (session: Session) => Promise<void>,
): Command {
  return {
    check: ({ state }) => when.includes(state),
    async run(model, session) {
      await run(session);
      model.state = then ?? model.state;
      model.anyRead = session.readBlocks > 0;
    },
    toString: () => name,
  };
}

/** Begins a run, and with `toItsEnd` waits for what becomes of it. */
function begin(beginning: Beginning, toItsEnd: boolean): Command {
  const name = `begin ${JSON.stringify(beginning)}${toItsEnd ? ' to its end' : ''}`;
  const plain = command(name, ['new', 'idle'], toItsEnd ? 'idle' : 'running', async (session) => {
    await session.begin(beginning);
    if (toItsEnd) await session.finish();
  });
  // Of a disk that never read, nobody can tell whether it is bad or was never there.
  if (beginning.disturbance.kind !== 'dead') return plain;
  return { ...plain, check: (model) => plain.check(model) && model.anyRead };
}

/** Such as the options of one run: what is not given comes from the map. */
function changes(retries: number): fc.Arbitrary<ScanOptions> {
  return fc.record(
    {
      jobs: fc.integer({ min: 1, max: 3 }),
      retries: fc.constant(retries),
      refine: fc.boolean(),
      refineLimitSeconds: fc.constantFrom(0, 0.05, 1000),
      maxBad: fc.integer({ min: 1, max: 300 }),
    },
    { requiredKeys: [] },
  );
}

function disturbances({ disk, options }: DiskCase): fc.Arbitrary<Disturbance> {
  const blocks = Math.ceil(disk.sectors / options.block);
  const gone = fc.record({ kind: fc.constant('gone' as const), reads: fc.nat(blocks + 10) });
  const dead = fc.record({
    kind: fc.constant('dead' as const),
    code: fc.constantFrom('IO' as const, 'ABRT' as const),
    // Slow enough that the map is written before the disk is looked for.
    afterMs: fc.constantFrom(null, 40, 40),
  });
  const hung = fc.record({ kind: fc.constant('hung' as const), lba: fc.nat(disk.sectors - 1) });
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant<Disturbance>({ kind: 'none' }) },
    { weight: 2, arbitrary: gone },
    { weight: 2, arbitrary: dead },
    { weight: 2, arbitrary: hung },
  );
}

function beginnings(
  scanned: DiskCase,
  speed: fc.Arbitrary<number | null>,
): fc.Arbitrary<Beginning> {
  return fc
    .record({
      disturbance: disturbances(scanned),
      speed,
      changed: changes(scanned.options.retries),
    })
    .map(({ disturbance, speed, changed }) => {
      // Always given: a map that was made with a short --hang keeps it.
      const hangSeconds = disturbance.kind === 'hung' ? HANG_SECONDS : 600;
      return { disturbance, speed, changed: { ...changed, hangSeconds } };
    });
}

const GOING = ['running', 'paused'] as const;

/** Of a run that takes its time; what a moment may bring is drawn with it. */
function moments(): fc.Arbitrary<Command>[] {
  const after = fc.integer({ min: 0, max: 900 });
  return [
    after.map((ms) => command(`wait ${ms}`, GOING, null, (session) => session.wait(ms))),
    after.map((ms) =>
      command(`kill after ${ms}`, GOING, 'idle', async (session) => {
        await session.wait(ms);
        await session.kill();
      }),
    ),
    after.map((ms) =>
      command(`stop after ${ms}`, GOING, 'idle', async (session) => {
        await session.wait(ms);
        await session.stop();
      }),
    ),
    fc.constant(command('pause', GOING, 'paused', (session) => session.pause())),
    fc.constant(command('go on', GOING, 'running', (session) => session.goOn())),
    fc.constant(command('finish', ['running'], 'idle', (session) => session.finish())),
    fc.constant(command('intrude', GOING, null, (session) => session.intrude())),
  ];
}

/** Of a run of the drawn disk. */
export function commandsFor(scanned: DiskCase): fc.Arbitrary<Iterable<Command>> {
  const paced = beginnings(scanned, fc.constantFrom(1, 2, 4)).map((one) => begin(one, false));
  const quick = beginnings(scanned, fc.constant(null)).map((one) => begin(one, true));
  const misfit = fc
    .constantFrom(...MISFITS)
    .map((what) => command(`misfit ${what}`, ['idle'], null, (session) => session.misfit(what)));
  // Each is as likely as the next: what is wanted more often is there twice.
  return fc.commands([quick, quick, paced, paced, ...moments(), misfit], {
    maxCommands: MOST_COMMANDS,
    size: 'max',
  });
}
