// The signal that asks for progress: SIGINFO (Ctrl-T) where the system has it, else SIGUSR1. Never both: a
// handler of SIGUSR1, which is Bun's own there, hangs a scan.

import { constants } from 'node:os';

export function progressSignal(signals: Readonly<Record<string, unknown>> = constants.signals) {
  return 'SIGINFO' in signals ? 'SIGINFO' : 'SIGUSR1';
}
