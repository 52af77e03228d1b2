// What a disk's scan came to is in the file when that disk ends, and not when the last one does, or when
// somebody looks at the screen.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeUnless } from '../rig/availability.ts';
import { isThere } from '../rig/server-binary.ts';
import { until } from '../rig/system.ts';
import { temporaryDirectory } from './fixtures.ts';
import { MAIN, startCli } from './run-cli.ts';
import { openTmux } from './tmux.ts';

const QUICK = 'sim:size=8MiB,kind=ssd,bad=100';
const SLOW = 'sim:size=100GB,speed=1';

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'));

test('a scan that ended is in the report while another goes on', async () => {
  const json = join(temporaryDirectory(), 'report.json');
  const running = startCli(['scan', QUICK, SLOW, '--no-tui', '--json', json]);
  await until('a report', () => existsSync(json));
  const { verdict, scans } = read(json);
  expect(running.child.exitCode).toBeNull();
  expect(verdict).toBe('fail');
  expect(scans).toMatchObject([
    { verdict: 'fail', coverage: { bad: 1 } },
    { device: { path: SLOW } },
  ]);
  expect(scans[1].coverage).toBeUndefined();
  running.child.kill('SIGINT');
  expect((await running.finished).status).toBe(1);
  expect(read(json).scans[1].coverage.unread).toBeGreaterThan(0);
});

test('and so is a benchmark', async () => {
  const json = join(temporaryDirectory(), 'report.json');
  const args = ['bench', QUICK, SLOW, '--seconds', '60', '--no-tui', '--json', json];
  const running = startCli(args);
  await until('a report', () => existsSync(json));
  const { benches } = read(json);
  expect(running.child.exitCode).toBeNull();
  expect(benches[0].sequential).toBeDefined();
  expect(benches[1].sequential).toBeUndefined();
  running.child.kill('SIGINT');
  expect((await running.finished).status).toBe(4);
});

describeUnless(isThere('tmux') ? null : 'tmux is not there', 'the screen', () => {
  test('says the verdict of a disk that ended while another goes on', async () => {
    const tmux = openTmux(100, 24);
    const command = `clear; ${process.execPath} ${MAIN} scan ${QUICK} ${SLOW}; echo exit=$?`;
    tmux.keys(command, 'Enter');
    const screen = await tmux.shows(/1 under way, 1 FAIL/, 60_000);
    expect(screen).toMatch(/ FAIL: 1 bad sector /);
    tmux.keys('q', 'y');
    await tmux.shows(/exit=1/, 20_000);
  });

  test('keeps no report back until a key is pressed', async () => {
    const json = join(temporaryDirectory(), 'report.json');
    const tmux = openTmux(80, 24);
    tmux.keys(
      `clear; ${process.execPath} ${MAIN} scan ${QUICK} --json ${json}; echo exit=$?`,
      'Enter',
    );
    await until('a report', () => existsSync(json), 60_000);
    expect(read(json)).toMatchObject({ verdict: 'fail', scans: [{ coverage: { bad: 1 } }] });
    tmux.keys('q');
    await tmux.shows(/exit=1/, 20_000);
  });
});
