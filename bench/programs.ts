// Running surfscan and reading what the kernel counted for it.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { PROJECT } from '../test/rig/server-binary.ts';

export const MAIN = join(PROJECT, 'dist/cli/main.js');

/** As much of `surfscan.run/1` as the benchmarks read. */
export interface Report {
  scans: {
    elapsed_s: number;
    coverage: { total: number; unread: number };
    mode: { jobs: number; depth: number; engine: string };
    blocks: Record<string, number>;
  }[];
}

export interface Measured {
  report: Report;
  wallSeconds: number;
  /** Highest resident memory, in MiB, as last seen before the end. */
  peakMiB: number;
}

/** One reader, one read in flight: what the bare loop does. */
export function oneReader(): string[] {
  const help = execFileSync(process.execPath, [MAIN, 'scan', '--help'], { encoding: 'utf8' });
  return help.includes('--depth ') ? ['--jobs', '1', '--depth', '1'] : ['--jobs', '1'];
}

export function machine(): string {
  const [first] = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  return `${first?.model ?? 'unknown'} × ${cpus().length}, ${memory}, ${process.platform} ${release()}, node ${process.versions.node}`;
}

export async function scan(args: readonly string[]): Promise<Measured> {
  const begin = performance.now();
  const child = spawn(process.execPath, [MAIN, 'scan', ...args, '--json', '-', '--no-tui'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [output, messages, peakMiB] = ['', '', 0];
  child.stdout.on('data', (text) => {
    output += text;
  });
  child.stderr.on('data', (text) => {
    messages += text;
  });
  const poll = setInterval(() => {
    peakMiB = Math.max(peakMiB, peakMemoryMiB(child.pid!));
  }, 20);
  const status = await ended(child);
  clearInterval(poll);
  if (status !== 0) throw new Error(`surfscan ${args.join(' ')}: ${status}: ${messages}`);
  const wallSeconds = (performance.now() - begin) / 1000;
  return { report: JSON.parse(output), wallSeconds, peakMiB };
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
}

/** User and system time of a process and all its threads: fields 14 and 15, proc_pid_stat(5). */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // from the third on
  return (Number(fields[11]) + Number(fields[12])) / clockTicks();
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
