// Why a benchmark cannot go on, in words.

import type { Trouble } from '../engine/context.ts';
import type { SweepEnd } from '../engine/crew.ts';

/** A read that takes longer than this, on the disk's clock: the disk hangs. */
export const HANG_SECONDS = 30;

export function hung(path: string, lba: number): Trouble {
  const message = `${path} is hung: no answer for ${HANG_SECONDS} s at LBA ${lba}`;
  return { code: 'ERR_HUNG', errno: null, message };
}

export function left(path: string): Trouble {
  const message = `${path} left: it answers every read with an error`;
  return { code: 'ERR_GONE', errno: null, message };
}

export function notOpened(path: string, failure: NonNullable<SweepEnd['failure']>): Trouble {
  const { code, errno, message } = failure;
  const said = `${path} could not be opened again: ${message} (${code})`;
  return { code: 'ERR_GONE', errno, message: said };
}
