// An error on its way between processes: of an Error itself no more than its text arrives.

import { SurfscanError, type SurfscanErrorCode } from '../api/common.ts';

export interface ErrorFacts {
  readonly code: SurfscanErrorCode;
  readonly message: string;
  readonly errno: string | null;
  readonly syscall: string | null;
  readonly path: string | null;
}

/** What is no error of ours is a defect, told with its stack. */
export function factsOf(cause: unknown): ErrorFacts {
  if (cause instanceof SurfscanError) {
    const { code, message, errno, syscall, path } = cause;
    return { code, message, errno, syscall, path };
  }
  const message = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  return { code: 'ERR_DEFECT', message, errno: null, syscall: null, path: null };
}

export function errorOf(facts: ErrorFacts): SurfscanError {
  return new SurfscanError(facts.code, facts.message, facts);
}
