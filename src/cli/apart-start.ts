// Starts the process apart (apart.ts). It takes as long to start as all the rest of a command takes to load:
// where it is surely needed it is the first thing that is done.

import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

// Node 20 runs no TypeScript: from source, the built one is used.
const CHILD_URL = new URL(
  import.meta.url.endsWith('.ts') ? '../../dist/cli/apart-child.js' : '../cli/apart-child.js',
  import.meta.url,
);

/** Each silent disk holds some of these, and so does each silent file system. libuv's own are four. */
const THREADS = 64;

let early: ChildProcess | null = null;

/** For a command whose words may name a target that is no simulated disk. */
export function startEarly(words: readonly string[]): void {
  if (!words.some((word) => /^(?!sim:|-).*[/a-z]/i.test(word))) return;
  try {
    early = start();
  } catch {
    return; // who asks it will say so
  }
  // No reason to stay.
  early.unref();
  early.channel?.unref();
  early.on('error', () => {
    early = null;
  });
}

export function isStartedEarly(): boolean {
  return early !== null;
}

/** The one that was started early, or a new one. */
export function takeApart(): ChildProcess {
  const child = early ?? start();
  early = null;
  return child;
}

function start(): ChildProcess {
  const { NODE_OPTIONS: _, ...env } = process.env;
  return spawn(process.execPath, [fileURLToPath(CHILD_URL)], {
    // Of a group of its own: the terminal's signals are for us to hear.
    detached: true,
    // Nothing of ours is held open by a process that cannot end.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
    env: { ...env, UV_THREADPOOL_SIZE: String(THREADS) },
  });
}
