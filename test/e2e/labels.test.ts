// What a disk is to be found by goes from the command line into every report, and stays in the map.

import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryDirectory } from './fixtures.ts';
import { runCli, scan } from './run-cli.ts';

const LABELS = { rack: '7', site: 'Bärlin "x" \\ = y' };
const OPTIONS = Object.entries(LABELS).flatMap(([key, value]) => ['--label', `${key}=${value}`]);

test('into the report, the map, the metrics, and what goes on with it', async () => {
  const map = join(temporaryDirectory(onTestFinished), 'a.surfscan');
  const run = await scan('sim:size=1MB', ...OPTIONS, '--map', map);
  const hostOf = (json: unknown) => (json as { host: { labels: object } }).host;
  expect(hostOf(run.json).labels).toEqual(LABELS);
  const stored = await runCli(['report', map, '--json', '-']);
  expect(hostOf(stored.json)).toEqual(hostOf(run.json));
  expect(hostOf(stored.scan)).toEqual(hostOf(run.json));
  const { stdout } = await runCli(['report', map, '--prometheus', '-']);
  expect(stdout).toContain('label_rack="7"');
  expect(stdout).toContain('label_site="Bärlin \\"x\\" \\\\ = y"');
  const again = await scan('sim:size=1MB', '--map', map, '--resume');
  expect(hostOf(again.json).labels).toEqual(LABELS);
  const other = await scan('sim:size=1MB', '--map', map, '--resume', '--label', 'rack=8');
  expect(hostOf(other.json).labels).toEqual({ rack: '8' });
});

test.each([
  ['rack', 'expected KEY=VALUE'],
  ['=7', 'expected KEY=VALUE'],
  ['1rack=7', 'expected KEY=VALUE'],
  ['rack=\u001b[2J', 'plain characters'],
])('--label %j is refused', async (label, words) => {
  const run = await runCli(['scan', 'sim:size=1MB', '--no-tui', '--label', label]);
  expect([run.status, run.stdout]).toEqual([2, '']);
  expect(run.stderr).toContain(words);
  expect(run.stderr).not.toContain('\u001b');
});

test('a key that is given twice is refused', async () => {
  const run = await runCli(['scan', 'sim:size=1MB', '--label', 'a=1', '--label', 'a=2']);
  expect(run.status).toBe(2);
  expect(run.stderr).toContain('a is given twice');
});
