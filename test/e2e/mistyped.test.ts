// What is said to who typed something else than was meant.

import { expect, test } from 'vitest';
import { runCli } from './run-cli.ts';

test.each([
  [['sda'], 'to scan it: surfscan scan sda'],
  [['nvme0n1', 'sdb'], 'to scan it: surfscan scan nvme0n1 sdb'],
  [['sim:size=1MB', '--json', 'a b'], "to scan it: surfscan scan sim:size=1MB --json 'a b'"],
  [['package.json'], 'to scan it: surfscan scan package.json'],
  [['scna', 'sda'], 'did you mean scan?'],
  [['lsit'], 'did you mean list?'],
  [['polish'], 'expected list, scan, check, bench, report'],
  [['scan', 'sim:', '--jsno', 'x'], 'did you mean --json?'],
  [['scan', 'sim:', '--rat=20MB'], 'did you mean --rate?'],
  [['list', '--jason'], 'did you mean --json?'],
  [['--verison'], 'did you mean --version?'],
  [['help', 'scna'], 'did you mean scan?'],
  [['help', 'sim:'], 'to scan it: surfscan scan sim:'],
  [['scan', 'sim:', '--rate', '20'], 'expected bytes a second with a unit'],
  [['\u001b[2J'], 'unknown command "?[2J"'],
])('%j', async (args, said) => {
  const run = await runCli(args);
  expect([run.status, run.stdout]).toEqual([2, '']);
  expect(run.stderr).toContain(said);
  expect(run.stderr).not.toContain('\u001b');
});

test.each([
  '',
  'scan',
  'check',
  'bench',
  'report',
  'list',
])('help of %s fits 80 columns', async (command) => {
  const run = await runCli([...(command === '' ? [] : [command]), '--help']);
  expect(run.status).toBe(0);
  expect(run.stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
});
