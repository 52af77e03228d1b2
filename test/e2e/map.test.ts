// A scan that keeps a map: what it keeps, who may go on with it, and what it refuses.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { mapPath, reported, SIM, same } from './maps.ts';
import { scan } from './run-cli.ts';

test('the report of a map is that of its scan; latencies to 8 %', async () => {
  const map = mapPath();
  const run = await scan(SIM, '--map', map, '--fail-on', 'bad>11', '--retries', 1);
  expect(run.status).toBe(1);
  const stored = (await reported(map)).scan;
  expect(same(stored)).toEqual(same(run.scan));
  const [kept, known] = [stored.latency_us!, run.scan.latency_us!];
  for (const name of ['mean', 'p50', 'p90', 'p99', 'p99_9', 'max', 'min'] as const) {
    expect(Math.abs(kept[name]! / known[name]! - 1), name).toBeLessThan(0.08);
  }
});

test('a disk that left: what is left is read when it is back', async () => {
  const map = mapPath();
  const undisturbed = (await scan(SIM)).scan;
  const left = await scan(`${SIM},gone=500`, '--map', map);
  expect(left.scan.error).toMatchObject({ code: 'ERR_GONE' });
  expect(left.scan.blocks.GONE).toBe(1);
  expect(same((await reported(map)).scan)).toEqual(same(left.scan));
  const run = await scan(SIM, '--map', map, '--resume');
  expect(run.status).toBe(1);
  expect(run.scan.coverage).toEqual(undisturbed.coverage);
  expect(run.scan.blocks).toMatchObject({ UNC: 2, IDNF: 1, GONE: 0, unread: 0, '>500ms': 1 });
  expect(run.scan.bad).toEqual(undisturbed.bad);
  expect(run.scan.weak).toEqual(undisturbed.weak);
  expect(run.scan.started).toBe(left.scan.started);
  expect(run.scan.elapsed_s).toBeGreaterThan(left.scan.elapsed_s);
});

test('options that are not given come from the map', async () => {
  const map = mapPath();
  const options = ['--from', 1000, '--to', 400_999, '--block', 100, '--fail-on', 'weak>5'];
  const first = await scan(`${SIM},gone=300`, '--map', map, ...options, '--no-refine');
  const run = await scan(SIM, '--map', map, '--resume');
  expect(run.scan.range).toEqual({ from: 1000, to: 400_999 });
  expect(run.scan.mode.block_sectors).toBe(100);
  expect(run.scan.rules.map(({ rule }) => rule)).toEqual(['weak>5']);
  expect(run.scan.bad.every(({ exact }) => !exact)).toBe(true);
  expect([first.status, run.status]).toEqual([3, 0]);
  const refined = await scan(SIM, '--map', map, '--resume', '--refine', '--fail-on', 'bad>0');
  expect(refined.scan.bad.map(({ from, to }) => [from, to])).toEqual([
    [1000, 1010],
    [70_000, 70_000],
  ]);
  expect(refined.status).toBe(1);
});

test('a finished map: nothing is read again, and the same is said', async () => {
  const map = mapPath();
  const first = await scan(SIM, '--map', map);
  const bytes = readFileSync(map);
  const again = await scan(`${SIM},gone=0`, '--map', map, '--resume');
  expect(again.status).toBe(1);
  expect(same(again.scan)).toEqual({ ...same(first.scan), device: again.scan.device });
  expect(readFileSync(map).equals(bytes), 'not a byte is another').toBe(true);
  // Who runs it every night must not make an old scan look fresh.
  const told = await reported(map);
  expect(told.scan).toMatchObject({
    finished: first.scan.finished,
    elapsed_s: first.scan.elapsed_s,
  });
  const longer = await scan(SIM, '--map', map, '--resume', '--retries', 1);
  expect(Date.parse(longer.scan.finished!)).toBeGreaterThan(Date.parse(first.scan.finished!));
});

test('--rate holds where nothing is left but bad sectors', async () => {
  const map = mapPath();
  const sim = 'sim:size=1MiB,kind=ssd,bad=100-139';
  await scan(sim, '--map', map);
  // 41 sectors of 512 bytes, less the burst at the beginning.
  const run = await scan(
    `${sim},speed=1`,
    '--map',
    map,
    '--resume',
    '--retries',
    1,
    '--rate',
    '8K',
  );
  expect(run.scan.bad).toMatchObject([{ from: 100, to: 139, reads: 2 }]);
  expect(run.scan.elapsed_s).toBeGreaterThan(1.8);
});

test('narrowing that stopped at its limit goes on with a higher one, and that is not said any more', async () => {
  const map = mapPath();
  const sim = 'sim:size=1MiB,bad=100-139@100';
  const limited = await scan(sim, '--map', map, '--refine-limit', 1);
  expect(limited.scan.notes.join()).toMatch(/limit of 1 s/);
  expect((await reported(map)).scan.notes).toEqual(limited.scan.notes);
  const still = await scan(sim, '--map', map, '--resume');
  expect(still.scan.notes).toEqual(limited.scan.notes);
  const run = await scan(sim, '--map', map, '--resume', '--refine-limit', 60);
  expect([run.scan.bad.length, run.scan.notes]).toEqual([1, []]);
});
