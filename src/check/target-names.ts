// What a log may call a target, and all that lies on it or below it.

import type { SuspectTarget } from '../kernel-log/index.ts';

/** Names without /dev/. */
export type TargetNames = Pick<SuspectTarget, 'names' | 'providers' | 'parent' | 'isVolume'> & {
  /** Volumes of the target whose place on it is not known, and why: for a person. */
  readonly untold?: readonly string[];
};

export const NOBODY: TargetNames = { names: [], providers: [], parent: null };
