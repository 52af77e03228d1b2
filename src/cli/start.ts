// A command from its first moment: what must be there before anything else is loaded, as the rest may not
// load.

import { useCompileCache } from './compile-cache.ts';
import { hearStops } from './early-stops.ts';
import { isStoppable, readsDisks } from './early-words.ts';
import { progressSignal } from './progress-signal.ts';
import { shortageWords } from './shortage.ts';
import { answeredVersion } from './version.ts';
import { leaveDeletedDirectory } from './working-directory.ts';

export async function start(): Promise<void> {
  // It may come before anything listens; for SIGUSR1 Node would open a debugger.
  process.on(progressSignal(), () => {});

  leaveDeletedDirectory();
  useCompileCache();

  const words = process.argv.slice(2);
  if (isStoppable(words)) hearStops();
  // A thread that cannot start says so by an event; Node would end with 1, which says that a disk is bad.
  const early = (cause: unknown) => process.exit(said(cause));
  process.on('uncaughtException', early);
  try {
    if (readsDisks(words)) {
      (await import('./apart-start.ts')).startEarly(words.slice(1));
      if (words[0] === 'scan') await import('./early-thread.ts');
    }
    if (answeredVersion(words)) return;
    const { run } = await import('./command-line.ts');
    process.off('uncaughtException', early);
    await run();
  } catch (cause) {
    process.exitCode = said(cause);
  }
}

/** The exit status. An addon that is not built says how to build it. */
function said(cause: unknown): number {
  const shortage = shortageWords(cause);
  const message = shortage ?? (cause instanceof Error ? cause.message : String(cause));
  process.stderr.write(`surfscan: ${message}\n`);
  // EX_SOFTWARE, sysexits(3); exit-status.ts may not be there to say so.
  const isOurs = shortage === null && (cause as { code?: unknown }).code !== 'ERR_OPEN';
  return isOurs ? 70 : 3;
}
