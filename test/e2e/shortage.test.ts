// Where the system gives too little, or the server of an image leaves: it is said in words, and no defect.

import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeWithDisks } from '../rig/availability.ts';
import { outage, slow } from '../rig/faults.ts';
import { until } from '../rig/system.ts';
import { diskOf, MIB, temporaryDirectory } from './fixtures.ts';
import { runCli, scan, scanArgs, startScan } from './run-cli.ts';

function image(): string {
  const path = join(temporaryDirectory(), 'a.img');
  writeFileSync(path, '');
  truncateSync(path, 1 << 20);
  return path;
}

/** Under a limit of the shell: `ulimit -n 28`. */
const limited = (limit: string) => ({ wrapper: ['bash', '-c', `ulimit ${limit}; exec "$@"`, '-'] });

describe('a shortage is told in words, with exit 3', () => {
  test.each([24, 28, 36, 44])('of open files: %i', async (files) => {
    const run = await runCli(scanArgs(image()), limited(`-n ${files}`));
    if (run.status === 0) return; // they were enough
    expect([run.status, run.stderr]).toEqual([3, expect.stringMatching(/^surfscan: .*ulimit/m)]);
    expect(run.stderr).not.toMatch(/defect|^\s+at /m);
  });

  // Whether a file that it is sent to lies below a disk is asked at once, by a process more.
  test.each([20, 21, 22, 23, 24, 25, 26])('of open files: %i, into a file', async (files) => {
    const told = join(temporaryDirectory(), 'told');
    const run = await runCli(scanArgs(image()), {
      wrapper: ['bash', '-c', `ulimit -n ${files}; exec "$@" >"$0" 2>&1`, told],
    });
    if (run.status === 0) return;
    const words = readFileSync(told, 'utf8');
    expect([run.status, words]).toEqual([3, expect.stringMatching(/^surfscan: .*ulimit/m)]);
    expect(words).not.toMatch(/defect|^\s+at /m);
  });

  test.each([
    ['900000', '1'],
    ['1200000', '1'],
    ['2500000', '8'],
  ])('of memory that may be addressed: %s KiB, %s jobs', async (kib, jobs) => {
    const run = await runCli(scanArgs(image(), '--jobs', jobs), limited(`-v ${kib}`));
    expect([run.status, run.stderr]).toEqual([3, expect.stringMatching(/^surfscan: .*ulimit -v/m)]);
    expect(run.stderr).not.toMatch(/defect|Fatal/);
  });
});

describe('what is not there is told in words', () => {
  const nowhere = () => join(temporaryDirectory(), 'nowhere', 'file');

  test.each([
    ['a report', () => ['scan', image(), '--no-tui', '--json', nowhere()]],
    ['a map', () => ['scan', image(), '--no-tui', '--map', nowhere()]],
    ['a map to go on with', () => ['scan', image(), '--no-tui', '--resume', '--map', nowhere()]],
    ['a report of a check', () => ['check', image(), '1', '--json', nowhere()]],
    ['a report of a benchmark', () => ['bench', image(), '--no-tui', '--json', nowhere()]],
  ])('%s in a folder that is missing: exit 2, always', async (_what, args) => {
    const run = await runCli(args());
    expect([run.status, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toMatch(/nowhere\/file.*there is no such file or folder \(ENOENT\)/);
  });
});

describeWithDisks('an image whose server left', () => {
  test('while it was read: exit 3, and nothing is bad', async () => {
    const disk = await diskOf(64 * MIB, slow(0, 64 * MIB - 1, 4));
    const running = startScan(disk.image);
    let reads = 0;
    const poll = setInterval(async () => {
      reads = (await disk.stats()).reads;
    }, 50);
    await until('some reads', () => reads > 50).finally(() => clearInterval(poll));
    disk.kill('SIGKILL');
    const run = await running.finished;
    expect(run.status, run.stderr).toBe(3);
    expect(run.scan).toMatchObject({ verdict: 'incomplete', bad: [], error: { code: 'ERR_GONE' } });
  });

  test.each([
    ['before the first read', 1],
    ['while it was read', 200],
  ])('and is there again, without the file, %s: exit 3, and nothing is bad', async (_when, read) => {
    const stale = outage(read, Number.MAX_SAFE_INTEGER, constants.errno.ESTALE);
    const disk = await diskOf(64 * MIB, stale);
    const run = await scan(disk.image);
    expect(run.status, run.stderr).toBe(3);
    expect(run.scan).toMatchObject({ verdict: 'incomplete', bad: [], error: { code: 'ERR_GONE' } });
    expect(run.scan.error!.message).toMatch(/server has left, or lost it .*ESTALE/);
  });

  test('before it was opened: exit 3, in words', async () => {
    const disk = await diskOf(64 * MIB);
    disk.kill('SIGKILL');
    const run = await scan(disk.image);
    expect(run.status).toBe(3);
    expect(run.stderr).toMatch(/ENOTCONN/);
    expect(run.stderr).toMatch(/server .*left/);
  });
});
