// The program as its users start it: a child process, its status and what it said.

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expectSound, type RunShape, type ScanShape } from './report-shape.ts';
import { assertWrittenIsValid } from './written-json.ts';

export const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const LIMIT_MS = 200_000;

export interface CliRun {
  /** Null when it died by a signal, or by the test's time limit. */
  status: number | null;
  stdout: string;
  stderr: string;
  seconds: number;
  /** Standard output as `surfscan.run/1`, found sound. Throws when it is something else. */
  json: RunShape;
  /** The only scan of the run. */
  scan: ScanShape;
}

export interface CliOptions {
  /** Put before the program: `setpriv …`, `strace …`. */
  wrapper?: readonly string[];
  limitMs?: number;
}

export interface RunningCli {
  child: ChildProcess;
  finished: Promise<CliRun>;
}

export function startCli(args: readonly string[], options: CliOptions = {}): RunningCli {
  if (!existsSync(MAIN)) throw new Error(`${MAIN} is not there: npm run build`);
  const [program, ...rest] = [...(options.wrapper ?? []), process.execPath, MAIN, ...args];
  const begin = performance.now();
  const child = spawn(program!, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (text) => {
    said.stdout += text;
  });
  child.stderr.on('data', (text) => {
    said.stderr += text;
  });
  const limit = setTimeout(() => child.kill('SIGKILL'), options.limitMs ?? LIMIT_MS);
  const finished = new Promise<CliRun>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => {
      clearTimeout(limit);
      try {
        assertWrittenIsValid(args, said.stdout);
      } catch (cause) {
        reject(cause);
      }
      resolve(new Finished(status, said.stdout, said.stderr, (performance.now() - begin) / 1000));
    });
  });
  return { child, finished };
}

export function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  return startCli(args, options).finished;
}

/** `surfscan scan … --json - --no-tui`. */
export function scan(...args: (string | number)[]): Promise<CliRun> {
  return runCli(scanArgs(...args));
}

export function startScan(...args: (string | number)[]): RunningCli {
  return startCli(scanArgs(...args));
}

export function scanArgs(...args: (string | number)[]): string[] {
  return ['scan', ...args.map(String), '--json', '-', '--no-tui'];
}

/** Also of a program that was started elsewhere. */
export class Finished implements CliRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
  #json: RunShape | null = null;

  constructor(status: number | null, stdout: string, stderr: string, seconds: number) {
    this.status = status;
    this.stdout = stdout;
    this.stderr = stderr;
    this.seconds = seconds;
  }

  get json(): RunShape {
    this.#json ??= this.#parse();
    return this.#json;
  }

  get scan(): ScanShape {
    const [only, ...others] = this.json.scans;
    if (only === undefined || others.length > 0) throw new Error(`not one scan: ${this.stdout}`);
    return only;
  }

  #parse(): RunShape {
    let run: RunShape;
    try {
      run = JSON.parse(this.stdout);
    } catch (cause) {
      const said = `status ${this.status} after ${this.seconds.toFixed(1)} s\n--- standard output:
${this.stdout.slice(0, 2000)}\n--- standard error:\n${this.stderr.slice(-4000)}`;
      throw new Error(`no JSON: ${said}`, { cause });
    }
    expectSound(run);
    return run;
  }
}
