#!/usr/bin/env node
// What must be there before anything else is loaded: the rest may not load.

import { startEarly } from './apart-start.ts';
import { leaveDeletedDirectory } from './working-directory.ts';

// SIGUSR1 asks for progress; Node would open a debugger for it.
process.on('SIGUSR1', () => {});

leaveDeletedDirectory();

try {
  if (['scan', 'check', 'bench'].includes(process.argv[2] ?? '')) startEarly(process.argv.slice(3));
  if (process.argv[2] === 'scan') await import('./early-thread.ts');
  await import('./command-line.ts');
} catch (cause) {
  // An addon that is not built says how to build it.
  process.stderr.write(`surfscan: ${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exitCode = 70; // EX_SOFTWARE, sysexits(3)
}
