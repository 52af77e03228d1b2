// What needs no disk works where no addon is installed; what reads says which package is missing.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryDirectory } from './fixtures.ts';
import { MAIN } from './run-cli.ts';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const DISK = 'sim:size=1GB,bad=1000,slow=70000@700,weak=9000@1';
const LINE = 'kernel: I/O error, dev sda, sector 1234 op 0x0:(READ) flags 0x0\n';

let bare: string;
let map: string;

function run(main: string, args: readonly string[], input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    encoding: 'utf8',
    input,
  });
  return { status, stdout, stderr };
}

const runBare = (args: readonly string[], input = '') =>
  run(join(bare, 'dist/cli/main.js'), args, input);

/** The program alone, without build/ and node_modules/. */
beforeAll(() => {
  bare = temporaryDirectory(afterAll);
  for (const part of ['dist', 'package.json']) {
    cpSync(join(PROJECT, part), join(bare, part), { recursive: true });
  }
  map = join(bare, 'disk.surfscan');
  expect(run(MAIN, ['scan', DISK, '--no-tui', '--quiet', '--map', map]).status).toBe(1);
});

describe('without an addon', () => {
  test.each([
    '--version',
    '--help',
    'scan --help',
    'check --help',
    'list --help',
  ])('%s says the same', (typed) => {
    const args = typed.split(' ');
    const said = runBare(args);
    expect(said).toEqual(run(MAIN, args));
    expect(said.status).toBe(0);
    expect(said.stdout).not.toBe('');
  });

  test.each([
    ['--json'],
    ['--csv'],
    ['--ddrescue'],
    ['--badblocks'],
    ['--verdict'],
  ])('report %s says the same', (option) => {
    const args = ['report', map, option, ...(option === '--json' ? ['-'] : [])];
    const said = runBare(args);
    expect(said).toEqual(run(MAIN, args));
    expect(said.stdout + said.stderr).not.toBe('');
  });

  test('report --line tells the verdict', () => {
    expect(runBare(['report', map, '--line']).stdout).toMatch(/^FAIL {2}SIM\w+ {2}1 bad sector;/);
  });

  test('a log is explained', () => {
    const args = ['check', '--log', '-'];
    const said = runBare(args, LINE);
    expect(said).toEqual(run(MAIN, args, LINE));
    expect(said.stdout).toMatch(/^EXPLAINED: the log accuses sda/);
  });

  test.each([['scan'], ['bench']])('%s says which package it misses', (command) => {
    const { status, stdout, stderr } = runBare([command, 'sim:size=1MB', '--no-tui']);
    expect([status, stdout]).toEqual([70, '']);
    expect(stderr).toMatch(
      new RegExp(`expected the package @surfscan/${process.platform}-${process.arch}`),
    );
  });

  test('an addon that does not load is named with its reason', () => {
    const name = `@surfscan/${process.platform}-${process.arch}`;
    const folder = join(bare, 'node_modules', name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, main: 'surfscan.node' }));
    writeFileSync(join(folder, 'surfscan.node'), 'no library');
    const { status, stderr } = runBare(['scan', 'sim:size=1MB', '--no-tui']);
    expect(status).toBe(70);
    expect(stderr).toMatch(/surfscan\.node: (file too short|invalid ELF header)/);
    expect(stderr).not.toMatch(/expected the package/);
  });
});
