// Running surfscan and reading what the kernel counted for it.

import { type ChildProcess, execFileSync, type SpawnOptions, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { PROJECT } from '../test/rig/server-binary.ts';
import { sleep } from '../test/rig/system.ts';

export const MAIN = join(PROJECT, 'dist/cli/main.js');
/**
 * What all that is measured runs in. badblocks is at home where only root looks. Node parses extra
 * certificates before it runs anything, 50 ms for a system's bundle: that is no user's everyday.
 */
export const ENVIRONMENT: NodeJS.ProcessEnv = {
  ...process.env,
  PATH: `${process.env.PATH ?? ''}:/usr/sbin:/sbin`,
};
delete ENVIRONMENT.NODE_EXTRA_CA_CERTS;
const POLL_MS = 20;

/** As much of `surfscan.run/1` as the benchmarks read. */
export interface Report {
  scans: {
    elapsed_s: number;
    bytes_per_s: number;
    coverage: { total: number; unread: number };
    mode: { jobs: number; depth: number; engine: string };
    blocks: Record<string, number>;
  }[];
}

export interface Measured {
  report: Report;
  wallSeconds: number;
  /** Highest resident memory, in MiB, as last seen before the end; 0 where nobody watched it. */
  peakMiB: number;
}

/** One reader, one read in flight: what the bare loop does. */
export const ONE_READER = ['--jobs', '1', '--depth', '1'] as const;

export function machine(): string {
  const [first] = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  return `${first?.model ?? 'unknown'} × ${cpus().length}, ${memory}, ${process.platform} ${release()}, node ${process.versions.node}`;
}

/** `surfscan scan`, as one types it, but for the screen. */
export function scanCommand(args: readonly string[]): string[] {
  return [MAIN, 'scan', ...args, '--no-tui'];
}

interface ScanOptions {
  /** Its memory, while it runs. */
  readonly watch?: boolean;
  /** With which it may end; default 0 alone. */
  readonly statuses?: readonly number[];
}

/** Throws where it ends otherwise than expected. */
export async function scan(
  args: readonly string[],
  { watch = false, statuses = [0] }: ScanOptions = {},
): Promise<Measured> {
  const begin = performance.now();
  const child = spawn(process.execPath, [...scanCommand(args), '--json', '-'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: ENVIRONMENT,
  });
  let [output, messages, peakMiB] = ['', '', 0];
  child.stdout.on('data', (text) => {
    output += text;
  });
  child.stderr.on('data', (text) => {
    messages += text;
  });
  const poll = setInterval(() => {
    if (watch) peakMiB = Math.max(peakMiB, peakMemoryMiB(child.pid!));
  }, POLL_MS);
  const status = await ended(child);
  clearInterval(poll);
  if (status === null || !statuses.includes(status)) {
    throw new Error(`surfscan ${args.join(' ')}: ${status}: ${messages}`);
  }
  const wallSeconds = (performance.now() - begin) / 1000;
  return { report: JSON.parse(output), wallSeconds, peakMiB };
}

/** All blocks of the only scan: read, where it ended well. */
export function blocksOf(report: Report): number {
  return Object.values(report.scans[0]!.blocks).reduce((sum, count) => sum + count, 0);
}

/** From before it is started until it has ended. `statuses`: with which it may end; throws for others. */
export async function wallSeconds(
  program: string,
  args: readonly string[],
  statuses: readonly number[] = [0],
): Promise<number> {
  const options: SpawnOptions = { stdio: 'ignore', env: ENVIRONMENT };
  const begin = performance.now();
  const status = await ended(spawn(program, args, options));
  const seconds = (performance.now() - begin) / 1000;
  if (status !== null && statuses.includes(status)) return seconds;
  throw new Error(`${program} ${args.join(' ')}: status ${status}`);
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
}

/** User and system time of a process and all its threads: fields 14 and 15, proc_pid_stat(5). */
function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // from the third on
  return (Number(fields[11]) + Number(fields[12])) / clockTicks();
}

const WARM_UP_MS = 3000;

/** Percent of one core that a process takes, all threads, over `seconds`, once it has warmed up. */
export async function cpuPercent(pid: number, seconds: number): Promise<number> {
  await sleep(WARM_UP_MS);
  const [begin, before] = [performance.now(), cpuSeconds(pid)];
  await sleep(seconds * 1000);
  return ((cpuSeconds(pid) - before) / ((performance.now() - begin) / 1000)) * 100;
}

let ticks = 0;

function clockTicks(): number {
  ticks ||= Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
  return ticks;
}

function peakMemoryMiB(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0; // it has ended
  }
}
