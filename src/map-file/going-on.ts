// Writes that may fail while a scan goes on.

import { defect, SurfscanError } from '../vocabulary/errors.ts';

/** What it failed with; null: it did not. */
export async function settled(work: Promise<void>): Promise<unknown> {
  try {
    await work;
    return null;
  } catch (failure) {
    return failure;
  }
}

/** Errors as a scan that goes on gets them: ERR_MAP, also for a full file system, or ERR_DEFECT. */
export async function goingOn(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (failure) {
    if (!(failure instanceof SurfscanError) || failure.code === 'ERR_DEFECT') throw failure;
    if (failure.code === 'ERR_USAGE') throw defect(`map: ${failure.message}`, { cause: failure });
    const { errno, syscall, path } = failure;
    throw new SurfscanError(
      'ERR_MAP',
      `${failure.message}; the scan goes on, and it is tried again`,
      { errno, syscall, path, cause: failure },
    );
  }
}
