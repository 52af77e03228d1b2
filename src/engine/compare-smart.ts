// What the drive counted from one scan to the next.

import {
  lastReading,
  readingOf,
  type SmartAnswers,
  type SmartChange,
  smartChanges,
} from '../vocabulary/smart.ts';

export interface SmartComparison {
  readonly changed: readonly SmartChange[];
  /** Why it is not known, for a person; null: it is. */
  readonly whyNot: string | null;
}

export function compareSmart(old: SmartAnswers, now: SmartAnswers): SmartComparison {
  const [before, after] = [lastReading(old), lastReading(now)];
  const reasons = [
    ...('whyNot' in before ? [`of the old scan: ${before.whyNot}`] : []),
    ...('whyNot' in after ? [`of the new scan: ${after.whyNot}`] : []),
  ];
  return {
    changed: smartChanges(readingOf(before), readingOf(after)),
    whyNot: reasons.length === 0 ? null : reasons.join('; '),
  };
}
