// Signals that end a command in order. One that comes when it should long have ended leaves at once.

import { STOP_SIGNALS, takeHeardStop } from './early-stops.ts';
import { EXIT } from './exit-status.ts';
import { leave } from './leave.ts';

/** An orderly end takes less: a disk that does not answer is left behind before. */
const PATIENCE_MS = 3000;

/** The end was asked for before there was anything to stop. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

/** The handlers stay until the process ends: a late signal must not cost the report. */
export class Stopping {
  #askedMs: number | null = null;
  /** Resolves when the end is asked for. */
  readonly asked: Promise<void>;
  #tell = () => {};

  constructor(private stop: () => void = () => {}) {
    this.asked = new Promise((resolve) => {
      this.#tell = resolve;
    });
    for (const signal of STOP_SIGNALS) process.on(signal, () => this.#asked());
    this.#askedMs = takeHeardStop();
    if (this.#askedMs !== null) this.#tell();
  }

  /** What is to be done now when a signal comes. */
  does(stop: () => void): void {
    this.stop = stop;
    if (this.#askedMs !== null) stop();
  }

  get isAsked(): boolean {
    return this.#askedMs !== null;
  }

  /** What `work` comes to. Rejects with Stopped as soon as the end is asked for: it goes on, unheard. */
  async orStopped<T>(work: Promise<T>): Promise<T> {
    const stopped = this.asked.then(() => Promise.reject(new Stopped()));
    return Promise.race([stopped, work]);
  }

  #asked(): void {
    const impatient = this.#askedMs !== null && performance.now() - this.#askedMs > PATIENCE_MS;
    if (impatient) leave(EXIT.stopped);
    this.#askedMs ??= performance.now();
    this.#tell();
    this.stop();
  }
}
