// The way out. `process.exit` waits for native calls that are still out, for ever if a disk hangs;
// _exit does not. All output is written synchronously before.

import { exitNow } from '../index.ts';

export function leave(status: number): never {
  return exitNow(status);
}
