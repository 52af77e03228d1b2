// A scan that keeps a map: what it keeps, who may go on with it, and what it refuses.

import { execFileSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { describeWithDisks } from '../rig/availability.ts';
import { bad, holdAfter, slow } from '../rig/faults.ts';
import { run as runTool } from '../rig/system.ts';
import { diskOf, MIB, startedScan, temporaryDirectory } from './fixtures.ts';
import { mapPath, reported, SIM, sleep } from './maps.ts';
import type { ScanShape } from './report-shape.ts';
import { scan, startScan } from './run-cli.ts';

/** All but what two tellings of one scan may differ in. */
function same({ latency_us, notes, ...rest }: ScanShape) {
  return rest;
}

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

describeWithDisks('file systems', () => {
  function mounted(...how: string[]): string {
    const folder = temporaryDirectory();
    runTool('mount', [...how, folder]);
    onTestFinished(() => {
      execFileSync('umount', [folder]);
    });
    return folder;
  }

  test('without room at the start: nothing is read, exit 3; --map-optional scans all the same', async () => {
    const folder = mounted('-t', 'tmpfs', '-o', 'size=4m', 'tmpfs');
    const map = join(folder, 'disk.map');
    const events = join(temporaryDirectory(), 'events');
    const run = await scan('sim:size=2GB,bad=5', '--map', map, '--events', events);
    expect(run.status).toBe(3);
    expect(run.scan.error).toMatchObject({ code: 'ERR_MAP_SPACE', errno: 'ENOSPC' });
    expect(run.scan.error!.message).toMatch(/it takes [\d.]+ MB, and .* has 4.19 MB left/);
    expect(run.scan.coverage, 'it was never read').toBeUndefined();
    expect(run.stderr).toMatch(/^surfscan: the map .*disk.map takes [\d.]+ MB while/);
    expect(run.stderr).toMatch(/--map-optional/);
    expect(readFileSync(events, 'utf8')).toMatch(/"disk_end".*ERR_MAP_SPACE[\s\S]*"end"/);
    expect(readdirSync(folder)).toEqual([]);
    // One that fits, and one that does not: none is made.
    const both = await scan('sim:size=2MB', 'sim:size=2GB', '--map', folder);
    expect(both.status).toBe(3);
    expect(both.json.scans.map(({ error }) => error?.code)).toEqual([undefined, 'ERR_MAP_SPACE']);
    expect(readdirSync(folder)).toEqual([]);
    const optional = await scan(
      ...['sim:size=2MB', 'sim:size=2GB'],
      ...['--map', folder, '--map-optional'],
    );
    expect(optional.status, 'the missing map is told').toBe(3);
    expect(optional.json.scans.map(({ coverage }) => coverage.unread)).toEqual([0, 0]);
    expect(optional.json.scans.map(({ notes }) => notes.join())).toEqual([
      '',
      expect.stringMatching(/^no map is kept: there is no room .*it takes .* MB/),
    ]);
    expect(readdirSync(folder).length).toBe(1);
  });

  test('without room for the open form of a map that goes on: it is as it was', async () => {
    const folder = mounted('-t', 'tmpfs', '-o', 'size=2m', 'tmpfs');
    const map = join(temporaryDirectory(), 'disk.map');
    await scan('sim:size=2GB,gone=2000', '--map', map);
    const kept = join(folder, 'disk.map');
    copyFileSync(map, kept);
    const refused = await scan('sim:size=2GB', '--map', kept, '--resume');
    expect(refused.status).toBe(3);
    expect(refused.scan.error).toMatchObject({ code: 'ERR_MAP_SPACE' });
    const run = await scan('sim:size=2GB', '--map', kept, '--resume', '--map-optional');
    expect(run.status).toBe(3);
    expect(run.scan.coverage.unread).toBe(0);
    expect(run.scan.started).toBe((await reported(map)).scan.started);
    expect(readFileSync(kept).equals(readFileSync(map))).toBe(true);
  });

  test('that lie about their room: said at once, the scan goes on, exit 3 unless 1', async () => {
    // An inode for its root, and none for a map: statfs(2) has blocks.
    const folder = mounted('-t', 'tmpfs', '-o', 'nr_inodes=1', 'tmpfs');
    const map = join(folder, 'disk.map');
    const running = startScan('sim:size=2GB,speed=20', '--map', map, '--map-optional');
    let said = '';
    running.child.stderr!.on('data', (text) => {
      said += text;
    });
    let ended = false;
    running.child.once('exit', () => {
      ended = true;
    });
    while (!ended && !/ENOSPC|no room|no space/i.test(said)) await sleep(20);
    expect(ended, said).toBe(false);
    const run = await running.finished;
    expect(run.status).toBe(3);
    expect(run.scan.coverage.unread).toBe(0);
    expect(run.scan.verdict).toBe('pass');
    expect(run.scan.error).toMatchObject({ errno: 'ENOSPC' });
    expect(readdirSync(folder)).toEqual([]);
    const failing = await scan('sim:size=2GB,bad=5', '--map', map, '--map-optional');
    expect(failing.status).toBe(1);
  });

  test('of the scanned disk', async () => {
    const disk = temporaryDirectory();
    const image = join(disk, 'image');
    execFileSync('truncate', ['-s', '128M', image]);
    runTool('mkfs.ext4', ['-q', '-F', image]);
    const loop = runTool('losetup', ['-f', '--show', image]);
    onTestFinished(() => {
      execFileSync('losetup', ['-d', loop]);
    });
    const folder = mounted(loop);
    const map = join(folder, 'disk.map');
    const run = await scan(loop, '--map', map, '--rate', '40MB');
    expect(run.status, run.stderr).toBe(0);
    expect(run.scan.coverage.unread).toBe(0);
    expect(run.scan.disturbed).toEqual([]);
    expect((await reported(map)).scan.coverage).toEqual(run.scan.coverage);
  });

  test('the map of a faulty disk, stopped by a signal and gone on with', async () => {
    const sectors = 30 * MIB; // too few blocks for a zone that a busy machine makes slow: such are read again
    const faults = [slow(0, sectors - 1, 2), bad(5000), bad(50_000, 50_003)];
    const disk = await diskOf(sectors, ...faults, holdAfter(100));
    const map = mapPath();
    const running = await startedScan(disk, 100, '--map', map, '--depth', 1);
    running.child.kill('SIGTERM');
    await disk.setFaults(faults);
    const stopped = await running.finished;
    expect([1, 4]).toContain(stopped.status);
    expect(stopped.scan.coverage.unread).toBeGreaterThan(0);
    const run = await scan(disk.path, '--map', map, '--resume');
    expect(run.status).toBe(1);
    expect(run.scan.bad.map(({ from, to }) => [from, to])).toEqual([
      [5000, 5000],
      [50_000, 50_003],
    ]);
    const twice = (await disk.stats()).sectors - sectors;
    expect(twice, 'two first blocks, the failed blocks, single slow ones').toBeLessThan(25 * 256);
  });
});
