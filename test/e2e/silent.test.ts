// A disk or a file system that is silent from the start: it is said, it holds nobody up, and whoever is
// left waiting can leave. The server takes every request and answers none, so that not even SIGKILL ends
// who waits for it.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeWithDisks } from '../rig/availability.ts';
import { tryRun, until } from '../rig/system.ts';
import { diskOf, MIB, temporaryDirectory } from './fixtures.ts';
import { type RunningCli, runCli, scanArgs, startCli } from './run-cli.ts';

async function silentDisk() {
  const disk = await diskOf(64 * MIB);
  await disk.deafen();
  return disk;
}

/** Some read of the disk is out. */
function waitsFor(path: string): boolean {
  const inFlight = readFileSync(`/sys/block/${path.slice(5)}/inflight`, 'utf8');
  return Number(inFlight.trim().split(/\s+/)[0]) > 0;
}

function hasChild(pid: number): boolean {
  return tryRun('pgrep', ['-P', String(pid)]);
}

/** Started, with what it says on standard error to be waited for. */
function startSaying(...args: string[]): RunningCli & { says(words: RegExp): Promise<void> } {
  const running = startCli(args);
  let said = '';
  running.child.stderr!.on('data', (text) => {
    said += text;
  });
  const says = (words: RegExp) => until(`${words} in ${said}`, () => words.test(said), 120_000);
  return { ...running, says };
}

describeWithDisks('a silent disk', () => {
  test('is marked in the list, and holds nobody up', async () => {
    const [silent, other] = [await silentDisk(), await diskOf(64 * MIB)];
    const [table, json] = await Promise.all([runCli(['list']), runCli(['list', '--json'])]);
    expect([table.status, json.status], table.stderr).toEqual([3, 3]);
    const row = (path: string) => table.stdout.split('\n').find((line) => line.startsWith(path));
    expect(row(`${silent.path} `)).toMatch(/67 MB .*DOES NOT ANSWER/);
    expect(row(`${other.path} `)).not.toMatch(/DOES NOT ANSWER/);
    expect(table.stderr).toMatch(`${silent.path} did not answer within`);
    const { disks } = JSON.parse(json.stdout);
    const listed = (path: string) => disks.find((disk: { path: string }) => disk.path === path);
    expect(listed(silent.path)).toMatchObject({
      sectors: 64 * MIB,
      error: { code: 'ERR_NO_ANSWER' },
    });
    expect(listed(other.path).error).toBeUndefined();
  });

  test.each([
    ['SIGINT', 'scan', '--no-tui'],
    ['SIGTERM', 'bench', '--no-tui'],
    ['SIGHUP', 'check', '5'],
  ] as const)('lets %s end a %s whose outputs are looked at: with 4', async (signal, command, word) => {
    const disk = await silentDisk();
    const report = join(temporaryDirectory(), 'report.json');
    // Whether the file that it is sent to lies below the disk is asked of what is silent.
    const { child, finished } = startCli([command, disk.path, word, '--json', report], {
      wrapper: ['sh', '-c', 'f=$1; shift; exec "$@" >"$f" 2>&1', 'sh', `${report}.text`],
    });
    await until('the process apart', () => hasChild(child.pid!));
    child.kill(signal);
    expect((await finished).status).toBe(4);
    expect(JSON.parse(readFileSync(report, 'utf8')).schema).toMatch(/^surfscan\./);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('lets %s end the list, with 3', async (signal) => {
    const disk = await silentDisk();
    const running = startSaying('list');
    // It waits for the disk by then: the list itself takes a moment, and a silent disk ten seconds.
    await until('the list to wait', () => waitsFor(disk.path));
    running.child.kill(signal);
    const run = await running.finished;
    expect([run.status, run.stdout], run.stderr).toEqual([3, '']);
    expect(run.stderr).toMatch(/stopped by a signal before all was told/);
  });

  for (const what of ['path', 'image'] as const) {
    for (const command of ['scan', 'check', 'bench'] as const) {
      test(`${command} says that it waits for its ${what}; Ctrl-C ends it with 4 and JSON`, async () => {
        const target = (await silentDisk())[what];
        const json = join(temporaryDirectory(), 'report.json');
        const more = command === 'check' ? ['5'] : ['--no-tui'];
        const running = startSaying(command, target, ...more, '--json', json);
        await running.says(/waiting for .*(loop|disk)/);
        running.child.kill('SIGINT');
        const run = await running.finished;
        expect(run.status, run.stderr).toBe(4);
        const report = JSON.parse(readFileSync(json, 'utf8'));
        expect(report.verdict ?? report.schema).toMatch(/incomplete|surfscan.bench/);
        expect(JSON.stringify(report)).toContain(JSON.stringify(target));
      });
    }
  }

  test.each([
    ['as a map: report', (silent: string) => ['report', silent]],
    ['as the second map: diff', (silent: string, map: string) => ['diff', map, silent]],
    [
      "as a check's JSON: report --where",
      (silent: string, map: string) => ['report', map, '--html', '-', '--where', silent],
    ],
  ])('%s says that it waits, and Ctrl-C ends it', async (_, args) => {
    const { image } = await silentDisk();
    const map = join(temporaryDirectory(), 'sound.surfscan');
    await runCli(['scan', 'sim:size=1MB', '--no-tui', '--map', map]);
    const running = startSaying(...args(image, map));
    await running.says(/waiting for .*disk/);
    running.child.kill('SIGINT');
    const run = await running.finished;
    expect([run.status, run.stdout], run.stderr).toEqual([3, '']);
    expect(run.stderr).toMatch(/stopped by a signal before all was told/);
  });

  test('one of two: neither is scanned, and Ctrl-C ends it with 4', async () => {
    const [silent, other] = [await silentDisk(), await diskOf(64 * MIB)];
    await other.resetStats();
    const running = startSaying(...scanArgs(other.path, silent.path));
    await running.says(/waiting for .*loop/);
    running.child.kill('SIGTERM');
    const run = await running.finished;
    expect([run.status, run.json.verdict, run.json.scans.length]).toEqual([4, 'incomplete', 2]);
    expect((await other.stats()).reads).toBe(0);
  });
});
