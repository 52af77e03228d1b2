// The exit status is the verdict.

import type { CheckResult } from '../api/check.ts';
import { type BenchEntry, hasBenchResult, hasResult, type RunEntry } from '../api/common.ts';
import type { ScanResult } from '../api/scan.ts';

export const EXIT = {
  ok: 0,
  unfit: 1,
  usage: 2,
  target: 3,
  stopped: 4,
  defect: 70, // EX_SOFTWARE, sysexits(3)
} as const;

type Outcome = Pick<ScanResult, 'trouble' | 'mapTrouble' | 'verdict'>;

/** Several scans, or several reasons: 70, 1, 3, 4, 0, the first that applies. */
export function runStatus(entries: readonly RunEntry[]): number {
  return firstThatApplies(entries.map(entryStatus));
}

/** The same of scans that are kept: as `scan` ended. */
export function storedStatus(scans: readonly Outcome[]): number {
  return firstThatApplies(scans.map(scanStatus));
}

function firstThatApplies(statuses: readonly number[]): number {
  const order = [EXIT.defect, EXIT.unfit, EXIT.target, EXIT.stopped];
  return order.find((status) => statuses.includes(status)) ?? EXIT.ok;
}

function entryStatus(entry: RunEntry): number {
  if (!hasResult(entry)) {
    if (entry.error === null) return EXIT.ok;
    return entry.error.code === 'ERR_DEFECT' ? EXIT.defect : EXIT.target;
  }
  return scanStatus(entry);
}

function scanStatus({ trouble, mapTrouble, verdict }: Outcome): number {
  if (trouble?.code === 'ERR_DEFECT') return EXIT.defect;
  if (verdict === 'fail') return EXIT.unfit;
  if (trouble !== null || mapTrouble !== null) return EXIT.target;
  return verdict === 'incomplete' ? EXIT.stopped : EXIT.ok;
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
