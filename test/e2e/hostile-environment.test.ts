import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EVIL } from '../property/hostile-text.ts';
import { temporaryDirectory } from './fixtures.ts';
import { encoded, expectOrderly, inDirectory, SIM } from './orderly.ts';
import { runCli } from './run-cli.ts';

describe('the environment', () => {
  test.each<[string, string[]]>([
    ['NO_COLOR', ['NO_COLOR=1']],
    ['no TERM', ['-u', 'TERM']],
    ['an odd TERM', [`TERM=${EVIL}`, `COLORTERM=${EVIL}`]],
    ['odd sizes', ['COLUMNS=-1', 'LINES=1e99']],
    ['an odd locale', [`LANG=${EVIL}`, 'LC_ALL=xx_YY.UTF-9']],
    ['an odd time zone', [`TZ=${EVIL}`]],
    ['nowhere for temporary files', ['TMPDIR=/nonexistent']],
    ['no HOME', ['-u', 'HOME']],
    ['no PATH', ['-u', 'PATH']],
    ['nothing at all', ['-i']],
    ['options of Node', ['NODE_OPTIONS=--trace-warnings --max-old-space-size=256']],
    ['no threads of libuv', ['UV_THREADPOOL_SIZE=0']],
  ])('%s', async (_what, setting) => {
    const directory = temporaryDirectory();
    const scan = ['scan', `${SIM},bad=100`, '--map', 'a.map', '--resume'];
    expectOrderly(await inDirectory(directory, [...scan, '--json', '-'], ...setting), 1);
    const [report, list] = await Promise.all([
      inDirectory(directory, ['report', 'a.map'], ...setting),
      inDirectory(directory, ['list', '--json'], ...setting),
    ]);
    expectOrderly(report, 0);
    expectOrderly(list);
  });

  test.each([
    '<&-',
    '>&-',
    '2>&-',
    '<&- >&-',
    '>&- 2>&-',
    '<&- >&- 2>&-',
  ])('the shell said %s', async (closed) => {
    const directory = temporaryDirectory();
    const wrapper = ['env', '-C', directory, 'bash', '-c', `exec "$@" ${closed}`, '-'];
    const args = ['scan', `${SIM},bad=100`, '--map', 'a.map', '--json', 'a.json'];
    expectOrderly(await runCli(args, { wrapper }), 1);
    // What has no place to go lands in no file.
    expect(readdirSync(directory).sort()).toEqual(['a.json', 'a.map']);
    expect(JSON.parse(readFileSync(join(directory, 'a.json'), 'utf8')).verdict).toBe('fail');
    expect((await inDirectory(directory, ['report', 'a.map'])).status).toBe(0);
  });

  describe('a working directory that was deleted', () => {
    const inNowhere = (...args: string[]) => {
      const command = 'd=$(mktemp -d) && cd "$d" && rmdir "$d" && exec "$@"';
      return runCli(args, { wrapper: ['bash', '-c', command, '-'] });
    };

    test('is no matter where nothing is in it', async () => {
      const directory = temporaryDirectory();
      const [map, json] = [join(directory, 'a.map'), join(directory, 'a.json')];
      expectOrderly(await inNowhere('scan', SIM, '--map', map, '--json', json), 0);
      expectOrderly(await inNowhere('report', map), 0);
      expectOrderly(await inNowhere('list'));
    });

    test.each([
      [['scan', SIM, '--map', 'surfscan-lost']],
      [['scan', SIM, '--json', 'surfscan-lost']],
      [['scan', SIM, '--map', '.']],
      [['scan', 'etc/hostname']],
      [['scan', './etc/hostname']],
      [['bench', SIM, '--json', 'surfscan-lost']],
      [['bench', './etc/hostname']],
      [['check', SIM, '0', '--json', 'surfscan-lost']],
      [['check', './etc/hostname', '0']],
      [['check', '--log', 'etc/hostname']],
      [['report', 'surfscan-lost']],
      [['report', '/dev/null', '--json', 'surfscan-lost']],
    ])('%j: nothing is looked for or made elsewhere', async (args) => {
      const run = await inNowhere(...args);
      expectOrderly(run, 2);
      expect(run.stderr).toContain('the working directory was deleted');
      expect(existsSync('/surfscan-lost')).toBe(false);
    });
  });
});

describe('a disk that says anything of itself', () => {
  const MOST_BYTES = 255; // of an identity of a simulated disk

  test.each([
    ['control and bidi characters', encoded(EVIL)],
    ['no UTF-8', '%ff%fe%80%c3'],
    ['a way out of the directory', encoded('../../../../tmp/x')],
    ['an option', encoded('--badblocks')],
    ['as much as it can', 'x'.repeat(MOST_BYTES)],
    ['nothing', '%20'],
  ])('%s', async (_what, said) => {
    const directory = temporaryDirectory();
    const disk = `${SIM},model=${said},serial=${said}`;
    expectOrderly(await inDirectory(directory, ['scan', disk, '--map', '.', '--json', '-']), 0);
    const [map, ...others] = readdirSync(directory);
    expect(others).toEqual([]);
    expect(map).toMatch(/^[A-Za-z0-9_][A-Za-z0-9._-]*\.surfscan$/);
    const formats = [[], ['--csv'], ['--ddrescue'], ['--json', '-']];
    const reports = formats.map((format) => inDirectory(directory, ['report', map!, ...format]));
    for (const run of await Promise.all(reports)) expectOrderly(run, 0);
    expectOrderly(await inDirectory(directory, ['scan', disk, '--map', '.', '--resume']), 0);
  });

  test('more than a disk can is refused', async () => {
    for (const said of ['x'.repeat(MOST_BYTES + 1), encoded(EVIL).repeat(100)]) {
      expectOrderly(await runCli(['scan', `${SIM},serial=${said}`]), 2);
    }
  });
});
