// A copy of the project in which sources are changed, built and tested; the checkout stays as it is.

import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';

const ROOT_ONLY = /^(\.git|node_modules|dist|build.*|coverage)$/;
/** What is built once, and not from the sources that are changed. */
const LINKED = ['node_modules', 'build'];
const CONFIG = 'test/mutate/vitest.config.ts';
/** A change may make a list grow for ever. */
const MOST_MEMORY_MB = 1500;
/** Of the tests that draw their cases: fewer than for main, as they are run once a change. */
const CASES = { SURFSCAN_DISKS: '200', SURFSCAN_STATES: '30' };
const BUILD_LIMIT_SECONDS = 120;
/** How often it is looked whether a run still says something. */
const LOOK_MS = 1000;

export interface Ended {
  /** null: it was stopped, as it said nothing for too long. */
  readonly status: number | null;
  readonly seconds: number;
  /** The longest that it said nothing. */
  readonly silentSeconds: number;
  readonly output: string;
}

export class Workspace {
  readonly #path = mkdtempSync(join(tmpdir(), 'surfscan-mutate-'));
  #child: ChildProcess | null = null;

  constructor(project: string) {
    const isWanted = (path: string) => !ROOT_ONLY.test(relative(project, path));
    cpSync(project, this.#path, { recursive: true, filter: isWanted });
    for (const name of LINKED) symlinkSync(join(project, name), join(this.#path, name));
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.#path, file), text);
  }

  /** Whether it compiles. What is not used any more is no error: a change may leave an import behind. */
  async build(): Promise<boolean> {
    const unused = ['--noUnusedLocals', 'false', '--noUnusedParameters', 'false'];
    const types = ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', ...unused];
    // The threads that the tests start run from the bundles.
    const bundles = ['node_modules/rolldown/bin/cli.mjs', '-c'];
    for (const args of [types, bundles]) {
      if ((await this.#run(args, BUILD_LIMIT_SECONDS)).status !== 0) return false;
    }
    return true;
  }

  /** Tests in the order of their turn, those that are called as `changed` is first. Status 0: all passed. */
  test(
    tests: readonly string[],
    changed: string,
    mostSilentSeconds: number,
    seed: number,
  ): Promise<Ended> {
    const options = ['--root', '.', '--config', CONFIG, '--bail', '1', '--reporter', 'verbose'];
    return this.#run(
      ['node_modules/vitest/vitest.mjs', 'run', ...options, ...tests],
      mostSilentSeconds,
      {
        ...CASES,
        SURFSCAN_SEED: String(seed),
        MUTATE_ORDER: tests.join(' '),
        MUTATE_CHANGED: basename(changed, '.ts'),
      },
    );
  }

  close(): void {
    this.#kill();
    rmSync(this.#path, { recursive: true, force: true });
  }

  #run(
    args: readonly string[],
    mostSilentSeconds: number,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<Ended> {
    const began = performance.now();
    const child = spawn(process.execPath, args, {
      cwd: this.#path,
      env: {
        ...process.env,
        NODE_OPTIONS: `--max-old-space-size=${MOST_MEMORY_MB}`,
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that nothing of it goes on behind the time limit.
      detached: true,
    });
    this.#child = child;
    let output = '';
    let saidMs = began;
    let silentSeconds = 0;
    const look = () => {
      silentSeconds = Math.max(silentSeconds, (performance.now() - saidMs) / 1000);
    };
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        look();
        saidMs = performance.now();
        output = (output + text).slice(-20_000);
      });
    }
    return new Promise((resolve, reject) => {
      let isStopped = false;
      const looking = setInterval(() => {
        look();
        if (silentSeconds <= mostSilentSeconds) return;
        isStopped = true;
        this.#kill();
      }, LOOK_MS);
      child.once('error', reject);
      child.once('close', (status) => {
        clearInterval(looking);
        // What the tests started and left, too.
        this.#kill();
        const seconds = (performance.now() - began) / 1000;
        resolve({ status: isStopped ? null : (status ?? 1), seconds, silentSeconds, output });
      });
    });
  }

  #kill(): void {
    const pid = this.#child?.pid;
    this.#child = null;
    if (pid === undefined) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // it has ended
    }
  }
}
