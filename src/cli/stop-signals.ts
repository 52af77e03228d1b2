// Signals that end a scan in order: the first stops it, a second leaves at once.

import { EXIT } from './exit-status.ts';
import { leave } from './leave.ts';

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Returns how to take the handlers away again. */
export function onStopSignals(stop: () => void): () => void {
  let asked = false;
  const handler = () => {
    if (asked) leave(EXIT.stopped);
    asked = true;
    stop();
  };
  for (const signal of STOP_SIGNALS) process.on(signal, handler);
  return () => {
    for (const signal of STOP_SIGNALS) process.off(signal, handler);
  };
}
