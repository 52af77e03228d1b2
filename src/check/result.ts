// What a check came to.

import type { Suspect } from '../kernel-log/index.ts';
import type { Location } from '../layout/location.ts';
import type { Trouble } from '../reading/trouble.ts';
import type { Device } from '../vocabulary/device.ts';
import type { Probed } from './check.ts';

/** `explained`: nothing was read. Bad and weak before incomplete before good. */
export type CheckVerdict = 'good' | 'weak' | 'bad' | 'incomplete' | 'explained';

/** Sentences for a person, by what they are about. */
export interface Chapter {
  readonly title: string;
  readonly sentences: readonly string[];
}

export interface CheckResult {
  /** null: a log alone. */
  readonly device: Device | null;
  readonly suspects: readonly Suspect[];
  /** null: nothing was read. */
  readonly probed: Probed | null;
  readonly where: readonly Location[];
  readonly explanation: readonly Chapter[];
  readonly verdict: CheckVerdict;
  /** The log speaks of a failing disk and names no sector. */
  readonly isMute?: boolean;
  /** Why it was not read, or not to its end; null: it was, or its user stopped it. */
  readonly trouble: Trouble | null;
}

export function verdictOf({ coverage, weak, complete }: Probed): CheckVerdict {
  if (coverage.bad > 0) return 'bad';
  if (weak.length > 0) return 'weak';
  return complete ? 'good' : 'incomplete';
}
