// Programs of the system, asked by their fixed paths, without a shell, for a limited time. What they say is
// a hostile disk's word at second hand.

import { spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { cleanText } from '../vocabulary/text.ts';

export const PROGRAM_DIRECTORIES = [
  '/usr/sbin',
  '/sbin',
  '/usr/bin',
  '/bin',
  '/usr/local/sbin',
  '/usr/local/bin',
];

const ENVIRONMENT = {
  PATH: PROGRAM_DIRECTORIES.join(':'),
  LC_ALL: 'C.UTF-8',
  TZ: 'UTC',
  // e2fsprogs' debugfs/util.c, open_pager: its word for none.
  DEBUGFS_PAGER: '__none__',
};

/** For what a program said last to arrive, once it has ended: unless a child of its has it open. */
const OUTPUT_GRACE_MS = 1000;

/** debugfs' account of a 24 TB file system's groups is 27 MB. */
const OUTPUT_LIMIT_BYTES = 64 * 1024 * 1024;
const ERROR_LIMIT_BYTES = 64 * 1024;

export interface ProgramAnswer {
  /** A character a byte: names need not be UTF-8. */
  readonly stdout: string;
  readonly stderr: string;
  /** Why there is no whole answer, for a person; null: there is one, whatever its exit status. */
  readonly trouble: string | null;
  readonly status: number | null;
}

export interface ProgramLimits {
  /** It is given so long. */
  readonly leftMs: number;
  /** What is said when that was not enough. */
  readonly late: string;
  /** Once aborted, what runs is killed: a program left behind would go on reading a disk that is dying. */
  readonly signal?: AbortSignal | undefined;
  /** A character a byte. */
  readonly input?: string;
}

/** Its path in the first of the directories that has it; null: none has. */
export async function findProgram(
  name: string,
  directories: readonly string[] = PROGRAM_DIRECTORIES,
): Promise<string | null> {
  for (const directory of directories) {
    const path = join(directory, name);
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return null;
}

export const STOPPED = 'it was not waited for';

/** Ends when its time is up, whether the program does or not: one that hangs in a read of a dying disk
 * does not even die of SIGKILL. */
export function runProgram(
  program: string,
  args: readonly string[],
  { leftMs, late, signal, input = '' }: ProgramLimits,
): Promise<ProgramAnswer> {
  return new Promise((resolve) => {
    // In a process group of its own, so that what it leaves behind can be ended with it.
    const child = spawn(program, [...args], { env: ENVIRONMENT, stdio: 'pipe', detached: true });
    const stdout = new Gathered(OUTPUT_LIMIT_BYTES);
    const stderr = new Gathered(ERROR_LIMIT_BYTES);
    const finish = (trouble: string | null) => {
      clearTimeout(timer);
      clearTimeout(ending);
      signal?.removeEventListener('abort', stop);
      const texts = { stdout: stdout.toString('latin1'), stderr: stderr.toString('utf8') };
      resolve({ ...texts, trouble, status: child.exitCode });
    };
    const abandon = (trouble: string) => {
      killGroup(child.pid);
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
      child.unref();
      finish(trouble);
    };
    const stop = () => abandon(STOPPED);
    signal?.addEventListener('abort', stop);
    const timer = setTimeout(() => abandon(late), leftMs);
    let ending: NodeJS.Timeout | undefined;
    child.on('error', (error) => finish(`${program}: ${cleanText(error.message, 200)}`));
    child.stdin.on('error', () => {}); // it ended without reading all: it will say why
    child.stdin.end(input, 'latin1');
    child.stdout.on('data', (chunk: Buffer) => {
      if (!stdout.add(chunk)) abandon(`${program} says more than can be looked through`);
    });
    child.stderr.on('data', (chunk: Buffer) => stderr.add(chunk));
    child.on('exit', () => {
      const left = `${program} ended and left a child that holds its output`;
      ending = setTimeout(() => abandon(left), OUTPUT_GRACE_MS);
    });
    child.on('close', (_code, signal) => {
      finish(signal === null ? null : `${program} died of ${signal}`);
    });
  });
}

/** All of it, children too. It may be gone already. */
function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {} // ESRCH
}

class Gathered {
  private readonly chunks: Buffer[] = [];
  private left: number;

  constructor(limitBytes: number) {
    this.left = limitBytes;
  }

  /** False once the limit is passed; what is over it is dropped. */
  add(chunk: Buffer): boolean {
    const fits = chunk.length <= this.left;
    if (this.left > 0) this.chunks.push(chunk.subarray(0, this.left));
    this.left -= Math.min(this.left, chunk.length);
    return fits;
  }

  toString(encoding: BufferEncoding): string {
    return Buffer.concat(this.chunks).toString(encoding);
  }
}
