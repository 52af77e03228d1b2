// Why a benchmark cannot go on, in words.

import type { Trouble } from '../engine/context.ts';
import type { SweepEnd } from '../engine/crew.ts';

export function left(path: string): Trouble {
  const message = `${path} left: it answers every read with an error`;
  return { code: 'ERR_GONE', errno: null, message };
}

export function notOpened(path: string, failure: NonNullable<SweepEnd['failure']>): Trouble {
  const { code, errno, message } = failure;
  const said = `${path} could not be opened again: ${message} (${code})`;
  return { code: 'ERR_GONE', errno, message: said };
}
