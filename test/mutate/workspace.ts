// A copy of the project in which sources are changed, built and tested; the checkout stays as it is.

import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

const ROOT_ONLY = /^(\.git|node_modules|dist|build.*|coverage)$/;
/** What is built once, and not from the sources that are changed. */
const LINKED = ['node_modules', 'build'];
const CONFIG = 'test/mutate/vitest.config.ts';
/** A change may make a list grow for ever. */
const MOST_MEMORY_MB = 1500;
/** Of the tests that draw their cases: fewer than for main, as they are run once a change. */
const CASES = { SURFSCAN_DISKS: '200', SURFSCAN_STATES: '30' };
/** What says nothing for so long never ends. */
const MOST_SILENT_MS = 120_000;

export interface Ended {
  /** null: it was stopped, as it said nothing for too long. */
  readonly status: number | null;
  readonly output: string;
}

export class Workspace {
  readonly #path = mkdtempSync(join(tmpdir(), 'surfscan-mutate-'));
  readonly #children = new Set<ChildProcess>();

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
    const ended = await Promise.all([this.#run(types), this.#run(bundles)]);
    return ended.every(({ status }) => status === 0);
  }

  /** Test files, in this order. Status 0: all passed. */
  test(tests: readonly string[], seed: number): Promise<Ended> {
    const options = ['--root', '.', '--config', CONFIG, '--bail', '1', '--reporter', 'verbose'];
    return this.#run(['node_modules/vitest/vitest.mjs', 'run', ...options, ...tests], {
      ...CASES,
      SURFSCAN_SEED: String(seed),
      MUTATE_ORDER: tests.join(' '),
    });
  }

  close(): void {
    for (const child of this.#children) kill(child);
    rmSync(this.#path, { recursive: true, force: true });
  }

  #run(
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<Ended> {
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
    this.#children.add(child);
    let output = '';
    let isStopped = false;
    const silence = setTimeout(() => {
      isStopped = true;
      kill(child);
    }, MOST_SILENT_MS);
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        silence.refresh();
        output = (output + text).slice(-20_000);
      });
    }
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (status) => {
        clearTimeout(silence);
        // What the tests started and left, too.
        kill(child);
        this.#children.delete(child);
        resolve({ status: isStopped ? null : (status ?? 1), output });
      });
    });
  }
}

function kill({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // it has ended
  }
}
