// `--version` is answered before the program is loaded, and is held to the guard of all outputs as the rest is.

import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryDirectory } from './fixtures.ts';
import { MAIN } from './run-cli.ts';

const { version } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
);

function into(path: string, flags: string, ...args: readonly string[]) {
  const fd = openSync(path, flags);
  onTestFinished(() => closeSync(fd));
  const run = spawnSync(process.execPath, [MAIN, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', fd, 'pipe'],
  });
  return [run.status, run.stderr];
}

test.each(['--version', '-V'])('%s into a pipe, a file and nowhere', (option) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, option], {
    encoding: 'utf8',
  });
  expect([status, stdout, stderr]).toEqual([0, `${version}\n`, '']);
  const file = join(temporaryDirectory(), 'version');
  expect(into(file, 'w', option)).toEqual([0, '']);
  expect(readFileSync(file, 'utf8')).toBe(`${version}\n`);
  expect(into('/dev/null', 'w', option)).toEqual([0, '']);
});

test('never over a map', () => {
  const map = join(temporaryDirectory(), 'disk.surfscan');
  const scan = ['scan', 'sim:size=1MB', '--no-tui', '--quiet', '--map', map];
  expect(spawnSync(process.execPath, [MAIN, ...scan]).status).toBe(0);
  const before = readFileSync(map);
  const [status, stderr] = into(map, 'r+', '--version');
  expect([status, stderr]).toEqual([2, expect.stringMatching(/goes to a scan's map/)]);
  expect(readFileSync(map)).toEqual(before);
});

test('a disk that is full is said', () => {
  expect(into('/dev/full', 'w', '--version')).toEqual([3, expect.stringMatching(/ENOSPC/)]);
});
