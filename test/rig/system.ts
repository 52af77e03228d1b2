// The few system programs that the rig calls, and waiting for what they bring about.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const ENVIRONMENT = {
  ...process.env,
  PATH: `${process.env.PATH ?? ''}:/usr/sbin:/sbin`,
  LC_ALL: 'C',
};
const LOSETUP_TRIES = 20;

/** Throws with the program's standard error in the message. */
export function run(program: string, args: readonly string[]): string {
  return execFileSync(program, args, {
    encoding: 'utf8',
    env: ENVIRONMENT,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 30_000,
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

export async function until(what: string, met: () => boolean, timeoutMs = 60_000): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!met()) {
    if (performance.now() > end) throw new Error(`${what}: not within ${timeoutMs} ms`);
    await sleep(2);
  }
}

/** Another process may take the free device between `-f` and its use: losetup says so, and tries
 * again itself only on some versions. */
export function attachLoop(file: string, sectorBytes: number, more: string[] = []): string {
  const sectors = ['--sector-size', String(sectorBytes)];
  const args = ['-r', '--direct-io=on', ...sectors, ...more, '-f', '--show', file];
  for (let tries = 1; ; tries++) {
    try {
      return run('losetup', args);
    } catch (error) {
      if (tries === LOSETUP_TRIES) throw error;
      sleepSync(10 * tries);
    }
  }
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
