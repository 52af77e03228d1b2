// A disk so bad that its map has no room for all that was found: what no map holds is never told as good.

import { expect, test } from 'vitest';
import { MapFile, readMap } from '../../src/map-file/map-file.ts';
import type { BadValue } from '../../src/vocabulary/defects.ts';
import { mapPath, reported } from './maps.ts';
import { runCli, scan } from './run-cli.ts';

/** Three in four of its bad sectors have room. */
const BAD_SECTORS = 350_000;
const SECTORS = 2 * BAD_SECTORS;
const SIM = `sim:size=${SECTORS}s`;
const UNC = 247;
const NOTE = /more was found than the map has room for/;

/** As a scan leaves it of which every second sector is bad. */
async function overfullMap(complete: boolean): Promise<string> {
  const path = mapPath();
  await scan(SIM, '--map', path, '--block', 8);
  const { file, contents } = await MapFile.open(path);
  const { map, state, findings } = contents;
  const value: BadValue = { error: 'UNC', errno: null, exact: true, reads: 1 };
  const bad = Array.from({ length: BAD_SECTORS }, (_, i) => ({
    from: 2 * i,
    to: 2 * i + 1,
    value,
  }));
  const all = [{ first: 0, end: map.length }];
  await file.update({
    map: map.fill(UNC),
    dirty: all,
    readable: all,
    state: { ...state, complete },
    findings: { ...findings, bad },
  });
  await file.close();
  return path;
}

test('reports tell what did not fit as failed, and not narrowed', async () => {
  const path = await overfullMap(true);
  const { scan } = await reported(path);
  expect(scan.notes).toContainEqual(expect.stringMatching(NOTE));
  expect(scan.coverage.bad).toBeGreaterThan(BAD_SECTORS);
  const ddrescue = (await runCli(['report', path, '--ddrescue'])).stdout.split('\n');
  const states = ddrescue.filter((line) => line.startsWith('0x')).slice(1);
  const sums: Record<string, number> = {};
  for (const [position, size, state] of states.map((line) => line.split(/\s+/))) {
    sums[state!] = (sums[state!] ?? 0) + Number(size) / 512;
    // The first of each two sectors is bad: where it reads well it was one alone, behind a bad one.
    if (state === '+') expect((Number(position) / 512) % 2, position).toBe(1);
    if (state === '+') expect(Number(size), position).toBe(512);
  }
  expect(sums).toEqual({ '-': sums['+'], '+': sums['-'], '*': SECTORS - 2 * sums['-']! });
  expect(sums['*']).toBeGreaterThan(0);
}, 120_000);

test('a finished scan reads nothing again, and tells the same', async () => {
  const path = await overfullMap(true);
  const before = (await reported(path)).scan;
  for (let time = 0; time < 2; time++) {
    const run = await scan(SIM, '--map', path, '--resume');
    expect(run.status).toBe(1);
    expect(run.scan.coverage).toEqual(before.coverage);
    expect(run.scan.finished).toBe(before.finished);
    expect(run.scan.notes).toContainEqual(expect.stringMatching(NOTE));
  }
  expect((await readMap(path)).state.recordsLeftOut).toBeGreaterThan(0);
}, 120_000);

test('one that was cut off narrows again what did not fit', async () => {
  const path = await overfullMap(false);
  const run = await scan(SIM, '--map', path, '--resume');
  // The simulated disk is whole: what was not kept reads well now, and what was kept stays bad.
  expect(run.scan.coverage.unread).toBe(0);
  expect(run.scan.coverage.bad).toBeGreaterThan(200_000);
  expect(run.scan.bad.every(({ exact }) => exact)).toBe(true);
  expect(run.scan.weak.length).toBeGreaterThan(0);
}, 120_000);
