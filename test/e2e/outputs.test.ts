// No output of any command lands on a disk, on what lies below one, on a map, or in /dev: by whatever way
// it is named, and whatever else is wrong with the command.

import { linkSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { describeWithDisks } from '../rig/availability.ts';
import { attachLoop, detachLoop } from '../rig/system.ts';
import { temporaryDirectory } from './fixtures.ts';
import { runCli, scan } from './run-cli.ts';

const CONTENT = Buffer.alloc(1 << 20, 'surfscan');
const SIM = 'sim:size=8MB';

/** The commands that write, of one target. */
const COMMANDS = (target: string): readonly (readonly string[])[] => [
  ['scan', target, '--no-tui'],
  ['check', target, '5'],
  ['bench', target, '--no-tui', '--seconds', '1'],
];

function anImage(): string {
  const path = join(temporaryDirectory(), 'v.img');
  writeFileSync(path, CONTENT);
  return path;
}

/** A loop device over `file`. */
function loopOver(file: string): string {
  const loop = attachLoop(file, 512);
  onTestFinished(() => detachLoop(loop, file));
  return loop;
}

/** By a shell, with a redirection to "$0". */
const into = (path: string, redirection: string) => ({
  wrapper: ['sh', '-c', `exec "$@" ${redirection}`, path],
});

describeWithDisks('the file below a loop device', () => {
  test.each([
    0, 1, 2,
  ])('command %i does not write to it: --json, by any of its names', async (which) => {
    const image = anImage();
    const folder = temporaryDirectory();
    const [soft, hard] = [join(folder, 'soft'), `${image}.hard`];
    symlinkSync(image, soft);
    linkSync(image, hard);
    const command = COMMANDS(loopOver(image))[which]!;
    for (const name of [image, soft, hard]) {
      const run = await runCli([...command, '--json', name]);
      expect([name, run.status, run.stderr]).toEqual([
        name,
        2,
        expect.stringMatching(/lies below/),
      ]);
    }
    expect(readFileSync(image).equals(CONTENT)).toBe(true);
  });

  test.each([
    '>>"$0"',
    '1<>"$0"',
    '2>>"$0"',
  ])('the shell does not either: %s', async (redirection) => {
    const image = anImage();
    const loop = loopOver(image);
    for (const command of [
      ...COMMANDS(loop),
      ['scan', loop, '--no-such-option'],
      ['list'],
      ['--help'],
    ]) {
      const run = await runCli(command, into(image, redirection));
      expect([command, run.status]).toEqual([command, 2]);
    }
    expect(readFileSync(image).equals(CONTENT)).toBe(true);
  });

  test('nor a command of another disk, or of a map of this one', async () => {
    const image = anImage();
    const loop = loopOver(image);
    const map = join(temporaryDirectory(), 'a.map');
    expect((await scan(loop, '--map', map)).status).toBe(0);
    for (const command of [
      ['scan', SIM, '--no-tui', '--json', image],
      ['scan', SIM, '--no-tui', '--map', image],
      ['scan', SIM, '--no-tui', '--map', image, '--resume'],
      ['report', map, '--json', image],
      ['report', map, '--html', image],
      ['report', map, '--svg', image],
    ]) {
      const run = await runCli(command);
      expect([command, run.status]).toEqual([command, 2]);
    }
    expect(readFileSync(image).equals(CONTENT)).toBe(true);
  });

  test('a disk is none that a report is written to, whoever is scanned', async () => {
    const loop = loopOver(anImage());
    for (const command of [...COMMANDS(loop), ...COMMANDS(SIM)]) {
      const run = await runCli([...command, '--json', loop]);
      expect([command, run.status]).toEqual([command, 2]);
    }
    const run = await runCli(COMMANDS(SIM)[0]!, into(loop, '1<>"$0"'));
    expect(run.status).toBe(2);
  });
});

test.each([0, 1, 2])('command %i makes no name in /dev', async (which) => {
  for (const option of which === 0 ? ['--json', '--map'] : ['--json']) {
    const run = await runCli([...COMMANDS(SIM)[which]!, option, '/dev/surfscan-none']);
    expect([run.status, run.stderr]).toEqual([2, expect.stringMatching(/new name in \/dev/)]);
  }
  expect(readdirSync('/dev')).not.toContain('surfscan-none');
});

test.each([0, 1, 2])('command %i does not write over the map of a scan', async (which) => {
  const map = join(temporaryDirectory(), 'old.map');
  expect((await scan(SIM, '--map', map)).status).toBe(0);
  const kept = readFileSync(map);
  const command = COMMANDS('sim:size=9MB')[which]!;
  expect((await runCli([...command, '--json', map])).status).toBe(2);
  for (const redirection of ['>>"$0"', '1<>"$0"', '2>>"$0"']) {
    expect((await runCli(command, into(map, redirection))).status).toBe(2);
  }
  expect(readFileSync(map).equals(kept)).toBe(true);
});

test('an image is not written to by a command that is refused anyway', async () => {
  const image = anImage();
  for (const args of [
    ['scan', image, '--no-such-option'],
    ['check', image, 'x'],
    ['nonsense', image],
  ]) {
    const run = await runCli(args, into(image, '2>>"$0"'));
    expect([args, run.status]).toEqual([args, 2]);
  }
  expect(readFileSync(image).equals(CONTENT)).toBe(true);
});
