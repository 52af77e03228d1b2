// Why reading a disk cannot go on, in words.

import { errorOfCode, NATIVE_ERROR_DEFECT } from '../vocabulary/classes.ts';
import { errnoName, errnoWords } from '../vocabulary/errno.ts';
import type { SurfscanErrorCode } from '../vocabulary/errors.ts';
import type { Reading, SweepMessage } from './sweep.ts';

/** Why it cannot go on: ERR_GONE, the disk left; ERR_METHOD, its drive takes no commands any more; ERR_HUNG, it does not answer; ERR_DEFECT, the system said
 * what surfscan does not know. `errno` by its name. */
export interface Trouble {
  readonly code: SurfscanErrorCode;
  readonly errno: string | null;
  readonly message: string;
}

const GONE = errorOfCode('GONE').native;

/** A reading after which nothing more can be read. */
export function isEnd(reading: Reading): boolean {
  return reading.error === GONE || reading.error === NATIVE_ERROR_DEFECT;
}

export function troubleOf(path: string, reading: Reading): Trouble {
  const errno = errnoName(reading.errno);
  const said = errno === null ? '' : `: ${errnoWords(errno)}`;
  if (reading.error === GONE) {
    return { code: 'ERR_GONE', errno, message: `${path} left at LBA ${reading.from}${said}` };
  }
  return {
    code: 'ERR_DEFECT',
    errno,
    message: `reading LBA ${reading.from} of ${path}, the system said ${errno ?? 'nothing'}: no table names that`,
  };
}

/** The disk did not answer for `--hang`. */
export function hungTrouble(path: string, hangMs: number, lba: number): Trouble {
  const message = `${path} is hung: no answer for ${hangMs / 1000} s at LBA ${lba}`;
  return { code: 'ERR_HUNG', errno: null, message };
}

/** It is opened, and answers nothing else. `hadRead`: it read something well before. */
export function leftTrouble(path: string, hadRead: boolean): Trouble {
  const too = hadRead ? ', also where it read well before' : '';
  const message = `${path} left: it answers every read with an error${too}`;
  return { code: 'ERR_GONE', errno: null, message };
}

/** `isThere`: the disk itself is, as it was; only its drive could not be opened beside it. */
export function notOpenedTrouble(
  path: string,
  { code, errno, message }: NonNullable<SweepMessage['failure']>,
  isThere = false,
): Trouble {
  if (isThere && code === 'ERR_METHOD') {
    const why = errno === null ? message : `${message}: ${errnoWords(errno)}`;
    const said = `the drive of ${path} could not be opened again, though the disk is there: ${why}`;
    return { code: 'ERR_METHOD', errno, message: said };
  }
  const said = `${path} could not be opened again: ${message} (${code})`;
  return { code: 'ERR_GONE', errno, message: said };
}
