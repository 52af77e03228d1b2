// A read that cannot be left holds its process. On FreeBSD each command that reads has one that keeps the
// terminal, and can go: tried here, on an image whose server hangs.

import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { describeWithDisks } from '../rig/availability.ts';
import { slow } from '../rig/faults.ts';
import { sleep, tryRun, until } from '../rig/system.ts';
import { diskOf, MIB } from './fixtures.ts';
import { type RunningCli, runCli, scanArgs, startCli } from './run-cli.ts';

const PRELOAD = fileURLToPath(new URL('as-freebsd.mjs', import.meta.url));
const wrapper = ['env', `NODE_OPTIONS=--import=${PRELOAD}`];
const kept = (...args: (string | number)[]) => startCli(scanArgs(...args), { wrapper });

/** The process that works for a running one. */
const workersOf = ({ child }: RunningCli) => pgrep(child.pid!);

function pgrep(parent: number): string[] {
  const found: string[] = [];
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const status = readFileSync(`/proc/${entry}/status`, 'utf8');
      const words = readFileSync(`/proc/${entry}/cmdline`, 'utf8');
      if (status.includes(`PPid:\t${parent}\n`) && words.includes('kept.js')) found.push(entry);
    } catch {
      // It has ended meanwhile.
    }
  }
  return found;
}

describe('a command that has a keeper', () => {
  test.each([
    [['sim:size=1GB'], 0],
    [['sim:size=1GB,bad=5'], 1],
    [['sim:size=1GB', '--jobs', '0'], 2],
    [['/dev/nothing0'], 3],
  ])('%j ends as it would without: %i', async (args, status) => {
    const run = await kept(...args).finished;
    const plain = await runCli(scanArgs(...args));
    expect([run.status, run.stderr.replace(/^\S+Z/gm, '')]).toEqual([
      status,
      plain.stderr.replace(/^\S+Z/gm, ''),
    ]);
  });

  test.each([
    'SIGINT',
    'SIGTERM',
  ] as const)('passes on %s, and the report is whole', async (signal) => {
    const running = kept('sim:size=1TB,speed=1');
    await until('it reads', () => workersOf(running).length === 1);
    await said(running, /scanning/);
    running.child.kill(signal);
    const run = await running.finished;
    expect([run.status, run.scan.verdict], run.stderr).toEqual([4, 'incomplete']);
  });

  test('that is killed takes the one with it that works', async () => {
    const running = kept('sim:size=1TB,speed=1');
    await until('it reads', () => workersOf(running).length === 1);
    await said(running, /scanning/);
    const [worker] = workersOf(running);
    running.child.kill('SIGKILL');
    await until('the worker ended', () => !tryRun('kill', ['-0', worker!]));
  });

  test('ends by the signal that ended the one that works', async () => {
    const running = kept('sim:size=1TB,speed=1');
    await until('it reads', () => workersOf(running).length === 1);
    process.kill(Number(workersOf(running)[0]), 'SIGKILL');
    await once(running.child, 'close');
    expect(running.child.signalCode).toBe('SIGKILL');
  });
});

describeWithDisks('a disk that hangs below a read that cannot be left', () => {
  test('holds no Ctrl-C: exit 4, and the report is whole while the disk still hangs', async () => {
    const disk = await diskOf(128 * MIB, slow(0, 128 * MIB - 1, 4));
    const running = kept(disk.image);
    await until('it reads', () => workersOf(running).length === 1);
    await said(running, /scanning/);
    const [worker] = workersOf(running);
    await sleep(500);
    disk.kill('SIGSTOP');
    await sleep(1000);
    running.child.kill('SIGINT');
    const run = await running.finished;
    expect([run.status, run.scan.verdict, run.scan.bad], run.stderr).toEqual([4, 'incomplete', []]);
    // The one that reads is held, and goes when the disk answers.
    expect(tryRun('kill', ['-0', worker!])).toBe(true);
    disk.kill('SIGCONT');
    await until('the worker ended', () => !tryRun('kill', ['-0', worker!]));
  });
});

/** Until standard error has said it. */
async function said({ child }: RunningCli, pattern: RegExp): Promise<void> {
  let text = '';
  child.stderr!.on('data', (more) => {
    text += more;
  });
  await until(`it says ${pattern}`, () => pattern.test(text));
}
