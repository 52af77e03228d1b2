// Why a target could not be opened, in words that say what to do.

import { errnoName, errnoWords } from '../vocabulary/errno.ts';
import { SurfscanError, type SurfscanErrorCode } from '../vocabulary/errors.ts';
import { cleanText } from '../vocabulary/text.ts';
import type { DiskSystem } from './system.ts';

/** What the addon rejects with. */
export interface OpenFailure {
  readonly code?: unknown;
  readonly errno?: unknown;
  readonly errnoNumber?: unknown;
  readonly syscall?: unknown;
  readonly message?: unknown;
}

type Words = (name: string, failure: FailureText, system: HostFacts) => string;
type HostFacts = Pick<DiskSystem, 'platform' | 'userId'>;

interface FailureText {
  readonly errno: string | null;
  readonly syscall: string | null;
  readonly detail: string | null;
}

const LIST_HINT = '"surfscan list" shows the disks';

const WORDS: Partial<Record<SurfscanErrorCode, Words>> = {
  ERR_ACCESS: (name, failure, system) =>
    system.userId === 0
      ? `${name}: permission denied${said(failure)} though you are root: a container, a jail or a ` +
        'security module keeps the disk from being read raw'
      : `${name}: permission denied. Run surfscan as root (sudo), or as a member of the group that ` +
        `may read the disk (${system.platform === 'freebsd' ? 'operator' : 'disk'}: see ls -lL)`,
  ERR_ABSENT: (name) => `${name}: there is no such device or file; ${LIST_HINT}`,
  ERR_DIRECTORY: (name) => `${name} is a directory: name a disk (${LIST_HINT}) or an image file`,
  ERR_EMPTY: (name) =>
    `${name} is empty: it has not one whole sector (a drive may have no medium in it)`,
  ERR_NOT_A_DISK: (name, failure) =>
    `${name} is neither a disk nor an image file${because(failure)}; ${LIST_HINT}`,
  ERR_GONE: (name, failure) =>
    `${name}: the disk is not there or has no medium${said(failure)}: look at its cables, and what ` +
    'the kernel says (dmesg)',
  ERR_OPEN: (name, failure) =>
    failure.errno === 'EBUSY'
      ? `${name} is held by another program for itself alone${said(failure)}: stop that first`
      : `${name} cannot be opened${inWords(failure)}${because(failure)}`,
};

/** What the addon says where the code says it all. */
const NO_DETAIL = 'cannot be opened';

/** `failure` as an error of ours. A usage error or a defect of the addon keeps its own words. */
export function openError(path: string, failure: OpenFailure, system: HostFacts): SurfscanError {
  const text: FailureText = {
    errno: textOf(failure.errno) ?? errnoName(Number(failure.errnoNumber ?? 0)),
    syscall: textOf(failure.syscall),
    detail: failure.message === NO_DETAIL ? null : textOf(failure.message),
  };
  const details = { errno: text.errno, syscall: text.syscall, path, cause: failure };
  const name = cleanText(path, 200);
  const code = failure.code as SurfscanErrorCode;
  const words = WORDS[code];
  if (words !== undefined) return new SurfscanError(code, words(name, text, system), details);
  const message = text.detail ?? 'no reason was given';
  if (code === 'ERR_USAGE' || code === 'ERR_DEFECT') {
    return new SurfscanError(code, `${name}: ${message}`, details);
  }
  return new SurfscanError('ERR_DEFECT', `${name}: opening it failed oddly: ${message}`, details);
}

/** ERR_NO_ANSWER: opening it took longer than `timeoutMs`. */
export function noAnswer(path: string, timeoutMs: number): SurfscanError {
  const seconds = Number((timeoutMs / 1000).toPrecision(2)); // it may be what is left of a limit
  return new SurfscanError(
    'ERR_NO_ANSWER',
    `${cleanText(path, 200)} did not answer within ${seconds} s of being opened: the disk, ` +
      'its controller or the file system below it hangs; see what the kernel says (dmesg)',
    { path },
  );
}

function said(failure: FailureText): string {
  if (failure.errno === null) return '';
  return failure.syscall === null
    ? ` (${failure.errno})`
    : ` (${failure.errno} from ${failure.syscall})`;
}

/** A name that says it all to few is told in words beside. */
function inWords(failure: FailureText): string {
  if (failure.errno === null) return '';
  const from = failure.syscall === null ? '' : `, from ${failure.syscall}`;
  return `: ${errnoWords(failure.errno)}${from}`;
}

function because(failure: FailureText): string {
  return failure.detail === null ? '' : `: ${failure.detail}`;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? cleanText(value, 300) : null;
}
