// The process that does the work of one that keeps the terminal (keeper.ts).

import { writeSync } from 'node:fs';
import { HeardSignals } from './heard-signals.ts';
import { LAST_WORD_FD } from './keeper-pipe.ts';
import { sayLast } from './last-word.ts';
import { start } from './start.ts';

sayLast((status) => {
  try {
    writeSync(LAST_WORD_FD, `${status}\n`);
  } catch {
    // Who would have heard it is gone.
  }
});

const heard = new HeardSignals();
process.on('message', ({ signal }: { signal: NodeJS.Signals }) => heard.take(signal));
// Without it nobody is there to be told anything: as where the terminal went.
process.on('disconnect', () => heard.take('SIGHUP'));
process.channel?.unref();

void start();
