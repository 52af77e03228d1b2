// Signals that end a scan in order. One that comes when the scan should long have ended leaves at once.

import { EXIT } from './exit-status.ts';
import { leave } from './leave.ts';

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGALRM', 'SIGUSR2'] as const;

/** An orderly end takes less: a disk that does not answer is left behind before. */
const PATIENCE_MS = 3000;

/** The handlers stay until the process ends: a late signal must not cost the report. */
export function onStopSignals(stop: () => void): void {
  let askedMs: number | null = null;
  const handler = () => {
    if (askedMs !== null && performance.now() - askedMs > PATIENCE_MS) leave(EXIT.stopped);
    askedMs ??= performance.now();
    stop();
  };
  for (const signal of STOP_SIGNALS) process.on(signal, handler);
}
