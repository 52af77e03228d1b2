// What a scan was compared with is in its map: reports tell it, and a scan that goes on, without the baseline.

import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { RunReport } from '../../src/index.ts';
import { temporaryDirectory } from './fixtures.ts';
import { runCli, scan } from './run-cli.ts';

const DISK = 'sim:size=20GB,serial=ONE';
const OLD = `${DISK},seed=1,bad=1000,bad=5000-5003,slow=1000000@400`;
const NEW = `${DISK},seed=2,bad=1000,bad=9000-9010,slow=20000000-26000000@20,slow=30000000@700`;
const RULES = ['--fail-on', 'new_bad>10', '--fail-on', 'new_slow>0'];

const folder = () => temporaryDirectory(onTestFinished);

async function baseline(into: string, spec = OLD, ...more: string[]): Promise<string> {
  const old = join(into, 'old.surfscan');
  const run = await scan(spec, '--map', old, ...more);
  expect([0, 1], run.stderr).toContain(run.status);
  return old;
}

function random(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const scanOf = (text: string) => (JSON.parse(text) as RunReport).scans[0];

test('a report tells what the scan told, to the letter, and the rules decide the same', async () => {
  const into = folder();
  const old = await baseline(into);
  const map = join(into, 'new.surfscan');
  const json = join(into, 'new.json');
  const args = ['--baseline', old, ...RULES, '--map', map, '--json', json, '--no-tui', '--quiet'];
  const run = await runCli(['scan', NEW, ...args]);
  expect(run.status, run.stderr).toBe(1);
  rmSync(old);
  const stored = await runCli(['report', map]);
  expect(stored.stdout).toBe(run.stdout);
  expect(run.stdout).toMatch(/DIFFERS: 11 new bad\s+sectors; 4 sectors no longer bad/);
  const asJson = await runCli(['report', map, '--json', '-', '--verdict']);
  expect(asJson.status).toBe(1);
  expect(scanOf(asJson.stdout)).toEqual(scanOf(readFileSync(json, 'utf8')));
  expect(scanOf(asJson.stdout)).toHaveProperty('compared.slow.new.length', 1);
  const page = await runCli(['report', map, '--html', '-']);
  expect(page.stdout).toMatch(/Beside the scan of [\d-]+<\/h2><p class="lead">DIFFERS: 11 new bad/);
  const nagios = await runCli(['report', map, '--nagios']);
  expect([nagios.status, nagios.stdout]).toEqual([2, expect.stringContaining('new_bad>10 (11)')]);
  // Nothing is read again, nothing changes, and the baseline is not asked for.
  const before = readFileSync(map);
  const again = await runCli(['scan', NEW, '--map', map, '--resume', '--json', '-', '--no-tui']);
  expect([again.status, scanOf(again.stdout)], again.stderr).toEqual([1, scanOf(asJson.stdout)]);
  expect(readFileSync(map).equals(before)).toBe(true);
});

test('a disk that lost 100,000 sectors since is told whole', async () => {
  const into = folder();
  const old = await baseline(into, 'sim:size=2GB,serial=ONE');
  const bad = Array.from({ length: 500 }, (_, i) => `bad=${i * 7800}-${i * 7800 + 199}`);
  const map = join(into, 'new.surfscan');
  const spec = `sim:size=2GB,serial=ONE,${bad.join()}`;
  const run = await scan(spec, '--map', map, '--baseline', old, '--fail-on', 'new_bad>99999');
  expect(run.status, run.stderr).toBe(1);
  rmSync(old);
  const stored = await runCli(['report', map, '--json', '-']);
  // A path so long is cut in a map.
  expect({ ...stored.scan, device: run.scan.device }).toEqual(run.scan);
  expect(stored.scan.rules).toEqual([{ rule: 'new_bad>99999', value: 100_000, failed: true }]);
  expect(stored.scan).toHaveProperty('compared.bad.new.length', 500);
});

describe('what has no room', () => {
  test('is said, and the rules decide as they did', async () => {
    const into = folder();
    const spec = 'sim:size=200GB,serial=ONE';
    const next = random(7);
    const places = Array.from({ length: 8000 }, (_, i) => `bad=${48_000 * i + next(48_000)}`);
    const old = await baseline(into, `${spec},${places.join()}`);
    const labels = Array.from({ length: 60 }, (_, i) => ['--label', `l${i}=${'x'.repeat(200)}`]);
    const map = join(into, 'new.surfscan');
    const args = ['--map', map, '--baseline', old, '--fail-on', 'new_bad>0', ...labels.flat()];
    const run = await scan(`${spec},bad=390000000-390000001`, ...args);
    expect(run.scan.rules).toEqual([{ rule: 'new_bad>0', value: 2, failed: true }]);
    expect(run.scan).toHaveProperty('compared.bad.new.length', 1);
    expect(run.scan.notes.join()).toContain('has no room in the map');
    const stored = await runCli(['report', map, '--json', '-']);
    expect(stored.scan.rules).toEqual(run.scan.rules);
    expect(stored.scan.notes).toEqual(run.scan.notes);
    expect(stored.scan).not.toHaveProperty('compared');
  });
});

test('a scan that was stopped is compared as far as it read, and anew when it goes on', async () => {
  const into = folder();
  const old = await baseline(into);
  const map = join(into, 'new.surfscan');
  const args = ['--map', map, '--no-refine'];
  const rules = ['--fail-on', 'new_bad>1000', '--fail-on', 'new_slow>0'];
  const stopped = await scan(NEW, ...args, '--baseline', old, '--max-bad', '2', ...rules);
  expect(stopped.status).toBe(4);
  const stored = await runCli(['report', map, '--json', '-']);
  expect(stored.scan).toEqual(stopped.scan);
  expect(stored.scan).toHaveProperty('compared.not_compared.length', 1);
});

describe('a baseline that is there no more', () => {
  test('holds up a scan that is to be judged by it, and is needed by no finished one', async () => {
    const into = folder();
    const old = await baseline(into);
    const [judged, told] = [join(into, 'a'), join(into, 'b')];
    const stop = ['--max-bad', '1', '--no-refine', '--baseline', old];
    for (const [map, rules] of [
      [judged, RULES],
      [told, []],
    ] as const) {
      expect((await scan(NEW, '--map', map, ...stop, ...rules)).status).toBeGreaterThan(0);
    }
    rmSync(old);
    const goOn = ['--resume', '--max-bad', '1000000'];
    expect((await scan(NEW, '--map', judged, ...goOn)).status).toBe(3);
    const run = await scan(NEW, '--map', told, ...goOn);
    expect(run.scan.notes.join()).toContain('not compared with its baseline');
    expect(run.scan).not.toHaveProperty('compared');
    const stored = await runCli(['report', told, '--json', '-']);
    expect(stored.scan).toEqual(run.scan);
  });
});
