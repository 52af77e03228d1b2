// A scan's summary as a test wants it.

import type { ScanSummary } from '../../../src/api/report.ts';
import { summaryOf } from '../../../src/engine/summary.ts';
import { aResult } from './a-result.ts';

/** It passed, but for `changes`. */
export function aSummary(
  changes: Partial<ScanSummary> = {},
  device: Partial<ScanSummary['device']> = {},
): ScanSummary {
  const summary = summaryOf(aResult());
  const { total } = summary.coverage;
  return {
    ...summary,
    host: { name: 'storage01', machineId: null, labels: { rack: '7' } },
    verdict: 'pass',
    coverage: { total, good: total, bad: 0, unread: 0 },
    rules: [{ rule: 'bad>0', value: 0, failed: false }],
    device: { ...summary.device, ...device },
    ...changes,
  };
}

/** `aSummary` finished so long before. */
export const laterBy = (seconds: number) =>
  new Date(Date.UTC(2026, 10, 22, 12, 59, 3, 500) + seconds * 1000);

/** It failed for 8 bad sectors. */
export const FAILED: Partial<ScanSummary> = {
  verdict: 'fail',
  coverage: { total: 1_953_525_168, good: 1_953_525_160, bad: 8, unread: 0 },
  rules: [{ rule: 'bad>0', value: 8, failed: true }],
};

/** It was stopped, and found nothing so far. */
export const STOPPED: Partial<ScanSummary> = {
  verdict: 'incomplete',
  finished: null,
  coverage: { total: 1_953_525_168, good: 1_000_000_000, bad: 0, unread: 953_525_168 },
};

/** What disks and file names may be made of. */
export const HOSTILE = [
  'a"b\\c\nd',
  "x|y=1;'z",
  '\u001b[31mred\u202e\ud800',
  '磁盘序列号磁盘序列号磁盘序列号磁盘序列号磁盘序列号',
  'e\u0301\u0301\u0301\u0301\u0301\u0301',
  'X'.repeat(500),
  ' ',
];
