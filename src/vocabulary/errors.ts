// The one error class. A bad sector is a value; this is for what keeps a scan from being done.

/** Stable codes. Usage: exit 2. Defect: exit 70. All others: a target, a map or an output, exit 3. */
export const SURFSCAN_ERROR_CODES = [
  'ERR_USAGE',
  'ERR_ACCESS',
  'ERR_ABSENT',
  'ERR_DIRECTORY',
  'ERR_EMPTY',
  'ERR_NOT_A_DISK',
  'ERR_OPEN',
  'ERR_NO_ANSWER',
  'ERR_GONE',
  'ERR_HUNG',
  'ERR_METHOD',
  'ERR_OUTPUT',
  'ERR_MAP',
  'ERR_MAP_SPACE',
  'ERR_DEFECT',
] as const;
export type SurfscanErrorCode = (typeof SURFSCAN_ERROR_CODES)[number];

export interface SurfscanErrorDetails {
  /** Symbolic: "EACCES". */
  errno?: string | null;
  syscall?: string | null;
  path?: string | null;
  cause?: unknown;
}

export class SurfscanError extends Error {
  override readonly name = 'SurfscanError';
  readonly errno: string | null;
  readonly syscall: string | null;
  readonly path: string | null;

  constructor(
    readonly code: SurfscanErrorCode,
    message: string,
    details: SurfscanErrorDetails = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.errno = details.errno ?? null;
    this.syscall = details.syscall ?? null;
    this.path = details.path ?? null;
  }
}

/** Bad input: the message says what was expected and what came. */
export function usageError(message: string): SurfscanError {
  return new SurfscanError('ERR_USAGE', message);
}

/** A state that cannot be: surfscan itself is wrong. */
export function defect(message: string, details: SurfscanErrorDetails = {}): SurfscanError {
  return new SurfscanError('ERR_DEFECT', message, details);
}
