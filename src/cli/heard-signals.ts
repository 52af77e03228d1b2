// Signals that a process passes on to the one that does its work. From a terminal both have them.

import { STOP_SIGNALS } from './early-stops.ts';
import { progressSignal } from './progress-signal.ts';

export const PASSED_ON: readonly NodeJS.Signals[] = [...STOP_SIGNALS, progressSignal()];

/** Passed on, and heard by itself: within this they are one. */
const SAME_MS = 1000;

/** As the signal would be: by who listens to it, else by the system. */
function raise(signal: NodeJS.Signals): void {
  if (!process.emit(signal)) process.kill(process.pid, signal);
}

/** Hears signals that are passed on, once each. */
export class HeardSignals {
  readonly #at = new Map<NodeJS.Signals, number>();

  constructor() {
    for (const signal of PASSED_ON) process.on(signal, this.#heard(signal));
  }

  take(signal: NodeJS.Signals): void {
    const at = this.#at.get(signal);
    if (at === undefined || performance.now() - at > SAME_MS) raise(signal);
  }

  #heard(signal: NodeJS.Signals) {
    const heard = () => {
      this.#at.set(signal, performance.now());
      // Nobody else listens yet: it does what it would have done.
      if (process.listenerCount(signal) > 1 || signal === progressSignal()) return;
      process.off(signal, heard);
      process.kill(process.pid, signal);
    };
    return heard;
  }
}
