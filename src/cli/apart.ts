// What may never be answered is asked by a process of its own: who waits for a disk or a network's file
// system that hangs cannot be ended, not even by SIGKILL, and a process ends with its last thread. Such a
// one is left behind, and goes when the disk answers.

import type { ChildProcess } from 'node:child_process';
import type { Answers } from './answers.ts';
import { isStartedEarly, takeApart } from './apart-start.ts';
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

let running: ApartProcess | null = null;

/** Or about to: one that was started early. */
export function isApartRunning(): boolean {
  return running !== null || isStartedEarly();
}

/** Asks the process that this one has for it, which is started when it is first needed. */
export const ask: Ask = async (name, ...args) => {
  try {
    running ??= new ApartProcess(() => {
      running = null;
    });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw errorOf(cannotAsk(code ?? message));
  }
  return (await running.ask(name, args)) as never;
};

function cannotAsk(why: string): ErrorFacts {
  const message = `the process that asks disks and file systems could not do so (${why}): are memory, files or processes limited (ulimit -a)?`;
  return { code: 'ERR_OPEN', message, errno: null, syscall: null, path: null };
}

class ApartProcess {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #last = 0;

  constructor(private readonly ended: () => void) {
    this.#child = takeApart();
    this.#child.on('message', (answer: Answer) => this.#take(answer.id, answer));
    this.#child.on('error', (cause: NodeJS.ErrnoException) =>
      this.#fail(cause.code ?? cause.message),
    );
    this.#child.on('exit', (status, signal) => this.#fail(`it ended: ${signal ?? status}`));
    // So it is before it says why: ChildProcess.spawn of lib/internal/child_process.js.
    if (!('send' in this.#child)) throw new Error('it could not be started');
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
    const error = cannotAsk(why);
    for (const id of [...this.#waiting.keys()]) this.#take(id, { id, error });
  }
}
