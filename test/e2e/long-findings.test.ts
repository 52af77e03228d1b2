// A dying disk of which 200,000 things are known: of what is found then, a killed scan loses no more than one
// of a good disk does.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MapFile, readMap } from '../../src/map-file/map-file.ts';
import { temporaryDirectory } from './fixtures.ts';
import { mapPath } from './maps.ts';
import { scan, scanArgs, startCli } from './run-cli.ts';

const BAD_SECTORS = 200_000;
/** Failed blocks of 8 sectors, not narrowed yet. */
const FAILED = { from: 800_000, to: 816_000 };
const SIM = 'sim:size=1600000s';
const DYING = `${SIM},bad=${FAILED.from}-${FAILED.to - 1}@15`;
const UNC = 247;
/** Of a list that is written anew as a whole, at most a hundredth of the time, the map had a tenth of them. */
const FOUND = 300;

/** Of an event. */
interface Told {
  readonly from?: number;
  readonly to?: number;
}

async function longMap(): Promise<string> {
  const path = mapPath();
  await scan(SIM, '--map', path, '--block', 8);
  const { file, contents } = await MapFile.open(path);
  const { map, state, findings } = contents;
  const failure = { error: 'UNC', errno: null } as const;
  const bad = Array.from({ length: BAD_SECTORS }, (_, i) => ({
    ...{ from: 2 * i, to: 2 * i + 1 },
    value: { ...failure, exact: true, reads: 1 },
  }));
  map.fill(UNC, 0, (2 * BAD_SECTORS) / 8).fill(UNC, FAILED.from / 8, FAILED.to / 8);
  const all = [{ first: 0, end: map.length }];
  await file.update({
    ...{ map, dirty: all, readable: all },
    state: { ...state, complete: false, finished: null, outcome: null },
    findings: { ...findings, bad, failed: [{ ...FAILED, value: failure }] },
  });
  await file.close();
  return path;
}

const badIn = async (path: string) => {
  const { findings } = await readMap(path);
  const found = findings.bad.filter(({ from }) => from >= FAILED.from);
  return found.reduce((sum, { from, to }) => sum + to - from, 0);
};

test('killed while it is narrowed, and gone on with', { timeout: 300_000 }, async () => {
  const path = await longMap();
  const events = join(temporaryDirectory(), 'events');
  const running = startCli(
    scanArgs(`${DYING},speed=1`, '--map', path, '--resume', '--events', events),
  );
  // Neighbours are told as one, each five seconds.
  const told = () => {
    const lines = existsSync(events) ? readFileSync(events, 'utf8').split('\n') : [];
    const defects = lines.slice(0, -1).map((line) => JSON.parse(line) as Told);
    return defects.reduce((sum, { from = 0, to = -1 }) => sum + to - from + 1, 0);
  };
  while (told() < FOUND && running.child.exitCode === null) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  running.child.kill('SIGKILL');
  await running.finished;
  const found = told();
  expect(found).toBeGreaterThanOrEqual(FOUND);
  expect(await badIn(path)).toBeGreaterThan(found / 2);
  const run = await scan(DYING, '--map', path, '--resume');
  expect(run.status).toBe(1);
  expect(run.scan.coverage).toMatchObject({
    bad: BAD_SECTORS + FAILED.to - FAILED.from,
    unread: 0,
  });
});
