// The few system programs that the rig calls, and waiting for what they bring about.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const ENVIRONMENT = {
  ...process.env,
  PATH: `${process.env.PATH ?? ''}:/usr/sbin:/sbin`,
  LC_ALL: 'C',
};
/** Who takes a disk for himself finds that another process has it for the moment: who lists disks asks each
 * whether somebody has it (open(2), O_EXCL). The next free loop device is taken by others, too: losetup tries
 * again itself only on some versions. */
const TAKEN = /\bbusy\b|already mounted|in use\b|loop device/i;
const TRIES = 20;

/** Throws with the program's standard error in the message. */
export function run(program: string, args: readonly string[]): string {
  for (let tries = 1; ; tries++) {
    try {
      return runOnce(program, args);
    } catch (error) {
      const isTaken =
        (program === 'losetup' && args.includes('-f')) ||
        TAKEN.test(String((error as Error).message));
      if (!isTaken || tries === TRIES) throw error;
      sleepSync(10 * tries);
    }
  }
}

function runOnce(program: string, args: readonly string[]): string {
  return execFileSync(program, args, {
    encoding: 'utf8',
    env: ENVIRONMENT,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
  }).trim();
}

export function tryRun(program: string, args: readonly string[]): boolean {
  try {
    run(program, args);
    return true;
  } catch {
    return false;
  }
}

/** For clean-up on 'exit', where nothing asynchronous runs any more. */
export function sleepSync(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

export async function until(what: string, met: () => boolean, timeoutMs = 120_000): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!met()) {
    if (performance.now() > end) throw new Error(`${what}: not within ${timeoutMs} ms`);
    await sleep(2);
  }
}

export function attachLoop(file: string, sectorBytes: number, more: string[] = []): string {
  const sectors = ['--sector-size', String(sectorBytes)];
  const args = ['-r', '--direct-io=on', ...sectors, ...more, '-f', '--show', file];
  return run('losetup', args);
}

export function detachLoop(path: string, file: string): void {
  if (loopFile(path) === file) tryRun('losetup', ['-d', path]);
}

/** What lies below a loop device, null for a free one. Deleted files are named with a remark. */
function loopFile(path: string): string | null {
  try {
    const name = path.replace('/dev/', '');
    const file = readFileSync(`/sys/block/${name}/loop/backing_file`, 'utf8').trim();
    return file.replace(/ \(deleted\)$/, '');
  } catch {
    return null;
  }
}

export function isMounted(path: string): boolean {
  return readFileSync('/proc/self/mounts', 'utf8').includes(` ${path} `);
}

/** The kernel prints each failing read of a loop device. On a serial console a line costs the read
 * milliseconds, so the console is kept quiet while there are faulty disks. */
export function quietConsole(): void {
  const level = Number.parseInt(readFileSync(PRINTK, 'utf8'), 10);
  if (level > 1 && setConsoleLevel(1)) levelBefore = level;
}

export function restoreConsole(): void {
  if (levelBefore !== null) setConsoleLevel(levelBefore);
  levelBefore = null;
}

let levelBefore: number | null = null;
const PRINTK = '/proc/sys/kernel/printk';

function setConsoleLevel(level: number): boolean {
  try {
    writeFileSync(PRINTK, String(level));
    return true;
  } catch {
    return false; // a container: slower, not wrong
  }
}
