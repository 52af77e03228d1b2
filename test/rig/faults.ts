// What can be wrong with a rig's disk. Sectors are of 512 bytes whatever the disk's logical sector,
// ranges inclusive: the lines of the fault file (faults.h).

import { constants } from 'node:os';

export type Fault =
  | { kind: 'bad'; from: number; to: number }
  | { kind: 'weak'; from: number; to: number; failures: number }
  | { kind: 'slow'; from: number; to: number; ms: number; times?: number }
  | { kind: 'hang'; from: number; to: number; ms: number }
  /** Numbers of reads. */
  | { kind: 'outage'; from: number; to: number; errno: number }
  | { kind: 'hold'; from: number; to: number };

/** Every read that touches it fails. */
export function bad(from: number, to = from): Fault {
  return { kind: 'bad', from, to };
}

/** Each sector fails the first reads that touch it, then reads. */
export function weak(from: number, to = from, failures = 1): Fault {
  return { kind: 'weak', from, to, failures };
}

/** A read that touches it takes so long; with `times` only so many reads do. */
export function slow(from: number, to: number, ms: number, times?: number): Fault {
  return times === undefined
    ? { kind: 'slow', from, to, ms }
    : { kind: 'slow', from, to, ms, times };
}

export function hang(from: number, to: number, ms: number): Fault {
  return { kind: 'hang', from, to, ms };
}

/** The reads of these numbers fail wherever they are, counted from 1 since the faults were set. */
export function outage(from: number, to: number, errno = constants.errno.EIO): Fault {
  return { kind: 'outage', from, to, errno };
}

/** All but the first reads wait until the faults are set again, or the disk leaves: what a test does
 * then is done before the disk's end, however slow the machine. */
export function holdAfter(reads: number): Fault {
  return { kind: 'hold', from: reads + 1, to: Number.MAX_SAFE_INTEGER };
}

export function faultFile(faults: readonly Fault[]): string {
  return faults.map((fault) => `${faultLine(fault)}\n`).join('');
}

function faultLine(fault: Fault): string {
  const range = `${fault.kind} ${fault.from} ${fault.to}`;
  switch (fault.kind) {
    case 'bad':
    case 'hold':
      return range;
    case 'outage':
      return `${range} ${fault.errno}`;
    case 'weak':
      return `${range} ${fault.failures}`;
    case 'slow':
      return `${range} ${fault.ms}${fault.times === undefined ? '' : ` ${fault.times}`}`;
    case 'hang':
      return `${range} ${fault.ms}`;
  }
}
