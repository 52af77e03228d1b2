// Every state of a run × every call: what has its time is done, what has not is refused, and whatever
// was called, the map is whole, unlocked, and goes on to the truth.

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { inspectTarget, loadStoredScan, Run, type RunEntry } from '../../../src/index.ts';
import { progressOf, sleep, until } from './paced-runs.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'surfscan-lifecycle-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

// Two seconds, by the rate: what is done meanwhile is done in time on a busy machine, too.
const SPEC = 'size=4096s,kind=ssd,bad=3000-3003,speed=1';
const OPTIONS = { jobs: 1, blockSectors: 8, bytesPerSecond: 1 << 20 };
const TRUTH = { total: 4096, good: 4092, bad: 4, unread: 0 };

type State = 'planned' | 'prepared' | 'scanning' | 'paused' | 'stopping' | 'ended' | 'forsaken';
type Call = 'prepare' | 'scan' | 'forsake' | 'stop' | 'stop twice' | 'pause' | 'resume';
const STATES: readonly State[] = [
  'planned',
  'prepared',
  'scanning',
  'paused',
  'stopping',
  'ended',
  'forsaken',
];
/** The states in which a call is for; those for any state are not here. */
const FOR: Partial<Record<Call, readonly State[]>> = {
  prepare: ['planned'],
  scan: ['planned', 'prepared'],
  forsake: ['planned', 'prepared', 'ended', 'forsaken'],
};
const CALLS: readonly Call[] = [
  'prepare',
  'scan',
  'forsake',
  'stop',
  'stop twice',
  'pause',
  'resume',
];

interface Lived {
  readonly run: Run;
  readonly map: string;
  scanning: Promise<readonly RunEntry[]> | null;
}

async function planned(map: string, spec = SPEC): Promise<Run> {
  const target = await inspectTarget(`sim:${spec}`);
  return Run.plan([target], OPTIONS, { path: map, resume: true });
}

async function livedTo(state: State, name: string): Promise<Lived> {
  const map = join(FOLDER, `${name.replaceAll(/\W+/g, '-')}.map`);
  const run = await planned(map);
  const lived: Lived = { run, map, scanning: null };
  if (state === 'planned') return lived;
  await run.prepare();
  if (state === 'prepared') return lived;
  if (state === 'forsaken') await run.forsake();
  else await scanTo(state, lived);
  return lived;
}

async function scanTo(state: State, lived: Lived): Promise<void> {
  const { run } = lived;
  lived.scanning = run.scan();
  await until(run, ({ doneSectors }) => doneSectors > 0);
  if (state === 'paused') run.pause();
  if (state === 'stopping' || state === 'ended') run.stop();
  if (state === 'ended') await lived.scanning;
}

async function call(name: Call, lived: Lived): Promise<unknown> {
  const { run } = lived;
  switch (name) {
    case 'scan': {
      const scanning = run.scan();
      // The second one is refused: it takes nothing from the first.
      lived.scanning ??= scanning.catch(() => []);
      return Promise.race([scanning, sleep(50)]);
    }
    case 'stop twice':
      run.stop();
      return run.stop();
    default:
      return run[name]();
  }
}

/** Whatever became of it: the file tells what the run told, and another run takes it to its end. */
async function expectSound({ run, map, scanning }: Lived): Promise<void> {
  run.resume();
  const [entry] = (await scanning) ?? [];
  expect(run.paused).toBe(false);
  if (entry !== undefined) {
    expect(entry).toMatchObject({ trouble: null, mapTrouble: null });
    const { result } = await loadStoredScan(map);
    const { coverage, bad, blocks, verdict } = entry as typeof result;
    expect(result).toMatchObject({ coverage, bad, blocks, verdict });
  } else {
    await run.forsake();
  }
  const next = await planned(map, SPEC.replace(/speed=.*/, 'speed=max'));
  const [completed] = await next.scan();
  expect(completed).toMatchObject({ coverage: TRUTH, mapTrouble: null });
  expect((await loadStoredScan(map)).result.coverage).toEqual(TRUTH);
}

describe.concurrent.each(STATES)('a run that is %s', (state) => {
  test.each(CALLS)('%s', async (name) => {
    const lived = await livedTo(state, `${state} ${name}`);
    const isFor = FOR[name]?.includes(state) ?? true;
    const outcome = await call(name, lived).then(
      () => 'done',
      (cause: { code?: string }) => cause.code,
    );
    expect(outcome).toBe(isFor ? 'done' : 'ERR_USAGE');
    await expectSound(lived);
  });
});

describe.concurrent('a run with a map', () => {
  test('keeps it though nobody called prepare', async () => {
    const map = join(FOLDER, 'unprepared.map');
    const run = await planned(map, SPEC.replace(/speed=.*/, 'speed=max'));
    expect(existsSync(map)).toBe(false);
    await run.scan();
    expect((await loadStoredScan(map)).result).toMatchObject({ coverage: TRUTH, notes: [] });
  });

  test('is scanned by two at the same time: one at a time has the map, both find the truth', async () => {
    const [first, second] = await Promise.all(
      ['one.map', 'two.map'].map((name) => planned(join(FOLDER, name))),
    );
    await first!.prepare();
    await expect(planned(join(FOLDER, 'one.map'))).rejects.toMatchObject({ code: 'ERR_USAGE' });
    const entries = await Promise.all([first!.scan(), second!.scan()]);
    for (const [entry] of entries) expect(entry).toMatchObject({ coverage: TRUTH });
    for (const name of ['one.map', 'two.map']) {
      expect((await loadStoredScan(join(FOLDER, name))).result.coverage).toEqual(TRUTH);
    }
  });

  test('lets go of it when it meets a defect: open, with what was written last', async () => {
    const map = join(FOLDER, 'defect.map');
    const run = await planned(map);
    const scanning = run.scan();
    await until(run, ({ doneSectors }) => doneSectors > 0);
    // What no scan does: the books will not balance.
    run.scans[0]!.map[0] = 247;
    const [entry] = await scanning;
    expect(entry).toMatchObject({ error: { code: 'ERR_DEFECT' } });
    expect(progressOf(run).activity).toBe('ended');
    const { result } = await loadStoredScan(map);
    expect(result.notes.join()).toMatch(/the map is open/);
    await (await planned(map)).forsake();
  });
});
