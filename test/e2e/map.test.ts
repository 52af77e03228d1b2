// A scan that keeps a map: what it keeps, who may go on with it, and what it refuses.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { describeWithDisks } from '../rig/availability.ts';
import { bad, slow } from '../rig/faults.ts';
import { diskOf, MIB, startedScan, temporaryDirectory } from './fixtures.ts';
import type { ScanShape } from './report-shape.ts';
import { runCli, scan, startScan } from './run-cli.ts';

const FAULTS = 'bad=1000-1010,bad=70000/IDNF@12,slow=90000@700,weak=500000@1';
const SIM = `sim:size=1GB,${FAULTS}`;

const hashOf = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

function mapPath(name = 'disk.map'): string {
  return join(temporaryDirectory(), name);
}

/** All but what two tellings of one scan may differ in. */
function same({ latency_us, notes, ...rest }: ScanShape) {
  return rest;
}

async function reported(...maps: string[]) {
  const run = await runCli(['report', ...maps, '--json', '-']);
  expect(run.status, run.stderr).toBe(0);
  return run;
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
  const again = await scan(`${SIM},gone=0`, '--map', map, '--resume');
  expect(again.status).toBe(1);
  expect(same(again.scan)).toEqual({ ...same(first.scan), device: again.scan.device });
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
    8192,
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

describe('is refused with 2, and left as it was', () => {
  test.each([
    ['without --resume', SIM, []],
    ['of another disk', 'sim:size=1GB,seed=2', ['--resume']],
    ['of a disk of another size', 'sim:size=2GB', ['--resume']],
    ['of other blocks', SIM, ['--resume', '--block', 128]],
    ['of another range', SIM, ['--resume', '--to', 1000]],
  ])('a map %s', async (_, target, options) => {
    const map = mapPath();
    await scan(SIM, '--map', map);
    const [hash, { mtimeMs }] = [hashOf(map), statSync(map)];
    const run = await scan(target, '--map', map, ...options);
    expect(run.status).toBe(2);
    expect(run.stdout).toBe('');
    expect(run.stderr).toMatch(/map/);
    expect([hashOf(map), statSync(map).mtimeMs]).toEqual([hash, mtimeMs]);
  });

  test('a map with a changed byte, and one that was cut', async () => {
    const map = mapPath();
    await scan(SIM, '--map', map);
    const whole = readFileSync(map);
    const changed = Buffer.from(whole);
    changed[changed.length >> 1]! ^= 1;
    for (const damaged of [changed, whole.subarray(0, 8192), whole.subarray(0, -1)]) {
      writeFileSync(map, damaged);
      const hash = hashOf(map);
      for (const run of [
        await scan(SIM, '--map', map, '--resume'),
        await runCli(['report', map, '--json', '-']),
      ]) {
        expect(run.status, run.stderr).toBe(2);
        expect(hashOf(map)).toBe(hash);
      }
    }
  });

  test.each([
    ['a directory that is none', ['--map', '/nonexistent/disk.map']],
    ['a device', ['--map', '/dev/null']],
    ['no name', ['--map', '']],
    ['--resume alone', ['--resume']],
  ])('%s', async (_, options) => {
    const run = await scan(SIM, ...options);
    expect([run.status, run.stdout]).toEqual([2, '']);
  });

  test('the target itself, and the JSON report on the map', async () => {
    const folder = temporaryDirectory();
    const [image, map] = [join(folder, 'image'), join(folder, 'map')];
    writeFileSync(image, Buffer.alloc(1 << 20, 7));
    const onTarget = await scan(image, '--map', image, '--resume');
    expect([onTarget.status, readFileSync(image).equals(Buffer.alloc(1 << 20, 7))]).toEqual([
      2,
      true,
    ]);
    await scan(image, '--map', map);
    const hash = hashOf(map);
    const run = await runCli(['scan', image, '--map', map, '--resume', '--json', map, '--no-tui']);
    expect([run.status, hashOf(map) === hash]).toEqual([2, true]);
  });

  test('the JSON report on a map that is not there yet, by whatever name', async () => {
    const folder = temporaryDirectory();
    const map = join(folder, 'map');
    symlinkSync(map, join(folder, 'link'));
    for (const json of [map, join(folder, 'link')]) {
      const run = await runCli(['scan', SIM, '--map', map, '--json', json, '--no-tui']);
      expect([run.status, run.stdout]).toEqual([2, '']);
    }
  });
});

test('a report of a map that is not there: 3; of what is no map: 2', async () => {
  const folder = temporaryDirectory();
  const absent = await runCli(['report', join(folder, 'absent.map')]);
  expect([absent.status, absent.stdout]).toEqual([3, '']);
  expect(absent.stderr).toMatch(/absent\.map cannot be opened \(ENOENT\)/);
  writeFileSync(join(folder, 'text'), 'no map');
  expect((await runCli(['report', join(folder, 'text')])).status).toBe(2);
  expect((await runCli(['report', folder])).status).toBe(2);
});

test('several targets: a directory, a file each by serial or name', async () => {
  const folder = temporaryDirectory();
  mkdirSync(join(folder, 'maps'));
  const image = join(folder, 'disk.img');
  writeFileSync(image, Buffer.alloc(1 << 20));
  const targets = ['sim:size=10MB,serial=A%2FB', 'sim:size=20MB', image];
  const run = await scan(...targets, '--map', join(folder, 'maps'));
  expect(run.status).toBe(0);
  const names = readdirSync(join(folder, 'maps')).sort();
  expect(names).toEqual(['A_B.map', expect.stringMatching(/^SIM[0-9A-F]+\.map$/), 'disk.img.map']);
  const again = await scan(...targets, '--map', join(folder, 'maps'), '--resume');
  expect(again.json.scans.map((one) => (one as ScanShape).coverage)).toEqual(
    run.json.scans.map((one) => (one as ScanShape).coverage),
  );
  const file = await scan(...targets, '--map', join(folder, 'one.map'));
  expect(file.status).toBe(2);
});

test('several targets of one name or one serial number: a file each', async () => {
  const folder = temporaryDirectory();
  const maps = join(folder, 'maps');
  for (const name of ['maps', 'one', 'two']) mkdirSync(join(folder, name));
  const images = ['one/disk.img', 'two/disk.img'].map((name) => join(folder, name));
  for (const image of images) writeFileSync(image, Buffer.alloc(1 << 20));
  const sims = ['sim:size=1MB,serial=A%20A', 'sim:size=2MB,serial=A_A', 'sim:size=3MB,serial=A_A'];
  const run = await scan(...images, ...sims, '--map', maps);
  expect(run.status, run.stderr).toBe(0);
  expect(readdirSync(maps)).toHaveLength(5);
  const again = await scan(...images, ...sims, '--map', maps, '--resume');
  expect([again.status, readdirSync(maps).length], again.stderr).toEqual([0, 5]);
});

test('an image of 4096-byte sectors goes on with those', async () => {
  const folder = temporaryDirectory();
  const image = join(folder, 'disk.img');
  writeFileSync(image, Buffer.alloc(1 << 20));
  const map = join(folder, 'map');
  await scan(image, '--sector-size', 4096, '--map', map);
  const run = await scan(image, '--map', map, '--resume');
  expect(run.scan.coverage.total).toBe(256);
  expect((await scan(image, '--sector-size', 512, '--map', map, '--resume')).status).toBe(2);
});

test('a second run on one map is refused while the first goes on', async () => {
  const map = mapPath();
  const first = startScan('sim:size=100GB,speed=20', '--map', map);
  for (let i = 0; i < 500 && !isThere(map); i++) await sleep(20);
  await sleep(700);
  const second = await scan('sim:size=100GB,speed=20', '--map', map, '--resume');
  expect(second.status).toBe(2);
  expect(second.stderr).toMatch(/another run/);
  const open = await reported(map);
  expect(open.scan.notes.join()).toMatch(/the map is open/);
  first.child.kill('SIGINT');
  expect((await first.finished).status).toBe(4);
});

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function isThere(path: string): boolean {
  try {
    return statSync(path).size > 0;
  } catch {
    return false;
  }
}

describeWithDisks('file systems', () => {
  function mounted(...how: string[]): string {
    const folder = temporaryDirectory();
    execFileSync('mount', [...how, folder]);
    onTestFinished(() => {
      execFileSync('umount', [folder]);
    });
    return folder;
  }

  test('without room: said at once, the scan goes on, exit 3 unless 1', async () => {
    const folder = mounted('-t', 'tmpfs', '-o', 'size=1m', 'tmpfs');
    const map = join(folder, 'disk.map');
    const running = startScan('sim:size=2GB,speed=20', '--map', map);
    let said = '';
    running.child.stderr!.on('data', (text) => {
      said += text;
    });
    await sleep(1500);
    expect(said).toMatch(/ENOSPC|no room|no space/i);
    const run = await running.finished;
    expect(run.status).toBe(3);
    expect(run.scan.coverage.unread).toBe(0);
    expect(run.scan.verdict).toBe('pass');
    expect(run.scan.error).toMatchObject({ errno: 'ENOSPC' });
    expect(readdirSync(folder)).toEqual([]);
    const failing = await scan('sim:size=2GB,bad=5', '--map', map);
    expect(failing.status).toBe(1);
  });

  test('of the scanned disk', async () => {
    const disk = temporaryDirectory();
    const image = join(disk, 'image');
    execFileSync('truncate', ['-s', '128M', image]);
    execFileSync('mkfs.ext4', ['-q', '-F', image]);
    const loop = execFileSync('losetup', ['-f', '--show', image], { encoding: 'utf8' }).trim();
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
    const disk = await diskOf(64 * MIB, slow(0, 64 * MIB - 1, 2), bad(5000), bad(100_000, 100_003));
    const map = mapPath();
    const running = await startedScan(disk, 100, '--map', map, '--depth', 1);
    running.child.kill('SIGTERM');
    const stopped = await running.finished;
    expect([1, 4]).toContain(stopped.status);
    expect(stopped.scan.coverage.unread).toBeGreaterThan(0);
    const run = await scan(disk.path, '--map', map, '--resume');
    expect(run.status).toBe(1);
    expect(run.scan.bad.map(({ from, to }) => [from, to])).toEqual([
      [5000, 5000],
      [100_000, 100_003],
    ]);
    const again = (await disk.stats()).sectors - 64 * MIB - 2 * 2 * 256;
    expect(again, 'read twice: two first blocks, untimed, and two failed blocks').toBeLessThan(
      1024,
    );
  });
});
