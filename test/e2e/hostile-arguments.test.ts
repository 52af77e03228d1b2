// The program under hostile arguments, file names, environments and outputs: a status of the table, a
// message in words, nothing that steers a terminal, no stack trace. SURFSCAN_SEED=… repeats a run.

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EVIL, expectPlain, hostileText, oddNumber } from '../property/hostile-text.ts';
import { SEED } from '../property/seed.ts';
import { temporaryDirectory } from './fixtures.ts';
import { type CliRun, runCli } from './run-cli.ts';

const SIM = 'sim:size=1MiB,kind=ssd';

/** Standard output in lines of CSV ends as RFC 4180 has it. */
function expectOrderly(run: CliRun, status?: number): void {
  expectPlain(run.stdout.replaceAll('\r\n', '\n'));
  expectPlain(run.stderr);
  expect(run.stderr).not.toMatch(/^\s+at |defect/m);
  if (status === undefined) expect([0, 1, 2, 3, 4]).toContain(run.status);
  else expect(run.status, run.stderr).toBe(status);
  if (run.status === 2 || run.status === 3) expect(run.stderr).toMatch(/^(surfscan|Usage): ./m);
  expect(run.stderr.length).toBeLessThan(6000);
}

/** As a simulated disk's text has it. */
function encoded(text: string): string {
  return [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

/** Run in a directory, where what has a name without a slash lands. */
function inDirectory(directory: string, args: readonly string[], ...setting: string[]) {
  const wrapper = ['env', '-C', directory, ...setting];
  return runCli(args, { wrapper });
}

describe('arguments', () => {
  test.each<[string, string[]]>([
    ['a command', [EVIL]],
    ['an option for a command', [`--${EVIL}`]],
    ['a short option', [`-${EVIL}`]],
    ['an option', ['scan', SIM, `--${EVIL}`]],
    ['an option that is long', ['scan', SIM, `--${'x'.repeat(100_000)}`]],
    ['a switch with a value', ['list', `--json=${EVIL}`]],
    ['an argument too many', ['list', EVIL]],
    ['help of a command', ['help', EVIL]],
    ['a number', ['scan', SIM, '--jobs', EVIL]],
    ['an LBA', ['scan', SIM, '--from', EVIL]],
    ['a rule', ['scan', SIM, '--fail-on', `${EVIL}>0`]],
    ['a simulated disk', ['scan', `sim:${EVIL}`]],
    ['a report option', ['report', `--${EVIL}`, 'x']],
    ['a JSON file below nothing', ['scan', SIM, '--json', `${EVIL}/x/y`]],
    ['a map below nothing', ['scan', SIM, '--map', `${EVIL}/x/y`]],
    ['a JSON file of too long a name', ['scan', SIM, '--json', 'x'.repeat(5000)]],
    ['a map of too long a name', ['scan', SIM, '--map', 'x'.repeat(5000)]],
  ])('%s', async (_what, args) => {
    // A NUL cannot be typed; a lone surrogate comes as U+FFFD.
    const run = await inDirectory(temporaryDirectory(), args);
    expectOrderly(run, 2);
    expect(run.stdout).toBe('');
  });

  test('a map to report', async () => {
    const args = ['report', EVIL, '\u202e', 'x'.repeat(5000)];
    const run = await inDirectory(temporaryDirectory(), args);
    expectOrderly(run, 3);
    expect(run.stdout).toBe('');
  });

  test(`any of them, SURFSCAN_SEED=${SEED}`, async () => {
    const directory = temporaryDirectory();
    // No name that leads out of the directory, and no real disk.
    const isHarmless = (text: string) => !/^\/|\.\.|\0/.test(text);
    const text = fc.oneof(oddNumber, hostileText).filter(isHarmless);
    const option = fc
      .tuple(
        fc.constantFrom(
          ...['from', 'to', 'block', 'jobs', 'depth', 'timeout', 'hang', 'retries', 'refine-limit'],
          ...[
            'max-bad',
            'rate',
            'fail-on',
            'map',
            'sector-size',
            'json',
            'resume',
            'no-tui',
            'csv',
          ],
        ),
        text,
      )
      .map(([name, value]) => `--${name}=${value}`);
    const target = fc.oneof(
      fc.constant(SIM),
      text.map((value) => `${SIM},serial=${encoded(value)}`),
      text.map((value) => `${SIM},bad=${value}`),
      text.map((value) => `./${value}`),
    );
    const command = fc.tuple(
      fc.constantFrom(['scan'], ['report'], ['list'], []),
      fc.array(fc.oneof(target, option, text), { maxLength: 4 }),
    );
    await fc.assert(
      fc.asyncProperty(command, async ([name, rest]) => {
        expectOrderly(await inDirectory(directory, [...name, ...rest]));
      }),
      { seed: SEED % 2 ** 31, numRuns: 30, endOnFailure: true },
    );
  });
});

describe('file names', () => {
  const NAMES = ['a\n\u001b[2Jb', '\u202egpj.exe', '--json', ' ', 'a\u009bb'];

  test.each(NAMES)('map, JSON and report in %j', async (name) => {
    const directory = temporaryDirectory();
    const scan = await inDirectory(directory, [
      'scan',
      SIM,
      `--map=${name}`,
      `--json=${name}.json`,
    ]);
    expectOrderly(scan, 0);
    expect(readdirSync(directory).sort()).toEqual([name, `${name}.json`].sort());
    expect(JSON.parse(readFileSync(join(directory, `${name}.json`), 'utf8'))).toMatchObject({
      verdict: 'pass',
    });
    expectOrderly(await inDirectory(directory, ['scan', SIM, `--map=${name}`]), 2);
    const reports = [[], ['--ddrescue']].map((format) =>
      inDirectory(directory, ['report', ...format, '--', name]),
    );
    for (const run of await Promise.all(reports)) expectOrderly(run, 0);
    writeFileSync(join(directory, name), 'no map');
    expectOrderly(await inDirectory(directory, ['report', '--', name]), 2);
  });

  test.each(NAMES)('an image in %j is scanned, or refused for its name', async (name) => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, name), Buffer.alloc(65_536));
    const run = await inDirectory(directory, ['scan', `./${name}`]);
    expectOrderly(run, /\p{Cc}/u.test(name) ? 2 : 0);
  });

  test('that are no UTF-8 are looked for, and not found', async () => {
    const directory = temporaryDirectory();
    const shell = (command: string) =>
      runCli([], { wrapper: ['env', '-C', directory, 'bash', '-c', command, '-'] });
    execFileSync('bash', ['-c', `head -c 65536 /dev/zero >$'\\377.img'`], { cwd: directory });
    expectOrderly(await shell(`exec "$@" scan $'./\\377.img'`), 3);
    expectOrderly(await shell(`exec "$@" report $'\\377.img'`), 3);
  });
});

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
    expect(map).toMatch(/^[A-Za-z0-9_][A-Za-z0-9._-]*\.map$/);
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
