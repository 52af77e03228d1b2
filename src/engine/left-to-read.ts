// What of a scan is still to be read, as far as that is known before: each phase asks when its turn comes, and who opens
// a map, whether its scan is only to be told again.

import { UNREAD_BYTE } from '../vocabulary/classes.ts';
import type { Resumed, ScanContext } from './context.ts';
import type { ScanPlan } from './options.ts';

/** A scan that has used its time up enters once more, and says so; one that was finished has said it. */
export function isNarrowingLeft({ plan, findings, refineSpentMs, previous }: Left): boolean {
  if (!plan.refine || findings.failed.length === 0) return false;
  return plan.refineLimitMs > refineSpentMs || !previous.complete;
}

/** Those of a scan that goes on may have been read again before: `reads` counts the first, too. */
export function areRetriesLeft({ plan, findings }: Pick<Left, 'plan' | 'findings'>): boolean {
  return plan.retries > 0 && findings.bad.items.some(({ value }) => value.reads <= plan.retries);
}

/** Of a scan that goes on. */
export function isAllRead(plan: ScanPlan, { findings, previous }: Resumed): boolean {
  const left = { plan, findings, previous, refineSpentMs: previous.refineSpentMs };
  const isReread = !findings.hasSlowToReread && previous.rereadZones !== null;
  const isPassed = previous.tally[UNREAD_BYTE] === 0;
  return isPassed && isReread && !isNarrowingLeft(left) && !areRetriesLeft(left);
}

type Left = Pick<ScanContext, 'plan' | 'findings' | 'refineSpentMs' | 'previous'>;
