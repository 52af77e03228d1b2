// One disk's report against its faults: exactly, or where the order of reads decides, loosely.

import type { ScanJson } from '../../src/report/run-json.ts';
import type { DiskCase } from './disk-case.ts';
import { Oracle } from './expected.ts';
import { judgeExactly } from './judge.ts';
import { judgeLoosely } from './judge-loosely.ts';
import { mayBeDead, mayHitRefineLimit, orderDependence } from './order-dependence.ts';

export interface Judged {
  /** Why it was not judged exactly. */
  readonly reason: string | null;
  readonly complaints: readonly string[];
}

export function judgeCase(scanned: DiskCase, scan: ScanJson): Judged {
  const expected = new Oracle(scanned).expected();
  const reason = orderDependence(scanned, expected);
  if (reason === null) return { reason, complaints: judgeExactly(scanned, scan, expected) };
  const dead = mayBeDead(scanned, expected);
  const narrowed = scanned.options.refine && !mayHitRefineLimit(scanned, expected);
  return { reason, complaints: judgeLoosely(scanned, scan, { dead, narrowed }) };
}
