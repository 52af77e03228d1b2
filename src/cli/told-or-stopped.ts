// Commands that only tell: a signal ends one with a status of its own, and nobody takes what it told
// until then for all there is.

import { EXIT } from './exit-status.ts';
import { Stopped, Stopping } from './stop-signals.ts';
import { writeAll } from './terminal-output.ts';

/** Resolves to what `work` does, or to 3 as soon as a signal comes. */
export async function toldOrStopped(work: () => Promise<number>): Promise<number> {
  try {
    return await new Stopping().orStopped(work());
  } catch (cause) {
    if (!(cause instanceof Stopped)) throw cause;
    writeAll(2, 'surfscan: stopped by a signal before all was told\n');
    return EXIT.target;
  }
}
