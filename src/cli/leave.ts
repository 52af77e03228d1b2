// The way out. `process.exit` waits for native calls that are still out, for ever if a disk hangs;
// _exit does not. All output is written synchronously before.

import { exitNow } from '../api/common.ts';
import { keepCompiled } from './compile-cache.ts';
import { lastWord } from './last-word.ts';

const lastWishes = new Set<() => void>();

/** Something to be done however the process ends: giving the terminal back. Returns how to take it
 * away again. */
export function beforeLeaving(wish: () => void): () => void {
  lastWishes.add(wish);
  return () => lastWishes.delete(wish);
}

export function leave(status: number): never {
  for (const wish of lastWishes) wish();
  keepCompiled();
  lastWord(status);
  return exitNow(status);
}
