// What V8 has compiled is kept for the next start: on a Node that can (22.1 or newer), half of what a start costs.
// It is code that is run as whoever starts surfscan, often root: so not in a folder for temporary files, where others
// may have put something before.

import { mkdirSync, statSync } from 'node:fs';
import nodeModule from 'node:module';
import { join } from 'node:path';

/** Where Node has them. */
interface Caching {
  readonly enableCompileCache?: (folder: string) => unknown;
  readonly flushCompileCache?: () => void;
}

const { enableCompileCache, flushCompileCache } = nodeModule as Caching;

/** Nothing where Node has none, or there is no folder of one's own. */
export function useCompileCache(env: NodeJS.ProcessEnv = process.env): void {
  if (enableCompileCache === undefined || flushCompileCache === undefined) return;
  const folder = ownFolder(env);
  if (folder !== null) enableCompileCache(folder);
}

/** What was compiled for the first time is written: _exit(2) would leave that out. */
export function keepCompiled(): void {
  flushCompileCache?.();
}

/** Of systemd's CacheDirectory=, or of the user: made where it is not there. null: it is another's, or none is
 * wanted. */
export function ownFolder(env: NodeJS.ProcessEnv): string | null {
  const { CACHE_DIRECTORY, XDG_CACHE_HOME, HOME, NODE_DISABLE_COMPILE_CACHE } = env;
  if (NODE_DISABLE_COMPILE_CACHE !== undefined) return null;
  const caches =
    CACHE_DIRECTORY ?? XDG_CACHE_HOME ?? (HOME === undefined ? '' : join(HOME, '.cache'));
  // systemd's may be several; the XDG specification has relative ones ignored.
  if (!caches.startsWith('/') || caches.includes(':')) return null;
  const folder = join(caches, 'surfscan');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { uid, mode } = statSync(folder);
    return uid === process.geteuid?.() && (mode & 0o022) === 0 ? folder : null;
  } catch {
    return null; // read-only, or full
  }
}
