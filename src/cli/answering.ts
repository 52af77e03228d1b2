// Whether a path's file system answers is asked before it is touched, by a process that can be left behind: who waits
// for one that does not can leave then. sh and head start in a few milliseconds; a Node of our own (apart.ts) takes
// thirty, and is worth it where there is more to ask.

import { spawn } from 'node:child_process';
import { cleanText } from '../api/common.ts';
import { ask, isApartRunning } from './apart.ts';
import { isOwnDescriptor } from './path-look.ts';
import { saidWhenLong } from './patience.ts';

const DIRECTORY = 3;
/** A byte is read: a name alone may still be in a cache. What is no file is not opened: a pipe would wait. */
const LOOK = `[ -d "$1" ] && exit ${DIRECTORY}; [ -f "$1" ] && head -c 1 -- "$1"; exit 0`;

/** So many shells cost what a Node costs. */
const MOST_SHELLS = 8;
let shells = 0;

/** Long enough for what comes next to be done with a path that has answered. */
const FRESH_MS = 1000;
const answeredAt = new Map<string, number>();

/** Resolves once `path` has answered, whatever it is; that it takes long is said, by `name`. True: it is a directory,
 * and only its own name has answered. */
export async function answering(path: string, name = cleanText(path, 200)): Promise<boolean> {
  if (performance.now() - (answeredAt.get(path) ?? Number.NEGATIVE_INFINITY) < FRESH_MS)
    return false;
  const isDirectory = await saidWhenLong(name, isDirectoryApart(path));
  if (!isDirectory) answeredAt.set(path, performance.now());
  return isDirectory;
}

async function isDirectoryApart(path: string): Promise<boolean> {
  // To another process it means its own.
  if (isOwnDescriptor(path)) return false;
  if (!isApartRunning() && shells < MOST_SHELLS) {
    shells++;
    const status = await statusOfLook(path);
    if (status !== null) return status === DIRECTORY;
  }
  return (await ask('look', path)).stats?.kind === 'directory';
}

/** null: there is no shell, or no process to spare for it. */
function statusOfLook(path: string): Promise<number | null> {
  return new Promise((resolve) => {
    // Of a group of its own: the terminal's signals are for us to hear.
    const options = { detached: true, stdio: 'ignore' } as const;
    const child = spawn('/bin/sh', ['-c', LOOK, 'sh', path], options);
    child.on('error', () => resolve(null));
    child.on('exit', resolve);
  });
}
