// The end of a scan that was resumed until nothing was left, against the undisturbed one: that follows
// from the faults.

import type { ScanJson } from '../../../src/report/run-json.ts';
import { Oracle } from '../expected.ts';
import { judgeExactly } from '../judge.ts';
import { judgeLoosely } from '../judge-loosely.ts';
import { orderDependence } from '../order-dependence.ts';
import type { Truth } from './truth.ts';

export function judgeComplete({ scanned, hasMaybe }: Truth, scan: ScanJson): readonly string[] {
  const expected = new Oracle(scanned).expected();
  const exactly = !hasMaybe && orderDependence(scanned, expected) === null;
  if (exactly) return judgeExactly(scanned, scan, expected);
  return judgeLoosely(scanned, scan, { dead: false, narrowed: true });
}
