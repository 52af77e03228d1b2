// What may never be answered is asked by a process of its own: who waits for a disk or a network's file
// system that hangs cannot be ended, not even by SIGKILL, and a process ends with its last thread. Such a
// one is left behind, and goes when the disk answers.

import { type ChildProcess, spawn } from 'node:child_process';
import type { Answers } from './answers.ts';
import { type ErrorFacts, errorOf } from './error-facts.ts';

/** Each name is a function of `Answers`; the answer comes from another process. */
export type Ask = <K extends keyof Answers>(
  name: K,
  ...args: Parameters<Answers[K]>
) => Promise<Awaited<ReturnType<Answers[K]>>>;

export interface Question {
  readonly id: number;
  readonly name: keyof Answers;
  readonly args: readonly unknown[];
}

export type Answer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: ErrorFacts };

// Node 20 runs no TypeScript: from source, the built one is used.
const CHILD_URL = new URL(
  import.meta.url.endsWith('.ts') ? '../../dist/cli/apart-child.js' : './apart-child.js',
  import.meta.url,
);

/** Each silent disk holds some of these, and so does each silent file system. libuv's own are four. */
const THREADS = 128;

let running: ApartProcess | null = null;

/** Asks the process that this one has for it, which is started when it is first needed. */
export const ask: Ask = (name, ...args) => {
  running ??= new ApartProcess(() => {
    running = null;
  });
  return running.ask(name, args) as never;
};

class ApartProcess {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #last = 0;

  constructor(private readonly ended: () => void) {
    const { NODE_OPTIONS: _, ...env } = process.env;
    this.#child = spawn(process.execPath, [CHILD_URL.pathname], {
      // Of a group of its own: the terminal's signals are for us to hear.
      detached: true,
      // Nothing of ours is held open by a process that cannot end.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      serialization: 'advanced',
      env: { ...env, UV_THREADPOOL_SIZE: String(THREADS) },
    });
    this.#child.on('message', (answer: Answer) => this.#take(answer.id, answer));
    this.#child.on('error', (cause: NodeJS.ErrnoException) =>
      this.#fail(cause.code ?? cause.message),
    );
    this.#child.on('exit', (status, signal) => this.#fail(`it ended: ${signal ?? status}`));
  }

  ask(name: keyof Answers, args: readonly unknown[]): Promise<unknown> {
    const id = ++this.#last;
    this.#keepAlive(true);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, (answer) => {
        if ('error' in answer) reject(errorOf(answer.error));
        else resolve(answer.value);
      });
      const question: Question = { id, name, args };
      this.#child.send(question, (cause) => {
        if (cause !== null) this.#fail(cause.message);
      });
    });
  }

  #take(id: number, answer: Answer): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (this.#waiting.size === 0) this.#keepAlive(false);
    waiting?.(answer);
  }

  /** Who has nothing more to ask is not kept alive by it. */
  #keepAlive(isKept: boolean): void {
    this.#child[isKept ? 'ref' : 'unref']();
    this.#child.channel?.[isKept ? 'ref' : 'unref']();
  }

  #fail(why: string): void {
    this.ended();
    const message = `the process that asks disks and file systems could not do so (${why})`;
    const error = { code: 'ERR_OPEN', message, errno: null, syscall: null, path: null } as const;
    for (const id of [...this.#waiting.keys()]) this.#take(id, { id, error });
  }
}
