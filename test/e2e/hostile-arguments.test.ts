// The program under hostile arguments, file names, environments and outputs: a status of the table, a
// message in words, nothing that steers a terminal, no stack trace. SURFSCAN_SEED=… repeats a run.

import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EVIL, hostileText, oddNumber } from '../property/hostile-text.ts';
import { SEED } from '../property/seed.ts';
import { temporaryDirectory } from './fixtures.ts';
import { encoded, expectOrderly, inDirectory, SIM } from './orderly.ts';
import { runCli } from './run-cli.ts';

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
