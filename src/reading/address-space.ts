// A thread of Node's reserves address space for its heap and its code, and Node aborts, with a dump for a
// message, where that is not to be had: a low `ulimit -v` is found out before.

import { readFileSync } from 'node:fs';
import { SurfscanError } from '../vocabulary/errors.ts';

/** Measured: 590 to 720 MiB. */
const THREAD_MIB = 768;
const MIB = 1024 * 1024;
const PAGE_BYTES = 4096;

/** Throws ERR_OPEN where so many threads have no room. Elsewhere than on Linux it is not known. */
export function assertRoomFor(threads: number, proc = '/proc/self'): void {
  const limitMib = addressLimitMib(readOrEmpty(`${proc}/limits`));
  if (limitMib === null) return;
  const pages = Number(readOrEmpty(`${proc}/statm`).split(' ')[0]);
  const neededMib = Math.ceil((pages * PAGE_BYTES) / MIB) + threads * THREAD_MIB;
  if (limitMib >= neededMib) return;
  throw new SurfscanError(
    'ERR_OPEN',
    `${threads} ${threads === 1 ? 'thread that reads needs' : 'threads that read need'} ${neededMib} MiB ` +
      `of address space, and the limit is ${limitMib} MiB: raise it (ulimit -v unlimited)`,
  );
}

/** The soft limit, of proc_pid_limits(5); null: there is none, or it is not known. */
export function addressLimitMib(limits: string): number | null {
  const found = /^Max address space +(\d+)/m.exec(limits);
  return found === null ? null : Math.floor(Number(found[1]) / MIB);
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
