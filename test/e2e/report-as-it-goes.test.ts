// What a disk's scan came to is in the file when that disk ends, and not when the last one does, or when
// somebody looks at the screen.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeUnless, describeWithDisks } from '../rig/availability.ts';
import { bad, holdAfter } from '../rig/faults.ts';
import { isThere } from '../rig/server-binary.ts';
import { until } from '../rig/system.ts';
import { diskOf, MIB, temporaryDirectory } from './fixtures.ts';
import { MAIN, startCli } from './run-cli.ts';
import { openTmux } from './tmux.ts';

const QUICK = 'sim:size=8MiB,kind=ssd,bad=100';
const SLOW = 'sim:size=100GB,speed=1';
const LIMIT_MS = 150_000;

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

/** Three that fail; the first's faults let it end, the others stand still until they are let go. */
async function threeFaulty() {
  const faults = [bad(5000, 5003), bad(100_000)];
  const first = await diskOf(64 * MIB, ...faults);
  const held = await Promise.all([1, 2].map(() => diskOf(64 * MIB, ...faults, holdAfter(100))));
  const release = () => Promise.all(held.map((disk) => disk.setFaults(faults)));
  return { paths: [first, ...held].map(({ path }) => path), release };
}

describeWithDisks('of three faulty disks the first that ends', () => {
  test('is told in --json, --events and a line, though not another byte comes of the others', async () => {
    const { paths, release } = await threeFaulty();
    const folder = temporaryDirectory();
    const [json, events] = ['report.json', 'events'].map((name) => join(folder, name));
    const running = startCli(
      ['scan', ...paths, '--no-tui', '--json', json!, '--events', events!].map(String),
    );
    let said = '';
    running.child.stderr!.on('data', (text) => {
      said += text;
    });
    const happened = () => {
      if (!existsSync(events!)) return [];
      const lines = readFileSync(events!, 'utf8').split('\n').slice(0, -1);
      return lines.map((line) => JSON.parse(line) as { event: string; device: string });
    };
    const ended = () => happened().filter(({ event }) => event === 'disk_end');
    // The others are held: what is told now is told before they end, however slow the machine is.
    await until('its end among the events', () => ended().length > 0, LIMIT_MS);
    await until('a report', () => existsSync(json!), LIMIT_MS);
    await until('a line', () => said.includes(': FAIL'), LIMIT_MS);
    expect(running.child.exitCode).toBeNull();
    const verdict = { device: paths[0], verdict: 'fail', text: 'FAIL: 5 bad sectors' };
    expect(ended()).toMatchObject([verdict]);
    expect(read(json!)).toMatchObject({
      verdict: 'fail',
      scans: [{ coverage: { bad: 5 } }, {}, {}],
    });
    for (const { coverage } of read(json!).scans.slice(1)) expect(coverage).toBeUndefined();
    expect(said).toMatch(new RegExp(`${paths[0]}: FAIL: 5 bad sectors\n`));
    expect(said.match(/: FAIL/g)).toHaveLength(1);
    await release();
    expect((await running.finished).status).toBe(1);
    expect(ended().map(({ device }) => device)).toEqual(expect.arrayContaining(paths));
    expect(read(json!).scans.map((scan: { coverage: object }) => scan.coverage)).toEqual(
      Array.from({ length: 3 }, () => expect.objectContaining({ bad: 5, unread: 0 })),
    );
  });

  test.skipIf(!isThere('tmux'))(
    'is told on the screen, in the overview and on its own',
    async () => {
      const { paths, release } = await threeFaulty();
      const tmux = openTmux(80, 24);
      const command = `clear; ${process.execPath} ${MAIN} scan ${paths.join(' ')}; echo exit=$?`;
      tmux.keys(command, 'Enter');
      const overview = await tmux.shows(/2 under way, 1 FAIL/, LIMIT_MS);
      expect(overview).toMatch(/100\.0 % {3}FAIL: 5 bad sectors /);
      tmux.keys('1');
      const own = await tmux.shows(/^ FAIL: 5 bad sectors/m, LIMIT_MS);
      expect(own).toContain(paths[0]);
      tmux.keys('Escape');
      await release();
      await tmux.shows(/all ended, 3 FAIL/, LIMIT_MS);
      tmux.keys('q');
      await tmux.shows(/exit=1/, LIMIT_MS);
    },
  );
});

describeUnless(isThere('tmux') ? null : 'tmux is not there', 'the screen', () => {
  test('says the verdict of a disk that ended while another goes on', async () => {
    const tmux = openTmux(100, 24);
    const command = `clear; ${process.execPath} ${MAIN} scan ${QUICK} ${SLOW}; echo exit=$?`;
    tmux.keys(command, 'Enter');
    const screen = await tmux.shows(/1 under way, 1 FAIL/, 60_000);
    expect(screen).toMatch(/ FAIL: 1 bad sector /);
    tmux.keys('q', 'y');
    await tmux.shows(/exit=1/, 60_000);
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
    await tmux.shows(/exit=1/, 60_000);
  });
});
