// Keeps the terminal while another process does the work. A read of a disk that does not answer holds its
// thread, whatever signal comes, and a process ends with its last thread. Linux has io_uring, whose reads can be
// left. FreeBSD has no such thing: aio(4) waits at exit for what is out (sys/kern/vfs_aio.c, aio_proc_rundown), and
// so does a thread in read(2) (sys/kern/kern_exit.c, exit1; kern_physio.c sleeps uninterruptibly). So there it is
// the process that is left behind; it goes when the disk answers.

import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { PASSED_ON } from './heard-signals.ts';
import { LAST_WORD_FD } from './keeper-pipe.ts';

const KEPT_URL = new URL('../cli/kept.js', import.meta.url);

/** What an orderly end takes after the last word; then it is held. */
const END_MS = 1000;

/** Ends this process as the other ends, or says that it would. Rejects where there can be no other. */
export function keep(): Promise<never> {
  const child = spawn(
    process.execPath,
    [...process.execArgv, fileURLToPath(KEPT_URL), ...process.argv.slice(2)],
    { stdio: ['inherit', 'inherit', 'inherit', 'ipc', 'pipe'] },
  );
  passOn(child);
  child.once('exit', endAs);
  const lastWord = child.stdio[LAST_WORD_FD] as Readable | null | undefined;
  lastWord?.once('data', (word: Buffer) => {
    setTimeout(() => process.exit(Number.parseInt(word.toString(), 10)), END_MS);
  });
  return new Promise((_resolve, reject) => child.once('error', reject));
}

function passOn(child: ChildProcess): void {
  for (const signal of PASSED_ON) {
    process.on(signal, () => {
      // It may be gone by the time that it would hear.
      if (child.connected) child.send({ signal }, () => {});
    });
  }
}

function endAs(status: number | null, signal: NodeJS.Signals | null): void {
  if (signal === null) process.exit(status ?? undefined);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
  // It is ignored here, or dumps no core.
  setTimeout(() => process.exit(128 + constants.signals[signal]), END_MS);
}
