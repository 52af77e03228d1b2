// Maps that are refused or in use, and several at once.

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
import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from './fixtures.ts';
import { mapPath, reported, SIM, sleep } from './maps.ts';
import type { ScanShape } from './report-shape.ts';
import { runCli, scan, startScan } from './run-cli.ts';

const hashOf = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

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
      const report = (...options: string[]) => ['report', map, ...options];
      for (const args of [
        ['scan', SIM, '--map', map, '--resume'],
        ...[report(), report('--json', '-'), report('--csv'), report('--ddrescue')],
        ...[report('--verdict'), report('--line'), report('--html', '-'), report('--svg', '-')],
        ['diff', map, map],
      ]) {
        const run = await runCli(args);
        expect([run.status, run.stdout], args.join(' ')).toEqual([2, '']);
        expect(hashOf(map)).toBe(hash);
      }
      const plugin = await runCli(report('--nagios'));
      expect([plugin.status, plugin.stdout]).toEqual([3, expect.stringMatching(/UNKNOWN/)]);
      const metrics = await runCli(report('--prometheus', '-'));
      expect([metrics.status, metrics.stdout]).toEqual([2, expect.not.stringMatching(/verdict/)]);
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
    expect(run.stderr).not.toMatch(/while the scan goes on/);
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

test('a report of a map that is not there, or of a folder without any: 3; of what is no map: 2', async () => {
  const folder = temporaryDirectory();
  const absent = await runCli(['report', join(folder, 'absent.map')]);
  expect([absent.status, absent.stdout]).toEqual([3, '']);
  expect(absent.stderr).toMatch(/absent\.map cannot be opened: .*\(ENOENT\)/);
  writeFileSync(join(folder, 'text'), 'no map');
  expect((await runCli(['report', join(folder, 'text')])).status).toBe(2);
  const none = await runCli(['report', folder]);
  expect([none.status, none.stdout]).toEqual([3, '']);
  expect(none.stderr).toMatch(/expected maps in this directory: there is none/);
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
  const undated = names.map((name) => name.replace(/-\d{8}T\d{6}Z\.surfscan$/, '.surfscan'));
  expect(undated).toEqual([
    'A_B.surfscan',
    expect.stringMatching(/^SIM[0-9A-F]+\.surfscan$/),
    'disk.img.surfscan',
  ]);
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

function isThere(path: string): boolean {
  try {
    return statSync(path).size > 0;
  } catch {
    return false;
  }
}
