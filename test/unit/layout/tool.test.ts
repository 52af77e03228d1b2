import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { complaint } from '../../../src/layout/proof.ts';
import { toolRunner } from '../../../src/layout/tool.ts';
import { until } from '../../rig/system.ts';
import { scratch } from './image.ts';

const { dir, remove } = scratch();
afterAll(remove);

/** A program of the test's own in the place of a tool. */
function program(name: string, script: string): string {
  const path = join(dir, name);
  writeFileSync(path, `#!/bin/sh\n${script}`);
  chmodSync(path, 0o755);
  return path;
}

function runner(name: string, script: string, timeoutMs = 20_000) {
  program(name, script);
  return toolRunner(timeoutMs, 'linux', [dir]);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // Nobody may have asked for the status of an orphan yet: proc(5), the state behind its name.
    return !/^\d+ \(.*\) Z /s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).syscall === 'open' && process.platform !== 'linux';
  }
}

/** The process whose number is in a file. */
function untilGone(pidFile: string): Promise<void> {
  const pid = Number(readFileSync(pidFile, 'utf8'));
  return until('the child', () => !isAlive(pid));
}

describe('a program of the system', () => {
  test('gets its arguments as they are, through no shell, and its input', async () => {
    const run = runner('debugfs', 'printf "%s\\n" "$@"; cat');
    const { stdout, trouble } = await run('debugfs', [`$(touch ${dir}/x)`, '; a `b` "c"'], 'fed');
    expect(stdout).toBe(`$(touch ${dir}/x)\n; a \`b\` "c"\nfed`);
    expect(trouble).toBeNull();
    expect(existsSync(join(dir, 'x'))).toBe(false);
  });

  test('that is missing is named with its package, of this system', async () => {
    const missing = toolRunner(1000, 'linux', ['/nonexistent']);
    expect((await missing('debugfs', [])).trouble).toBe(
      'install e2fsprogs (for debugfs) to see whose block it is',
    );
    expect((await missing('fsdb', [])).trouble).toMatch(/^fsdb, .* is not on this system$/);
    const freebsd = toolRunner(1000, 'freebsd', ['/nonexistent']);
    expect((await freebsd('debugfs', [])).trouble).toMatch(/^install e2fsprogs /);
    expect((await freebsd('xfs_db', [])).trouble).toMatch(/^xfs_db, .* is not on this system$/);
  });

  test('that does not finish is given up in time, even where it ignores signals and left a child', async () => {
    const pidFile = join(dir, 'child');
    const script = `trap "" TERM; echo begun; sleep 300 & echo $! > ${pidFile}; sleep 300`;
    const run = runner('xfs_db', script, 500);
    const answer = await run('xfs_db', []);
    // The child has the program's output open; it goes, too, whether it was begun by then or not.
    if (existsSync(pidFile)) await untilGone(pidFile);
    expect(answer.trouble).toBe('xfs_db was given 0.5 s and did not finish');
    expect((await run('xfs_db', [])).trouble).toBe('xfs_db was given 0.5 s and did not finish');
  });

  test('is given 20 s, however much time all together have', async () => {
    const run = toolRunner(120_000, 'linux', [dir], undefined, 300);
    program('dmsetup', 'sleep 300');
    expect((await run('dmsetup', [])).trouble).toBe('dmsetup was given 0.3 s and did not finish');
    program('dmsetup', 'echo well');
    const later = toolRunner(120_000, 'linux', [dir]);
    expect(await later('dmsetup', [])).toMatchObject({ stdout: 'well\n', trouble: null });
  });

  test('that ends, and leaves a child with its output, is not waited for; the child goes', async () => {
    const pidFile = join(dir, 'left');
    const script = `sleep 300 & echo $! > ${pidFile}; echo said`;
    const answer = await runner('dmsetup', script)('dmsetup', []);
    expect(answer.stdout).toBe('said\n');
    expect(answer.trouble).toMatch(/dmsetup ended and left a child that holds its output$/);
    await untilGone(pidFile);
  });

  test('is killed when nobody waits for it any more, and no other is started', async () => {
    const pidFile = join(dir, 'pid');
    program('debugfs', `echo $$ > ${pidFile}.new; mv ${pidFile}.new ${pidFile}; exec sleep 30`);
    const waiting = new AbortController();
    const run = toolRunner(30_000, 'linux', [dir], waiting.signal);
    const answer = run('debugfs', []);
    await until('the program', () => existsSync(pidFile));
    const pid = Number(readFileSync(pidFile, 'utf8'));
    expect(isAlive(pid)).toBe(true);
    waiting.abort();
    expect((await answer).trouble).toBe('it was not waited for');
    await until('its end', () => !isAlive(pid));
    rmSync(pidFile);
    expect((await run('debugfs', [])).trouble).toBe('it was not waited for');
    expect(existsSync(pidFile)).toBe(false);
  });

  test('that talks without end is stopped', async () => {
    const run = runner('dmsetup', 'while :; do printf "%065536d" 0; done');
    const answer = await run('dmsetup', []);
    expect(answer.trouble).toMatch(/says more than can be looked through$/);
    expect(answer.stdout.length).toBeLessThanOrEqual(64 * 1024 * 1024);
  });

  test('that crashes is said to have', async () => {
    const answer = await runner('dmsetup', 'kill -SEGV $$')('dmsetup', []);
    expect(answer.trouble).toMatch(/dmsetup died of SIGSEGV$/);
  });

  test('that ends without reading its input does no harm', async () => {
    const answer = await runner('fsdb', 'exit 3')('fsdb', [], 'x'.repeat(1_000_000));
    expect(answer).toMatchObject({ status: 3, trouble: null });
  });

  test('that complains is quoted, clean and without its banner', async () => {
    const script = 'echo "debugfs 1.47.0 (5-Feb-2023)" >&2; printf "bad \\033[2Jmagic\\n" >&2';
    const answer = await runner('debugfs', script)('debugfs', []);
    expect(complaint('debugfs', answer)).toBe('debugfs could not tell: bad ?[2Jmagic');
  });
});
