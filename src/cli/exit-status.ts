// The exit status is the verdict.

import type { CheckResult } from '../api/check.ts';
import { type BenchEntry, hasBenchResult, hasResult, type RunEntry } from '../api/common.ts';

export const EXIT = {
  ok: 0,
  unfit: 1,
  usage: 2,
  target: 3,
  stopped: 4,
  defect: 70, // EX_SOFTWARE, sysexits(3)
} as const;

/** Several scans, or several reasons: 70, 1, 3, 4, 0, the first that applies. */
export function runStatus(entries: readonly RunEntry[]): number {
  const statuses = new Set(entries.map(entryStatus));
  const order = [EXIT.defect, EXIT.unfit, EXIT.target, EXIT.stopped];
  return order.find((status) => statuses.has(status)) ?? EXIT.ok;
}

function entryStatus(entry: RunEntry): number {
  if (!hasResult(entry)) {
    if (entry.error === null) return EXIT.ok;
    return entry.error.code === 'ERR_DEFECT' ? EXIT.defect : EXIT.target;
  }
  if (entry.trouble?.code === 'ERR_DEFECT') return EXIT.defect;
  if (entry.verdict === 'fail') return EXIT.unfit;
  if (entry.trouble !== null || entry.mapTrouble !== null) return EXIT.target;
  return entry.verdict === 'incomplete' ? EXIT.stopped : EXIT.ok;
}

export function checkStatus({ verdict, trouble }: CheckResult): number {
  if (trouble?.code === 'ERR_DEFECT') return EXIT.defect;
  if (verdict === 'bad' || verdict === 'weak') return EXIT.unfit;
  if (trouble !== null) return EXIT.target;
  return verdict === 'incomplete' ? EXIT.stopped : EXIT.ok;
}

/** A benchmark judges no disk: failing reads are no reason, but a disk that left or hangs is one. */
export function benchStatus(entries: readonly BenchEntry[], stopped: boolean): number {
  const troubles = entries.flatMap((entry) => {
    const trouble = hasBenchResult(entry) ? entry.trouble : entry.error;
    return trouble === null ? [] : [trouble.code];
  });
  if (troubles.includes('ERR_DEFECT')) return EXIT.defect;
  if (troubles.length > 0) return EXIT.target;
  return stopped ? EXIT.stopped : EXIT.ok;
}
