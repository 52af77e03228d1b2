// A check by hand, for reports.

import type { Probed } from '../../../src/check/check.ts';
import type { CheckResult } from '../../../src/check/result.ts';
import type { Source, Suspect } from '../../../src/kernel-log/index.ts';
import type { BadValue } from '../../../src/vocabulary/defects.ts';
import type { Extent } from '../../../src/vocabulary/extents.ts';
import { aResult } from './a-result.ts';

export function aCheck(change: Partial<CheckResult> = {}): CheckResult {
  return {
    device: { ...aResult().device, path: '/dev/sdx', sectors: 1_000_000 },
    suspects: [],
    probed: aProbed(),
    where: [],
    explanation: [{ title: 'Chapter', sentences: ['A sentence.'] }],
    verdict: 'good',
    trouble: null,
    ...change,
  };
}

export function aProbed(change: Partial<Probed> = {}): Probed {
  return {
    coverage: { total: 100, good: 97, bad: 2, unread: 1 },
    bad: [],
    weak: [],
    unread: [],
    ranges: [{ from: 1000, to: 1100 }],
    longestRequestSectors: 32_768,
    latenciesMs: [],
    elapsedSeconds: 2,
    complete: true,
    trouble: null,
    notes: [],
    ...change,
  };
}

/** One sector each, with gaps, and exact if it is not said otherwise. */
export function extents(count: number, change: Partial<BadValue> = {}): Extent<BadValue>[] {
  const value = { error: 'UNC', errno: null, exact: true, reads: 3, ...change } as const;
  return Array.from({ length: count }, (_, i) => ({ from: 1000 + 2 * i, to: 1001 + 2 * i, value }));
}

export function aSuspect(
  firstLba: number,
  lastLba: number,
  ...sources: Partial<Source>[]
): Suspect {
  return {
    firstLba,
    lastLba,
    sources: sources.map((source) => ({ line: 1, text: '', device: null, ...source }) as Source),
  };
}
