// Two scans compared, as their user asks for it.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { DiffReport } from '../../src/index.ts';
import { temporaryDirectory } from './fixtures.ts';
import { runCli, scan } from './run-cli.ts';

const DISK = 'sim:size=3GB,serial=ONE';

async function scanned(folder: string, name: string, spec: string, ...more: string[]) {
  const path = join(folder, name);
  const run = await scan(spec, '--map', path, ...more);
  expect([0, 1], run.stderr).toContain(run.status);
  return path;
}

const folder = () => temporaryDirectory(onTestFinished);

test('the same is told as the same, with status 0', async () => {
  const into = folder();
  const old = await scanned(into, 'old.surfscan', `${DISK},seed=1,bad=1000`);
  const now = await scanned(into, 'new.surfscan', `${DISK},seed=2,bad=1000`);
  const run = await runCli(['diff', old, now]);
  expect(run.status, run.stderr).toBe(0);
  expect(run.stdout).toContain('SAME: nothing to report');
  expect(run.stdout).toMatch(/3 zones of 1\.00 GB compared/);
});

test('what changed is told, with status 1, in words and as JSON', async () => {
  const into = folder();
  const old = await scanned(into, 'old.surfscan', `${DISK},bad=1000,bad=5000`);
  const now = await scanned(into, 'new.surfscan', `${DISK},bad=1000-1001,slow=700000@600`);
  const json = join(into, 'diff.json');
  const run = await runCli(['diff', old, now, '--json', json]);
  expect(run.status, run.stderr).toBe(1);
  expect(run.stdout).toContain('new bad LBA 1001  UNC, beside LBA 1000, bad in both');
  expect(run.stdout).toContain('no longer bad LBA 5000  UNC');
  expect(run.stdout).toMatch(/new slow LBA 699904-700159 .*now 600 ms, again 600 ms/);
  expect(run.stdout).toContain(
    'DIFFERS: 1 new bad sector; 1 sector no longer bad; 1 range newly slow',
  );
  const report = JSON.parse(readFileSync(json, 'utf8')) as DiffReport;
  expect(report.bad.new).toMatchObject([
    { from: 1001, to: 1001, beside: { from: 1000, to: 1000 } },
  ]);
  const { stdout } = await runCli(['diff', old, now, '--json', '-']);
  expect(JSON.parse(stdout)).toEqual(report);
});

test('as one page: the same words, nothing from anywhere, and hostile text stays text', async () => {
  const into = folder();
  const disk = 'sim:size=3GB,serial=<b>&ONE';
  const old = await scanned(into, 'old.surfscan', `${disk},bad=1000,bad=5000`);
  const now = await scanned(into, 'new.surfscan', `${disk},bad=1000-1001,slow=700000@600`);
  const [page, json] = [join(into, 'diff.html'), join(into, 'diff.json')];
  const run = await runCli(['diff', old, now, '--html', page, '--json', json]);
  expect(run.status, run.stderr).toBe(1);
  const html = readFileSync(page, 'utf8');
  expect(html).toContain('1 new bad sector; 1 sector no longer bad; 1 range newly slow');
  expect(html).toContain('<li>new bad LBA 1001  UNC, beside LBA 1000, bad in both</li>');
  for (const row of ['newly bad', 'no longer bad', 'newly slow'])
    expect(html).toContain(`>${row}<`);
  expect(html).not.toContain('no longer slow');
  expect(html).toContain('&lt;b&gt;&amp;ONE');
  expect(html).not.toMatch(/<script|https?:|<b>/);
  expect(JSON.parse(readFileSync(json, 'utf8'))).toMatchObject({ differs: true });
  const same = await runCli(['diff', old, old, '--html', '-']);
  expect([same.status, same.stdout.startsWith('<!DOCTYPE html>')]).toEqual([0, true]);
  expect(same.stdout).toMatch(/verdict pass">SAME</);
  const both = await runCli(['diff', old, now, '--html', '-', '--json', '-']);
  expect([both.status, both.stdout]).toEqual([2, '']);
  const over = await runCli(['diff', old, now, '--html', now]);
  expect([over.status, over.stdout]).toEqual([2, '']);
});

test('maps of two disks, no maps, and maps that are not there are refused', async () => {
  const into = folder();
  const one = await scanned(into, 'one.surfscan', 'sim:size=1MB,serial=ONE');
  const two = await scanned(into, 'two.surfscan', 'sim:size=1MB,serial=TWO');
  const text = join(into, 'text');
  writeFileSync(text, 'no map');
  const ended = async (...args: string[]) => {
    const { status, stderr, stdout } = await runCli(['diff', ...args]);
    expect(stdout).toBe('');
    return [status, stderr] as const;
  };
  expect(await ended(one, two)).toEqual([2, expect.stringContaining('serial ONE and TWO')]);
  expect(await ended(one, text)).toEqual([2, expect.stringContaining('is no surfscan map')]);
  expect((await ended(one, join(into, 'absent')))[0]).toBe(3);
  expect((await ended(one))[0]).toBe(2);
  expect(await ended(one, one, '--json', one)).toEqual([2, expect.stringContaining('--json')]);
});

test('a scan is compared with its baseline, and judged by it', async () => {
  const into = folder();
  const old = await scanned(into, 'old.surfscan', `${DISK},bad=1000`);
  const spec = `${DISK},bad=1000,bad=9000`;
  const run = await scan(spec, '--baseline', old, '--fail-on', 'new_bad>0');
  expect(run.status, run.stderr).toBe(1);
  expect(run.scan.rules).toEqual([{ rule: 'new_bad>0', value: 1, failed: true }]);
  const { compared } = run.scan as unknown as { compared: DiffReport };
  expect(compared.bad.new).toMatchObject([{ from: 9000, to: 9000 }]);
  const same = await scan(`${DISK},bad=1000`, '--baseline', old, '--fail-on', 'new_bad>0');
  expect([same.status, same.scan.verdict]).toEqual([0, 'pass']);
  const words = await runCli(['scan', spec, '--baseline', old, '--no-tui', '--quiet']);
  expect(words.stdout).toMatch(/compared with the scan of .*: DIFFERS: 1 new bad sector/);
});

test('a baseline that cannot be, and a rule without one, are refused before anything is read', async () => {
  const into = folder();
  const old = await scanned(into, 'old.surfscan', DISK);
  const map = join(into, 'new.surfscan');
  const refused = async (...args: string[]) => {
    const run = await runCli(['scan', ...args, '--map', map, '--no-tui']);
    expect([run.status, existsSync(map)]).toEqual([2, false]);
    return run.stderr;
  };
  expect(await refused('sim:size=3GB,serial=TWO', '--baseline', old)).toContain('another disk');
  expect(await refused(DISK, '--fail-on', 'new_bad>0')).toContain('expected --baseline MAP');
  expect(await refused(DISK, '--baseline', '')).toContain('--baseline');
});
