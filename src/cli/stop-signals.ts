// Signals that end a command in order. One that comes when it should long have ended leaves at once.

import { EXIT } from './exit-status.ts';
import { leave } from './leave.ts';

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGALRM', 'SIGUSR2'] as const;

/** An orderly end takes less: a disk that does not answer is left behind before. */
const PATIENCE_MS = 3000;

/** The handlers stay until the process ends: a late signal must not cost the report. */
export class Stopping {
  #askedMs: number | null = null;

  constructor(private stop: () => void = () => {}) {
    for (const signal of STOP_SIGNALS) process.on(signal, () => this.#asked());
  }

  /** What is to be done now when a signal comes. */
  does(stop: () => void): void {
    this.stop = stop;
    if (this.#askedMs !== null) stop();
  }

  #asked(): void {
    const impatient = this.#askedMs !== null && performance.now() - this.#askedMs > PATIENCE_MS;
    if (impatient) leave(EXIT.stopped);
    this.#askedMs ??= performance.now();
    this.stop();
  }
}
